"""What a dialogue is made of, handed to each of its subjects."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.channel import Answering
from bot.dialogue.settings import DialogueSettings
from bot.roles import Roles
from bot.state.records import Records

if TYPE_CHECKING:
    from bot.desk import Desk
    from corpus.article import Article


class Articles(Protocol):
    """What conversations need of the corpus store."""

    async def get(self, article_id: str, version: int | None = None) -> "Article":
        """The current version, or any that ever was. Raises NotFound."""
        ...


@dataclass(frozen=True, slots=True)
class Parts:
    """The house as a dialogue sees it."""

    responder: Answering
    articles: Articles
    desk: "Desk"
    roles: Roles
    records: Records
    settings: DialogueSettings
