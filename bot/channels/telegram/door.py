"""Telegram as the exchange sees it: how its updates read, how replies are laid out, how they are sent."""

import contextlib
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Bot, Update
from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.channels.telegram import calls
from bot.channels.telegram.addressing import CHANNEL, incoming_of
from bot.channels.telegram.rendering import (
    Place,
    answer_label,
    long_toasts,
    picture_label,
    removal,
    requests,
    toast,
)
from bot.channels.telegram.retrying import persistently
from bot.durable.outcomes import Outcome
from bot.durable.waiting import Pause
from bot.incoming import Incoming
from bot.outgoing import Abilities, Outgoing
from bot.state.outbox import Outbox, OutboxItem, Send
from corpus.errors import BadInput

MAX_FILE_BYTES = 20 * 1024 * 1024  # Telegram gives bots no larger files


class TelegramDoor:
    """One bot's door; `pause` waits between attempts at what is not in the outbox."""

    def __init__(self, bot: Bot, outbox: Outbox, pause: Pause) -> None:
        self._bot = bot
        self._outbox = outbox
        self._pause = pause

    @property
    def name(self) -> str:
        """As in `Door`."""
        return CHANNEL

    @property
    def abilities(self) -> Abilities:
        """As in `Door`."""
        return Abilities()

    def read(self, body: Mapping[str, Any]) -> Incoming | None:
        """As in `Door`; raises one of `STRANGE_FORM` for what is in no form that Telegram documents."""
        update = Update.de_json(dict(body), self._bot)
        return incoming_of(update, self._bot.bot, self._fetch)

    async def replies(self, body: Mapping[str, Any], incoming: Incoming, said: Sequence[Outgoing]) -> list[Send]:
        """As in `Door`; an edited question's answer takes the place of the earlier one."""
        place = Place(incoming.chat_id, incoming.thread_id, incoming.in_group)
        sends: list[Send] = []
        if incoming.kind == "button":
            sends += [toast(str(body["callback_query"]["id"]), said), *long_toasts(place, said)]
        if incoming.edited and incoming.message_id and said:
            label = answer_label(incoming.message_id)
            place.earlier.extend(await self._outbox.messages(CHANNEL, incoming.chat_id, label))
            label = picture_label(incoming.message_id)
            sends += [removal(place, one) for one in await self._outbox.messages(CHANNEL, incoming.chat_id, label)]
        for one in said:
            sends += requests(place, one)
        return [*sends, *(removal(place, left) for left in place.earlier)]

    async def letter(self, chat_id: str, outgoing: Outgoing) -> list[Send]:
        """As in `Door`."""
        return requests(Place(chat_id, earlier=deque()), outgoing)

    async def typing(self, incoming: Incoming) -> None:
        """As in `Door`."""
        thread = int(incoming.thread_id) if incoming.thread_id else None
        with contextlib.suppress(TelegramError):  # a courtesy, never worth a fault
            await self._bot.send_chat_action(int(incoming.chat_id), ChatAction.TYPING, message_thread_id=thread)

    async def deliver(self, item: OutboxItem) -> Outcome:
        """As in `Door`."""
        return await calls.deliver(self._bot, item)

    async def _fetch(self, file_id: str, size: int | None) -> bytes:
        """The content of a file that was sent to the bot. Raises BadInput when Telegram does not give it out."""
        if (size or 0) > MAX_FILE_BYTES:
            raise BadInput(f"the file has {size} bytes, and Telegram gives bots at most {MAX_FILE_BYTES}; send a part")
        try:
            file = await persistently(lambda: self._bot.get_file(file_id), self._pause)
            return bytes(await persistently(file.download_as_bytearray, self._pause))
        except (BadRequest, Forbidden) as fault:
            raise BadInput(f"Telegram does not give the file out ({fault.message}); send it again") from fault
