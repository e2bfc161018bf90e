"""A dialogue to talk with in tests: real state on disk, a responder that knows two answers by heart."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answer import Answer
from bot.desk import Desk
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.parts import Parts
from bot.dialogue.settings import DialogueSettings
from bot.incoming import Incoming, Kind, Person
from bot.outgoing import Abilities, Outgoing
from bot.reply import Button
from bot.roles import DoorRules, Roles
from bot.state.records import BOT_DATABASE, Records
from corpus.article import Article, Draft
from corpus.passage import Passage
from corpus.settings import LoadingSettings
from corpus.store import CorpusStore
from corpus.store_connection import StoreConnection
from index.hit import Hit
from index.result import Explanation, SearchResult
from tests.fakes.index_updates import IndexUpdates
from tests.fakes.responder import CONGRESS, HOSTILE, QUESTION, FakeResponder

if TYPE_CHECKING:
    from bot.comparison_series import Comparison

BUTTONS = Abilities()
NUMBERS = Abilities(buttons=False, edits=False, pictures=True, files=False, most_characters=2000)
MEMBER, ADMIN, OTHER_ADMIN, MAINTAINER, STRANGER = "100", "7", "8", "9", "404"


@dataclass
class Clock:
    """A clock that is set by hand."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        """The time that was set."""
        return self.now


class Shelf:
    """A search that finds the same articles whatever is asked, in the order in which they were put there."""

    def __init__(self, *articles: Article) -> None:
        self.articles = list(articles)

    def search(self, query: str, *, limit: int = 10, per_article: int = 1) -> SearchResult:  # noqa: ARG002 - as the real one
        """All of them."""
        hits = tuple(Hit(Passage(one.id, 1, 0, 0, 1, one.body[:1], one.title), 1.0) for one in self.articles[:limit])
        return SearchResult(hits, "vi", False, Explanation("vi", False, (), ()))  # noqa: FBT003 - not typed plain


class Learner(FakeResponder):
    """A responder that can be taught further questions; what it declines, it declines for `reason`."""

    def __init__(self) -> None:
        super().__init__()
        self.learned: set[str] = set()
        self.reason = "answers.not_found"
        self.comparison: Comparison | None = None
        self.choices: tuple[str, ...] = ()

    async def answer(self, question: str, *, turns: Sequence[str] = ()) -> Answer:
        """As taught, else as the plain one."""
        if question in self.learned:
            return replace(await super().answer(QUESTION), question=question)
        answer = await super().answer(question, turns=turns)
        if answer.answered:
            return replace(answer, comparison=self.comparison)
        return replace(answer, reason=self.reason, choices=self.choices)


@dataclass
class Room:
    """Everything around one dialogue, and shorthands for talking with it."""

    dialogue: Dialogue
    records: Records
    connection: StoreConnection
    store: CorpusStore
    responder: Learner
    updates: IndexUpdates
    clock: Clock
    parts: Parts
    _message: int = field(default=0)

    async def say(  # noqa: PLR0913 - what a message may be like
        self,
        text: str,
        user: str = MEMBER,
        *,
        abilities: Abilities = BUTTONS,
        channel: str = "telegram",
        chat: str | None = None,
        message: str | None = None,
        kind: Kind = "text",
        edited: bool = False,
    ) -> list[Outgoing]:
        """What is said to a text."""
        self._message += 1
        incoming = Incoming(
            Person(channel, user, f"Người {user}"),
            chat or user,
            kind=kind,
            text=text,
            message_id=message or f"m{self._message}",
            in_group=chat is not None,
            edited=edited,
        )
        return await self.dialogue.handle(incoming, abilities)

    async def press(
        self,
        button: Button,
        user: str = MEMBER,
        *,
        chat: str | None = None,
        channel: str = "telegram",
        abilities: Abilities = BUTTONS,
    ) -> list[Outgoing]:
        """What is said to a pressed button."""
        incoming = Incoming(
            Person(channel, user, f"Người {user}"),
            chat or user,
            kind="button",
            message_id="bot-1",
            in_group=chat is not None,
            action=button.action,
            argument=button.argument,
        )
        return await self.dialogue.handle(incoming, abilities)


@asynccontextmanager
async def room(folder: Path, *, rules: DoorRules | None = None, **settings: object) -> AsyncIterator[Room]:
    """A dialogue over a new state in a folder, or the state that is there."""
    default = DoorRules(admins={ADMIN, OTHER_ADMIN}, maintainers={MAINTAINER}, open_to_all=True)
    connection = await StoreConnection.open(folder / "bot.sqlite3", busy_seconds=5, kind=BOT_DATABASE)
    store = await CorpusStore.open(folder / "corpus.sqlite3")
    for article in (CONGRESS, HOSTILE):
        url = article.url if (article.url or "").startswith("http") else None
        await store.add(Draft(article.title, article.body, article.id, url, published=article.published))
    responder, updates, clock, records = Learner(), IndexUpdates(), Clock(), Records(connection)
    parts = Parts(
        responder=responder,
        articles=store,
        desk=Desk(store, updates, LoadingSettings(), Shelf(CONGRESS, HOSTILE)),
        roles=Roles({"telegram": rules or default, "zalo": rules or default}),
        records=records,
        settings=DialogueSettings.model_validate(settings),
    )
    try:
        yield Room(Dialogue(parts, clock=clock), records, connection, store, responder, updates, clock, parts)
    finally:
        await store.close()
        await connection.close()


def words(said: list[Outgoing]) -> str:
    """Everything that was said, as plain text."""
    pieces: list[str] = []
    for one in said:
        pieces += [one.toast] if one.toast else []
        if one.reply:
            reply = one.reply
            pieces += [reply.headline] if reply.headline else []
            pieces += [*reply.lines, *(s.quote for s in reply.sources), *(s.title for s in reply.sources)]
            pieces += [*(s.title for s in reply.alternatives), *reply.closing]
    return "\n".join(pieces)


def buttons(said: list[Outgoing]) -> dict[str, Button]:
    """The buttons of what was said, by their action."""
    found: dict[str, Button] = {}
    for one in said:
        for button in one.reply.buttons if one.reply else ():
            found.setdefault(button.action, button)
    return found
