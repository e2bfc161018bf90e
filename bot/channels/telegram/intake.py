"""What becomes of an update before it is confirmed: stored if it is to be answered, dealt with at once if it is not."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from telegram import Bot, ChatMemberUpdated, Update
from telegram.constants import ChatMemberStatus

from bot.channels.telegram.addressing import CHANNEL, written_at
from bot.channels.telegram.retrying import STRANGE_FORM
from bot.durable.exchange import Exchange
from bot.incoming import Incoming
from bot.state.inbox import Received
from bot.state.outbox import Outbox

RawUpdate = dict[str, Any]

_OUT = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})
_log = logging.getLogger(__name__)


class Intake:
    """`read` says what an update asks; `passing` gets inline queries, which are worth nothing after a restart."""

    def __init__(
        self,
        bot: Bot,
        exchange: Exchange,
        outbox: Outbox,
        read: Callable[[RawUpdate], Incoming | None],
        passing: Callable[[Update], None],
    ) -> None:
        self._bot = bot
        self._exchange = exchange
        self._outbox = outbox
        self._read = read
        self._passing = passing
        self._albums: dict[int, str] = {}

    async def take(self, raws: Sequence[RawUpdate]) -> None:
        """Takes updates. Raises Busy or StorageFault; then Telegram must not be told that they arrived."""
        stored = []
        for raw in raws:
            try:
                update = Update.de_json(raw, self._bot)
                received = await self._sorted(update, raw)
            except STRANGE_FORM:
                _log.exception("update %s is in no form that Telegram documents; it is left out", raw.get("update_id"))
                continue
            if received:
                stored.append(received)
        await self._exchange.take(stored)

    async def _sorted(self, update: Update, raw: RawUpdate) -> Received | None:
        """What is to be stored of an update, if anything: talk among others in a group never reaches the disk."""
        if update.inline_query:
            self._passing(update)
            return None
        if update.my_chat_member:
            await self._membership(update.my_chat_member)
            return None
        message = update.message
        if message and message.migrate_to_chat_id:
            await self._outbox.moved(CHANNEL, str(message.chat_id), str(message.migrate_to_chat_id))
            return None
        incoming = self._read(raw)
        if incoming is None or self._is_further_of_an_album(update, incoming):
            return None
        # The bot's number makes the key unique should another bot's token be put in
        return Received(f"{self._bot.id}:{update.update_id}", incoming.chat_id, raw, written_at(update))

    async def _membership(self, change: ChatMemberUpdated) -> None:
        """Somebody blocked the bot or threw it out of a group, or took that back."""
        chat_id, status = str(change.chat.id), change.new_chat_member.status
        if status in _OUT:
            await self._outbox.gone(CHANNEL, chat_id, f"the bot is {status} there")
        else:
            await self._outbox.back(CHANNEL, chat_id)

    def _is_further_of_an_album(self, update: Update, incoming: Incoming) -> bool:
        """Whether it is one more picture of an album: each would be answered that the bot cannot see."""
        message = update.message
        if incoming.kind != "other" or message is None or message.media_group_id is None:
            return False
        known = self._albums.get(message.chat_id) == message.media_group_id
        self._albums = {message.chat_id: message.media_group_id}
        return known
