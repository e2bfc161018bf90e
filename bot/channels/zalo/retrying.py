"""Calls to Zalo that wait out its limits and outages; for all but sending, which the outbox does."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.channels.zalo.faults import Limited, Outage
from bot.durable.waiting import Pause, backoff

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


async def persistently(
    call: Callable[[], Awaitable[Result]], pause: Pause = asyncio.sleep, failed: Callable[[], None] = lambda: None
) -> Result:
    """The result of `call`, which is made again for as long as Zalo is busy or out of reach; `failed` hears of it.

    Raises the Refused of a call that cannot succeed, and NothingCame.
    """
    failures = 0
    while True:
        try:
            return await call()
        except Outage as fault:
            named = fault.retry_after if isinstance(fault, Limited) else None
            wait = backoff(failures) if named is None else named
            failed()
            _log.warning("%s; next attempt in %.1f s", fault, wait)
        failures += 1
        await pause(wait)
