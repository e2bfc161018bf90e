"""Sending: into the right chat and thread, in order, until Telegram has taken it."""

import asyncio
import contextlib
import dataclasses
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.channels.telegram.markup import Span, to_html
from bot.channels.telegram.retrying import Pause, persistently
from bot.channels.telegram.splitting import split

# Telegram takes the sign away after five seconds
_TYPING_EVERY = 4.5
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply goes: chat, thread of a forum, message that it answers."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class DataButton:
    """A button that sends its data back to the bot."""

    label: str
    data: str


class Delivery:
    """The bot's mouth; `pause` waits between attempts."""

    def __init__(self, bot: Bot, pause: Pause = asyncio.sleep) -> None:
        self._bot = bot
        self._pause = pause

    async def send(self, place: Place, spans: Sequence[Span], buttons: Sequence[DataButton] = ()) -> None:
        """Sends a text, in several messages where one does not hold it; the buttons go below the last.

        A person who blocked the bot or a chat that is gone is logged and dropped. Raises BadRequest for a text that
        Telegram does not take.
        """
        messages = split(spans)
        for number, message in enumerate(messages):
            keyboard = _keyboard(buttons) if number == len(messages) - 1 else None
            sent = await self._send_one(place, to_html(message), keyboard)
            if sent is None:
                return
            place = Place(sent.chat_id, place.thread_id)

    async def _send_one(self, place: Place, text: str, keyboard: InlineKeyboardMarkup | None) -> Message | None:
        reply = ReplyParameters(place.reply_to, allow_sending_without_reply=True) if place.reply_to else None
        try:
            return await persistently(
                lambda: self._bot.send_message(
                    place.chat_id,
                    text,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                    message_thread_id=place.thread_id,
                    reply_parameters=reply,
                    reply_markup=keyboard,
                ),
                self._pause,
            )
        except ChatMigrated as moved:
            return await self._send_one(
                dataclasses.replace(place, chat_id=moved.new_chat_id, reply_to=None), text, keyboard
            )
        except Forbidden:
            _log.info("chat %s does not take messages from the bot any more; its reply is dropped", place.chat_id)
        except BadRequest as fault:
            if "chat not found" not in fault.message.lower():
                raise
            _log.info("chat %s is gone; its reply is dropped", place.chat_id)
        return None

    async def replace(self, message: Message, spans: Sequence[Span]) -> None:
        """Puts another text, without buttons, in the place of a message of the bot."""
        text = to_html(split(spans)[0])
        with contextlib.suppress(BadRequest, Forbidden):  # too old, gone or already so: the toast has told the person
            await persistently(lambda: message.edit_text(text, parse_mode=ParseMode.HTML), self._pause)

    async def toast(self, query_id: str, text: str) -> None:
        """A short notice on top of the chat that answers a pressed button."""
        with contextlib.suppress(BadRequest):  # pressed while the bot was down: too old to be answered
            await persistently(lambda: self._bot.answer_callback_query(query_id, text), self._pause)

    async def download(self, file_id: str) -> bytes:
        """The content of a file that was sent to the bot. Raises BadRequest when Telegram does not give it out."""
        file = await persistently(lambda: self._bot.get_file(file_id), self._pause)
        return bytes(await persistently(file.download_as_bytearray, self._pause))

    @contextlib.asynccontextmanager
    async def typing(self, place: Place, after: float) -> AsyncIterator[None]:
        """Shows the typing sign while the work inside takes longer than `after` seconds."""
        showing = asyncio.create_task(self._keep_typing(place, after))
        try:
            yield
        finally:
            showing.cancel()
            await asyncio.gather(showing, return_exceptions=True)

    async def _keep_typing(self, place: Place, after: float) -> None:
        await asyncio.sleep(after)
        with contextlib.suppress(TelegramError):  # a courtesy, never worth a fault
            while True:
                await self._bot.send_chat_action(place.chat_id, ChatAction.TYPING, message_thread_id=place.thread_id)
                await asyncio.sleep(_TYPING_EVERY)


def _keyboard(buttons: Sequence[DataButton]) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(button.label, callback_data=button.data)] for button in buttons]
    return InlineKeyboardMarkup(rows) if rows else None
