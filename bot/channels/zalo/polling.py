"""Polling: one update per request, stored before the next is asked for.

Zalo hands an update out once and knows no confirmation: what it has given is lost if the process dies before it is
stored, a matter of milliseconds. The webhook knows no such gap.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.channels.zalo.client import ZaloClient
from bot.channels.zalo.faults import NothingCame, Refused, WrongToken
from bot.channels.zalo.retrying import persistently
from bot.durable.waiting import Pause, backoff
from corpus.errors import CorpusError

# An empty answer that comes sooner than this was not waited for: such a server must not be asked in a tight loop
_HASTY_SECONDS = 0.2
# While a webhook is set, polling gets nothing; how often it is looked whether that is over
_LOOK_SECONDS = 30.0
# After so many requests that brought nothing it is looked whether somebody has set a webhook meanwhile
_LOOK_EVERY = 20

Take = Callable[[object], Awaitable[None]]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Polling:
    """How to poll: how long one request waits, in seconds, and whether a webhook may be taken away.

    `pause` waits between attempts, `failed` is told of each that failed.
    """

    seconds: int = 30
    remove_webhook: bool = False
    pause: Pause = asyncio.sleep
    failed: Callable[[], None] = lambda: None


async def poll(client: ZaloClient, take: Take, room: Callable[[], Awaitable[None]], how: Polling) -> None:
    """Fetches updates for ever. `room` holds the loop back while too much work is waiting; Zalo keeps the rest.

    Ends by cancellation, or with the Refused of a call that cannot succeed.
    """
    idle = _LOOK_EVERY
    while True:
        if idle >= _LOOK_EVERY:
            await clear_the_way(client, how)
            idle = 0
        await room()
        asked = time.monotonic()
        try:
            update = await persistently(
                lambda: client.call("getUpdates", {"timeout": str(how.seconds)}, waits=how.seconds),
                how.pause,
                how.failed,
            )
        except NothingCame:
            update = None
        if update:
            await _kept(update, take, how.pause)
            continue
        idle += 1
        if time.monotonic() - asked < _HASTY_SECONDS:
            await how.pause(_HASTY_SECONDS)


async def _kept(update: object, take: Take, pause: Pause) -> None:
    """Stores an update; Zalo would not give it again, so a full disk is waited out."""
    failures = 0
    while True:
        try:
            return await take(update)
        except CorpusError as fault:
            _log.error("a message cannot be stored (%s); it is kept in memory until it can", fault)
        await pause(backoff(failures))
        failures += 1


async def webhook_in_the_way(client: ZaloClient, pause: Pause = asyncio.sleep) -> bool:
    """Whether a webhook is set for this bot, so that polling would silently get nothing."""
    try:
        info = await persistently(lambda: client.call("getWebhookInfo"), pause)
    except WrongToken:
        raise
    except (Refused, NothingCame):
        return False
    return isinstance(info, dict) and bool(info.get("url"))


async def clear_the_way(client: ZaloClient, how: Polling) -> None:
    """Returns once no webhook is set: taken away where that is allowed, else said in the log and waited for."""
    said = False
    while await webhook_in_the_way(client, how.pause):
        if how.remove_webhook:
            _log.warning("a webhook was set for this Zalo bot, which silences polling; it is taken away")
            await persistently(lambda: client.call("deleteWebhook"), how.pause)
            await how.pause(_HASTY_SECONDS)
            continue
        if not said:
            said = True
            _log.error(
                "a webhook is set for this Zalo bot, so polling gets no messages and Zalo does not say so; remove it "
                'where it was set, or set [channels.zalo] remove_webhook = true, or mode = "webhook"'
            )
        await how.pause(_LOOK_SECONDS)
