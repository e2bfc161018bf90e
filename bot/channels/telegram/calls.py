"""Requests from the outbox, as python-telegram-bot makes them, and what becomes of them."""

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.channels.telegram.retrying import STRANGE_FORM, seconds_of
from bot.durable.outcomes import Gone, Limited, Moved, Outcome, OutOfReach, Refused, Taken
from bot.state.outbox import OutboxItem

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_PICTURE_NAME = "hoidap.png"


async def deliver(bot: Bot, item: OutboxItem) -> Outcome:
    """One attempt at a request. No reason that is given holds the token."""
    call = _CALLS.get(item.method)
    if call is None:
        return Refused(f"there is no way to {item.method}")
    try:
        return Taken(await call(bot, item))
    except TelegramError as fault:
        return _outcome(fault)
    except STRANGE_FORM as fault:
        return OutOfReach(f"the answer is in no known form: {type(fault).__name__}")


def _outcome(fault: TelegramError) -> Outcome:
    match fault:
        case RetryAfter():
            return Limited(seconds_of(fault))
        case ChatMigrated():
            return Moved(str(fault.new_chat_id))
        case Forbidden():
            return Gone(fault.message)
        case BadRequest():
            return Gone(fault.message) if "chat not found" in fault.message.lower() else Refused(fault.message)
    # By its kind only: python-telegram-bot writes the token into the one for a token that is not known any more
    return OutOfReach(type(fault).__name__)


def _markup(item: OutboxItem) -> InlineKeyboardMarkup | None:
    rows = [
        [InlineKeyboardButton(label, callback_data=data) for label, data in row]
        for row in item.parameters.get("keyboard", [])
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def _where(item: OutboxItem) -> dict[str, Any]:
    given = item.parameters
    reply = given.get("reply_to")
    return {
        "chat_id": int(item.chat_id),
        "parse_mode": ParseMode.HTML,
        "message_thread_id": int(given["thread_id"]) if given.get("thread_id") else None,
        "reply_parameters": ReplyParameters(int(reply), allow_sending_without_reply=True) if reply else None,
        "reply_markup": _markup(item),
    }


async def _send_message(bot: Bot, item: OutboxItem) -> str:
    async def send(where: dict[str, Any]) -> str:
        message = await bot.send_message(text=item.parameters["text"], link_preview_options=_NO_PREVIEW, **where)
        return str(message.message_id)

    return await _also_without_its_thread(send, item)


async def _send_photo(bot: Bot, item: OutboxItem) -> str:
    async def send(where: dict[str, Any]) -> str:
        caption = item.parameters["text"] or None
        message = await bot.send_photo(photo=item.blob or b"", filename=_PICTURE_NAME, caption=caption, **where)
        return str(message.message_id)

    return await _also_without_its_thread(send, item)


async def _also_without_its_thread(send: Callable[[dict[str, Any]], Awaitable[str]], item: OutboxItem) -> str:
    where = _where(item)
    try:
        return await send(where)
    except BadRequest as fault:
        if where["message_thread_id"] is None or "thread not found" not in fault.message.lower():
            raise
    return await send(where | {"message_thread_id": None})


async def _edit_message(bot: Bot, item: OutboxItem) -> str | None:
    """Edits in place; what cannot be edited (too old, gone, a picture) is said in a new message."""
    try:
        await bot.edit_message_text(
            item.parameters["text"],
            chat_id=int(item.chat_id),
            message_id=int(item.parameters["message_id"]),
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=_markup(item),
        )
    except BadRequest as fault:
        told = fault.message.lower()
        if "not modified" in told:
            return None
        if "chat not found" in told:
            raise
        return await _send_message(bot, item)
    return None


async def _delete_message(bot: Bot, item: OutboxItem) -> None:
    try:
        await bot.delete_message(int(item.chat_id), int(item.parameters["message_id"]))
    except BadRequest:
        return  # gone already, or too old to be taken away


async def _answer_callback(bot: Bot, item: OutboxItem) -> None:
    try:
        await bot.answer_callback_query(item.parameters["query_id"], item.parameters.get("text"))
    except BadRequest:
        return  # pressed while the bot was down: too old to be answered


_CALLS: dict[str, Callable[[Bot, OutboxItem], Awaitable[str | None]]] = {
    "sendMessage": _send_message,
    "sendPhoto": _send_photo,
    "editMessageText": _edit_message,
    "deleteMessage": _delete_message,
    "answerCallbackQuery": _answer_callback,
}
