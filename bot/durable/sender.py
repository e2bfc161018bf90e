"""The sender of one channel: takes what is due out of the outbox, in order per chat, until the platform has it."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from bot.durable.outcomes import Gone, Limited, Moved, Outcome, OutOfReach, Refused, Taken
from bot.durable.pace import Pace
from bot.durable.waiting import Pause, backoff
from bot.metrics import UNMEASURED, Measures
from bot.state.outbox import Outbox, OutboxItem
from corpus.errors import CorpusError

Deliver = Callable[[OutboxItem], Awaitable[Outcome]]
# At the stop, a database that cannot be written is waited for no longer
_NOTING_SECONDS = 2.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SenderParts:
    """What a sender works with; `pause` and `clock` are seams for tests that do not wait."""

    channel: str
    outbox: Outbox
    deliver: Deliver
    pace: Pace
    metrics: Measures = UNMEASURED
    pause: Pause = asyncio.sleep
    clock: Callable[[], float] = time.time
    at_once: int = 32
    give_up_seconds: float = 48 * 3600.0


class Sender:
    """While the platform is out of reach one request at a time tries whether it is back, with growing pauses."""

    def __init__(self, parts: SenderParts) -> None:
        self._parts = parts
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._noting: set[asyncio.Task[None]] = set()
        self._failures = 0
        self._closed_until = 0.0
        self._wake = parts.outbox.new_sends(parts.channel)

    async def run(self) -> None:
        """Sends until it is cancelled; what is under way then goes on, see `close`."""
        while True:
            self._wake.clear()
            try:
                if not await self._start_what_is_due():
                    await self._wait()
            except CorpusError as fault:
                _log.error("the outbox of %s cannot be read (%s)", self._parts.channel, fault)
                await self._parts.pause(backoff(3))

    async def close(self, grace: float) -> None:
        """Lets what is under way end within `grace` seconds: cut off, it would be sent once more after the start."""
        tasks = list(self._under_way.values())
        if tasks:
            await asyncio.wait(tasks, timeout=grace)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        noting = list(self._noting)
        if noting:
            await asyncio.wait(noting, timeout=max(grace, _NOTING_SECONDS))
        for note in noting:
            note.cancel()
        await asyncio.gather(*noting, return_exceptions=True)

    def _free(self) -> int:
        most = 1 if self._failures else self._parts.at_once
        return max(0, most - len(self._under_way))

    async def _start_what_is_due(self) -> bool:
        parts, now = self._parts, self._parts.clock()
        if not self._free() or now < self._closed_until:
            return False
        items = await parts.outbox.due(parts.channel, now, list(self._under_way), self._free())
        for item in items:
            task = asyncio.create_task(self._send(item))
            self._under_way[item.chat_id] = task
            task.add_done_callback(partial(self._ended, item.chat_id))
        return bool(items)

    def _ended(self, chat_id: str, _: object) -> None:
        self._under_way.pop(chat_id, None)
        self._wake.set()

    async def _wait(self) -> None:
        """Until something new is stored, something under way has ended, or the next request is due."""
        parts = self._parts
        waits: set[asyncio.Future[object]] = {asyncio.ensure_future(self._wake.wait())}
        if self._free():
            due = await parts.outbox.next_due(parts.channel, list(self._under_way))
            if due is not None:
                wait = max(due, self._closed_until) - parts.clock()
                waits.add(asyncio.ensure_future(_paused(parts.pause, max(0.0, wait))))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait_for in waits:
                wait_for.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    async def _send(self, item: OutboxItem) -> None:
        parts = self._parts
        wait = parts.pace.take(item.chat_id)
        if wait > 0:
            await parts.pause(wait)
        with parts.metrics.timing("deliver"):
            try:
                outcome = await parts.deliver(item)
            except Exception:  # noqa: BLE001 - a boundary: one strange request must not stop the others
                _log.exception("request %s to %s could not be made", item.number, parts.channel)
                outcome = Refused("it could not be made; see the log")
        # Of its own: what the platform has taken is written down even when the sending is cut off
        noting = asyncio.create_task(self._note(item, outcome))
        self._noting.add(noting)
        noting.add_done_callback(self._noting.discard)
        await asyncio.shield(noting)

    async def _note(self, item: OutboxItem, outcome: Outcome) -> None:
        """Writes down how it ended, for as long as that takes: forgotten, it would be sent again."""
        failures = 0
        while True:
            try:
                return await self._noted(item, outcome)
            except CorpusError as fault:
                _log.error("what was sent by %s cannot be written down (%s)", self._parts.channel, fault)
            await self._parts.pause(backoff(failures))
            failures += 1

    async def _noted(self, item: OutboxItem, outcome: Outcome) -> None:
        parts, now = self._parts, self._parts.clock()
        if not isinstance(outcome, OutOfReach):
            self._failures = 0
        match outcome:
            case Taken(message_id):
                await parts.outbox.sent(item, message_id)
                if message_id is not None:
                    parts.metrics.sent(parts.channel)
            case Limited(seconds):
                _log.info("%s limits a chat; next attempt in %.1f s", parts.channel, seconds)
                await parts.outbox.postpone(item, now + seconds, "too much for this chat")
            case OutOfReach(reason):
                await self._out_of_reach(item, reason, now)
            case Refused(reason):
                _log.error("%s refuses a request (%s): %s", parts.channel, item.method, reason)
                parts.metrics.failed(parts.channel, "send")
                await parts.outbox.failed(item, reason)
            case Gone(reason):
                _log.info("chat %s of %s takes nothing any more (%s)", item.chat_id, parts.channel, reason)
                parts.metrics.failed(parts.channel, "blocked")
                await parts.outbox.gone(parts.channel, item.chat_id, reason)
            case Moved(chat_id):
                await parts.outbox.moved(parts.channel, item.chat_id, chat_id)

    async def _out_of_reach(self, item: OutboxItem, reason: str, now: float) -> None:
        parts = self._parts
        parts.metrics.failed(parts.channel, "send")
        if now - item.made_at > parts.give_up_seconds:
            _log.error("a reply by %s is given up after %.0f hours", parts.channel, (now - item.made_at) / 3600)
            await parts.outbox.failed(item, reason)
            return
        wait = backoff(self._failures)
        self._failures += 1
        self._closed_until = max(self._closed_until, now + wait)
        _log.warning("%s is out of reach (%s); next attempt in %.1f s", parts.channel, reason, wait)
        # Behind the others: if it is this request that the platform stumbles over, they must not wait for it
        await parts.outbox.postpone(item, now + wait + backoff(item.attempts) / 2, reason)


async def _paused(pause: Pause, seconds: float) -> None:
    await pause(seconds)
