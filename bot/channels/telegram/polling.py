"""Long polling of our own: python-telegram-bot's confirms updates before they are safe."""

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram import Bot, Update
from telegram.error import Conflict, NetworkError
from telegram.request import HTTPXRequest

from bot.channels.telegram.intake import RawUpdate
from bot.channels.telegram.retrying import STRANGE_FORM, persistently
from bot.durable.waiting import Pause, backoff
from corpus.errors import CorpusError

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")

# An empty answer that comes sooner than this was not waited for: such a server must not be asked in a tight loop
_HASTY_SECONDS = 0.2

Take = Callable[[Sequence[RawUpdate]], Awaitable[None]]
_log = logging.getLogger(__name__)


class PollingRequest(HTTPXRequest):
    """Empties updates that cannot be read, instead of failing on the whole batch again and again."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer to getUpdates; an update in a strange form keeps nothing but its number."""
        answer = HTTPXRequest.parse_json_payload(payload)
        if isinstance(answer, dict) and isinstance(answer.get("result"), list):
            answer["result"] = [_readable(update) for update in answer["result"]]
        return answer


def _readable(update: RawUpdate) -> RawUpdate:
    try:
        Update.de_json(update, None)
    except STRANGE_FORM:
        _log.exception("update %s is in no form that Telegram documents; it is left out", update["update_id"])
        return {"update_id": update["update_id"]}
    return update


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
        asked = time.monotonic()
        try:
            updates = await persistently(lambda: _fetch(bot, offset, seconds), pause)  # noqa: B023 - awaited at once
            if updates:
                await take([update.to_dict() for update in updates])
                offset = updates[-1].update_id + 1
            elif time.monotonic() - asked < _HASTY_SECONDS:
                await pause(_HASTY_SECONDS)
            failures = 0
        except Conflict as fault:
            failures += 1
            _log.warning("%s; another program uses this token, or a webhook was set elsewhere", fault.message)
            await pause(backoff(failures))
            await persistently(lambda: bot.delete_webhook(drop_pending_updates=False), pause)
        except CorpusError as fault:
            failures += 1
            _log.error("messages cannot be stored (%s); Telegram keeps them until they can", fault)
            await pause(backoff(failures))


async def _fetch(bot: Bot, offset: int | None, seconds: int) -> tuple[Update, ...]:
    try:
        return await bot.get_updates(offset=offset, timeout=seconds, allowed_updates=ALLOWED_UPDATES)
    except STRANGE_FORM as fault:
        raise NetworkError(f"the answer to getUpdates is in no known form ({type(fault).__name__})") from fault
