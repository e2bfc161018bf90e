"""Calls to Telegram that wait out its limits and outages."""

import asyncio
import datetime as dt
import logging
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

Result = TypeVar("Result")
Pause = Callable[[float], Awaitable[None]]

_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0
_log = logging.getLogger(__name__)


def backoff(failures: int) -> float:
    """Seconds to wait after so many failures in a row: doubling, with jitter, at most half a minute."""
    return float(min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(failures, 10)) * random.uniform(0.5, 1.0))


def _wait_after(fault: TelegramError, failures: int) -> float | None:
    """Seconds until the same call may succeed, or None when it never will."""
    if isinstance(fault, RetryAfter):
        wait = fault.retry_after
        return wait.total_seconds() if isinstance(wait, dt.timedelta) else float(wait)
    passing = isinstance(fault, NetworkError) and not isinstance(fault, BadRequest)
    # The plain base class stands for an answer that was no JSON: a proxy's page, usually
    return backoff(failures) if passing or type(fault) is TelegramError else None


async def persistently(call: Callable[[], Awaitable[Result]], pause: Pause = asyncio.sleep) -> Result:
    """The result of `call`, which is made again for as long as Telegram is busy or out of reach.

    Raises the TelegramError of a call that cannot succeed: refused, forbidden, wrong token. Ends early only by
    cancellation; the update behind it then stays in the inbox.
    """
    failures = 0
    while True:
        try:
            return await call()
        except TelegramError as fault:
            wait = _wait_after(fault, failures)
            if wait is None:
                raise
            _log.warning("Telegram is busy or out of reach (%s); next attempt in %.1f s", type(fault).__name__, wait)
        failures += 1
        await pause(wait)
