"""What a dialogue is made of, handed to each of its subjects."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from bot.channel import Answering
from bot.dialogue.meaning import Encoder
from bot.dialogue.settings import DialogueSettings
from bot.roles import Role, Roles
from bot.state.records import Records

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.state.people import Known
    from corpus.article import Article


class Articles(Protocol):
    """What conversations need of the corpus store."""

    async def get(self, article_id: str, version: int | None = None) -> "Article":
        """The current version, or any that ever was. Raises NotFound."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """The house as a dialogue sees it; `numbered_doors` are those without buttons.

    `changed` is set whenever an administrator has changed the corpus.
    """

    responder: Answering
    articles: Articles
    desk: "Desk"
    roles: Roles
    records: Records
    settings: DialogueSettings
    encoder: Encoder | None = None
    numbered_doors: frozenset[str] = frozenset({"zalo"})
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def admins(self) -> "list[Known]":
        """Every administrator who can be written to."""
        return [
            one
            for one in await self.records.people.everyone()
            if one.chat_id and self.roles.allows(one.channel, one.user_id, Role.ADMIN, one.role)
        ]
