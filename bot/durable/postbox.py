"""What is said to other chats than the one at hand, perhaps on another platform."""

import logging
from collections.abc import Awaitable, Callable, Sequence

from bot.outgoing import Outgoing
from bot.state.outbox import Outbox, Send

Letter = Callable[[str, Outgoing], Awaitable[list[Send]]]
_log = logging.getLogger(__name__)


class Postbox:
    """One for all channels; each says with `serve` how it lays out a letter."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._letters: dict[str, Letter] = {}

    def serve(self, channel: str, letter: Letter) -> None:
        """From now on letters to this channel can be laid out."""
        self._letters[channel] = letter

    async def sends(self, said: Sequence[Outgoing]) -> list[Send]:
        """The requests for everything that is addressed.

        Left out is what goes by a channel that is not running, which is logged, and to a chat that takes nothing any
        more: who has blocked the bot is not written to unasked.
        """
        sends: list[Send] = []
        for one in said:
            if one.to is None:
                continue
            letter = self._letters.get(one.to.channel)
            if letter is None:
                _log.warning("nothing can be sent by %s, which is not running", one.to.channel)
                continue
            if await self._outbox.is_gone(one.to.channel, one.to.chat_id):
                continue
            sends += await letter(one.to.chat_id, one)
        return sends

    async def post(self, said: Sequence[Outgoing]) -> None:
        """Stores everything that is addressed for sending. Raises Busy, StorageFault."""
        sends = await self.sends(said)
        if sends:
            await self._outbox.enqueue(sends)
