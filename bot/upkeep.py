"""What a running server does about people beside answering: tells what has changed for them, forgets in time."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from bot.errors import BotError
from bot.outgoing import Outgoing
from bot.state.records import Records
from bot.state.retention import DAY, Retention
from corpus.errors import CorpusError
from index.errors import SearchIndexError

if TYPE_CHECKING:
    from bot.dialogue.dialogue import Dialogue

# How often a server looks whether another process has changed the archive
LOOK_SECONDS = 30.0
_log = logging.getLogger(__name__)


async def tell_of_changes(
    dialogue: "Dialogue",
    post: Callable[[Sequence[Outgoing]], Awaitable[None]],
    revision: Callable[[], Awaitable[int]],
    stop: asyncio.Event,
    *,
    seconds: float = LOOK_SECONDS,
) -> None:
    """Runs the dialogue's aftermath whenever the archive has changed, until `stop` is set.

    `revision` grows with each change that can be asked about; what a fault kept from being told is told at the next
    look.
    """
    told = -1
    while not stop.is_set():
        dialogue.changed.clear()
        try:
            now_at = await revision()
            if now_at != told:
                await post(await dialogue.aftermath())
                told = now_at
        except (BotError, CorpusError, SearchIndexError) as fault:
            _log.warning("what changed in the archive could not be told yet: %s", fault)
        await _either(stop, dialogue.changed, seconds)


async def forget_in_time(
    records: Records,
    retention: Retention,
    stop: asyncio.Event,
    *,
    every: float = DAY,
    clock: Callable[[], float] = time.time,
) -> None:
    """Purges what is past its time, at the start and then once a day, until `stop` is set."""
    while not stop.is_set():
        try:
            await records.purge(clock(), retention)
        except CorpusError as fault:
            _log.warning("old conversations could not be deleted yet: %s", fault)
        await _either(stop, None, every)


async def _either(stop: asyncio.Event, other: asyncio.Event | None, seconds: float) -> None:
    waits = [asyncio.create_task(event.wait()) for event in (stop, other) if event is not None]
    try:
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
