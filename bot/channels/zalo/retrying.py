"""Calls to Zalo that wait out its limits and outages."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.channels.zalo.faults import Limited, Outage

Result = TypeVar("Result")
Pause = Callable[[float], Awaitable[None]]

_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0
_log = logging.getLogger(__name__)


def backoff(failures: int) -> float:
    """Seconds to wait after so many failures in a row: doubling, with jitter, at most half a minute."""
    return float(min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(failures, 10)) * random.uniform(0.5, 1.0))


async def persistently(call: Callable[[], Awaitable[Result]], pause: Pause = asyncio.sleep) -> Result:
    """The result of `call`, which is made again for as long as Zalo is busy or out of reach.

    Raises the Refused of a call that cannot succeed, and NothingCame.
    """
    failures = 0
    while True:
        try:
            return await call()
        except Outage as fault:
            named = fault.retry_after if isinstance(fault, Limited) else None
            wait = backoff(failures) if named is None else named
            _log.warning("%s; next attempt in %.1f s", fault, wait)
        failures += 1
        await pause(wait)
