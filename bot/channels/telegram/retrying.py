"""Calls to Telegram that wait out its limits and outages: for what is not in the outbox."""

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.durable.waiting import Pause, backoff

Result = TypeVar("Result")

# What python-telegram-bot raises for JSON that is in no form that Telegram documents
STRANGE_FORM = (AttributeError, KeyError, TypeError, ValueError, OverflowError, OSError)
_log = logging.getLogger(__name__)


def seconds_of(fault: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    wait = fault.retry_after
    return wait.total_seconds() if isinstance(wait, dt.timedelta) else float(wait)


def _wait_after(fault: TelegramError, failures: int) -> float | None:
    """Seconds until the same call may succeed, or None when it never will."""
    if isinstance(fault, RetryAfter):
        return seconds_of(fault)
    passing = isinstance(fault, NetworkError) and not isinstance(fault, BadRequest)
    # The plain base class stands for an answer that was no JSON: a proxy's page, usually
    return backoff(failures) if passing or type(fault) is TelegramError else None


async def persistently(call: Callable[[], Awaitable[Result]], pause: Pause = asyncio.sleep) -> Result:
    """The result of `call`, which is made again for as long as Telegram is busy or out of reach.

    Raises the TelegramError of a call that cannot succeed: refused, forbidden, wrong token.
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
