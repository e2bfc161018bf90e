"""What a chat platform's channel has to bring along."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from bot.durable.outcomes import Outcome
from bot.incoming import Incoming
from bot.outgoing import Abilities, Outgoing
from bot.state.outbox import OutboxItem, Send

Body = Mapping[str, Any]


class Door(Protocol):
    """One platform: how its updates read, how replies are laid out for it, and how they are sent."""

    @property
    def name(self) -> str:
        """What logs, settings and the database call it: telegram, zalo."""

    @property
    def abilities(self) -> Abilities:
        """What it can show."""

    def read(self, body: Body) -> Incoming | None:
        """The message or pressed button in a stored update; None where there is nothing to answer."""

    async def replies(self, body: Body, incoming: Incoming, said: Sequence[Outgoing]) -> list[Send]:
        """The requests that say it in the chat that the update came from."""

    async def letter(self, chat_id: str, outgoing: Outgoing) -> list[Send]:
        """The requests that say something in another chat of this platform."""

    async def typing(self, incoming: Incoming) -> None:
        """Shows once that an answer is being written; raises nothing."""

    async def deliver(self, item: OutboxItem) -> Outcome:
        """One attempt at a request; raises nothing but cancellation."""


class Talking(Protocol):
    """What a channel needs of the dialogue."""

    async def handle(self, incoming: Incoming, abilities: Abilities) -> list[Outgoing]:
        """What to say; raises nothing but cancellation."""
