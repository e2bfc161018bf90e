"""What the Telegram channel stands between, small: a responder that answers from a table, and a bench that runs it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.answer import Answer
from bot.channels.telegram.channel import TelegramChannel, TelegramDialogue, TelegramParts
from bot.channels.telegram.settings import TelegramSettings
from bot.desk import Desk
from bot.dialogue.dialogue import Dialogue
from bot.dialogue.parts import Parts
from bot.dialogue.settings import DialogueSettings
from bot.durable.postbox import Postbox
from bot.durable.settings import ChatSettings
from bot.errors import BadQuestion
from bot.evidence import Evidence
from bot.incoming import Person
from bot.reply import Reply, Source
from bot.roles import Role, Roles
from bot.state.database import BotState
from corpus.article import Article, Draft
from corpus.settings import LoadingSettings
from corpus.store import CorpusStore
from tests.emulators.telegram import TelegramEmulator
from tests.fakes.index_updates import IndexUpdates
from tests.fakes.time_apart import TimeApart

MAX_QUESTION = 2000
ARTICLE = Article(
    id="a1",
    title="Hội nghị <sơ kết> & đại hội",
    body="Tính đến ngày 20/6/2020, có 94% tổ chức cơ sở đảng đã đại hội.",
    url="https://tin.example.vn/bai?so=1&trang=2",
    published="2020-07-01",
    is_sample=True,
)
KNOWN = "tỷ lệ tổ chức cơ sở đảng đã đại hội?"
UNKNOWN = "giá vàng hôm nay?"


class FakeResponder:
    """Knows one question, declines another, echoes any other; remembers what it was asked with which turns."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.gates: dict[str, asyncio.Event] = {}
        self.faults: dict[str, Exception] = {}

    async def answer(self, question: str, *, turns: Sequence[str] = ()) -> Answer:
        """The answer, once the question's gate is open."""
        self.asked.append((question, tuple(turns)))
        if not question.strip() or len(question) > MAX_QUESTION:
            raise BadQuestion("the question is empty or too long")
        if question in self.gates:
            await self.gates[question].wait()
        if question in self.faults:
            raise self.faults[question]
        evidence = Evidence(ARTICLE, ARTICLE.body, 0, len(ARTICLE.body))
        if question == UNKNOWN:
            return Answer(question, "vi", answered=False, reason="not_found", alternatives=(evidence,))
        text = "94%" if question == KNOWN else question
        return Answer(question, "vi", answered=True, text=text, evidence=(evidence,), as_of="20/6/2020")

    def reply(self, answer: Answer) -> Reply:
        """The answer with its proof, or the refusal with the nearest article."""
        source = Source(
            article_id="a1",
            version=1,
            title=ARTICLE.title,
            date="1/7/2020",
            url=ARTICLE.url,
            is_sample=True,
            quote=ARTICLE.body,
            start=0,
            end=len(ARTICLE.body),
        )
        if not answer.answered:
            return Reply("vi", lines=("Không thấy trong kho tin.",), alternatives=(source,), answer=answer)
        lines = ("(tính đến 20/6/2020)",)
        return Reply("vi", headline=answer.text, lines=lines, sources=(source,), answer=answer)


@dataclass
class Bench:
    """A platform with people, a store, a dialogue, and a channel that can be started, stopped and started again."""

    telegram: TelegramEmulator
    folder: Path
    store: CorpusStore
    state: BotState
    time: TimeApart
    responder: FakeResponder = field(default_factory=FakeResponder)
    updates: IndexUpdates = field(default_factory=IndexUpdates)

    @classmethod
    @contextlib.asynccontextmanager
    async def opened(cls, folder: Path) -> AsyncIterator["Bench"]:
        """A bench whose platform, store and state are closed at the end."""
        time = TimeApart()
        async with (
            TelegramEmulator.running() as telegram,
            await CorpusStore.open(folder / "corpus.db") as store,
            await BotState.open(folder / "bot.db", clock=time.clock) as state,
        ):
            yield cls(telegram, folder, store, state, time)

    def settings(self, **given: object) -> TelegramSettings:
        """Settings for the emulator: 1 is the admin."""
        return TelegramSettings.model_validate({"base_url": self.telegram.base_url, "admins": [1], **given})

    async def keep(self, article: Article) -> None:
        """Puts an article into the store."""
        url, published = article.url, article.published
        await self.store.add(Draft(article.title, article.body, article.id, url, published=published))

    async def everything_is_dealt_with(self) -> None:
        """Waits until every update that was taken is finished, and what answers it is sent."""
        async with asyncio.timeout(10):
            while await self.state.inbox.waiting("telegram"):  # noqa: ASYNC110 - the database has nothing to wait on
                await asyncio.sleep(0)
        await self.outbox_is_empty()

    async def outbox_is_empty(self) -> None:
        """Waits until everything that was sent is noted as such."""
        async with asyncio.timeout(10):
            while await self.state.outbox.waiting("telegram"):  # noqa: ASYNC110 - the database has nothing to wait on
                await asyncio.sleep(0)

    def channel(
        self,
        *,
        token: str | None = None,
        secret: str | None = None,
        dialogue: TelegramDialogue | None = None,
        **given: object,
    ) -> TelegramChannel:
        """A channel that is not running yet."""
        settings = self.settings(**given)
        roles = Roles({"telegram": settings.door_rules})
        desk = Desk(self.store, self.updates, LoadingSettings())
        dialogue = dialogue or Dialogue(
            Parts(self.responder, self.store, desk, roles, self.state.records, DialogueSettings()),
            clock=self.time.clock,
        )

        async def may_ask(person: Person) -> bool:
            return roles.allows(person.channel, person.user_id, Role.MEMBER)

        parts = TelegramParts(
            dialogue,
            self.responder,
            self.state,
            Postbox(self.state.outbox),
            ChatSettings(),
            may_ask,
            journal=self.folder / "inbox",
            pause=self.time.pause,
            clock=self.time.clock,
        )
        return TelegramChannel(settings, parts, token=token or self.telegram.token, webhook_secret=secret)

    @contextlib.asynccontextmanager
    async def running(
        self, *, secret: str | None = None, dialogue: TelegramDialogue | None = None, **given: object
    ) -> AsyncIterator[None]:
        """The channel at work; stopped in order at the end."""
        stop = asyncio.Event()
        task = asyncio.create_task(self.channel(secret=secret, dialogue=dialogue, **given).run(stop))
        try:
            yield
        finally:
            stop.set()
            await task
