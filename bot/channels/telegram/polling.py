"""Long polling of our own: python-telegram-bot's confirms updates before they are safe (see `inbox`)."""

import logging
from collections.abc import Awaitable, Callable, Sequence

from telegram import Bot, Update
from telegram.error import Conflict

from bot.channels.telegram.inbox import RawUpdate
from bot.channels.telegram.retrying import Pause, backoff, persistently

ALLOWED_UPDATES = ("message", "callback_query")

Take = Callable[[Sequence[RawUpdate]], Awaitable[None]]
_log = logging.getLogger(__name__)


async def poll(bot: Bot, take: Take, room: Callable[[], Awaitable[None]], *, seconds: int, pause: Pause) -> None:
    """Fetches updates for ever: each batch is confirmed, by the next request, only after `take` has stored it.

    `room` holds the loop back while too much work is waiting; Telegram keeps the rest. Ends by cancellation, or with
    the TelegramError of a call that cannot succeed.
    """
    await persistently(lambda: bot.delete_webhook(drop_pending_updates=False), pause)
    offset: int | None = None
    failures = 0
    while True:
        await room()
        try:
            updates = await persistently(lambda: _fetch(bot, offset, seconds), pause)  # noqa: B023 - awaited at once
            if updates:
                await take([update.to_dict() for update in updates])
                offset = updates[-1].update_id + 1
            failures = 0
        except Conflict as fault:
            failures += 1
            _log.warning("%s; another program uses this token, or a webhook was set elsewhere", fault.message)
            await pause(backoff(failures))
            await persistently(lambda: bot.delete_webhook(drop_pending_updates=False), pause)
        except OSError as fault:
            failures += 1
            _log.error("messages cannot be stored (%s); Telegram keeps them until they can", fault.strerror or fault)
            await pause(backoff(failures))


async def _fetch(bot: Bot, offset: int | None, seconds: int) -> tuple[Update, ...]:
    return await bot.get_updates(offset=offset, timeout=seconds, allowed_updates=ALLOWED_UPDATES)
