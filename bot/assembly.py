"""The one place where parts are chosen and put together, by the settings; everything else is handed its parts."""

import gc
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.home import Home
from bot.indexing import IndexReport, build_or_update, splitter_facts
from bot.metrics import UNMEASURED, Measures
from bot.secret import secret
from bot.settings import Settings
from corpus.store import CorpusStore
from index.embedder import Embedder, open_embedder
from index.errors import NoUsableIndex, SearchIndexError
from index.manifest import read_current
from index.searching import LiveSearcher

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.dialogue.dialogue import Dialogue
    from bot.generated import Wording
    from bot.responder import Responder
    from bot.roles import Roles
    from bot.state.database import BotState
    from bot.state.records import Records
    from index.searcher import Searcher

# Allocations before a collection of each generation: 50 times, 2 times and 5 times as rare as Python's own
_COLLECT_AFTER = (35_000, 20, 50)

EMPTY = "there are no articles to answer from in {home}; bring some with `hoidap corpus add FILE` or `corpus samples`"


@dataclass(frozen=True, slots=True)
class House:
    """An opened installation: what every door needs."""

    settings: Settings
    home: Home
    store: CorpusStore
    embedder: Embedder
    searcher: LiveSearcher
    responder: "Responder"
    metrics: Measures = UNMEASURED

    async def refresh_index(self, *, gently: bool = False) -> IndexReport | None:
        """Bring the index up to the corpus, building it when there is none. Raises SearchIndexError."""
        return await build_or_update(self.store, self.home.index, self.embedder, self.settings, gently=gently)

    def health(self) -> dict[str, str]:
        """Each part that answering stands on, with `ok` or a word for what is wrong; without detail, for anyone."""
        try:
            self.searcher.current()
        except SearchIndexError:
            return {"index": "unusable"}
        return {"index": "outdated" if self.searcher.problem else "ok"}

    async def indexed_revision(self) -> int:
        """The revision of the corpus that answers come from. Raises NoUsableIndex."""
        return self.searcher.manifest.revision

    def desk(self) -> "Desk":
        """Where admins add and take back articles."""
        from bot.desk import Desk

        return Desk(self.store, self.refresh_index, self.settings.corpus.loading, self.searcher)

    def roles(self) -> "Roles":
        """Who may do what, by the configuration."""
        return door_roles(self.settings)

    def dialogue(self, records: "Records") -> "Dialogue":
        """What the bot says to people, with what is kept about them."""
        from bot.dialogue.dialogue import Dialogue
        from bot.dialogue.parts import Parts

        parts = Parts(
            self.responder,
            self.store,
            self.desk(),
            self.roles(),
            records,
            self.settings.dialogue,
            encoder=self.embedder,
        )
        return Dialogue(parts)


def door_roles(settings: Settings) -> "Roles":
    """Who may do what at each door, by the configuration."""
    from bot.roles import Roles

    channels = settings.channels
    return Roles({"telegram": channels.telegram.door_rules, "zalo": channels.zalo.door_rules})


@asynccontextmanager
async def open_records(settings: Settings, home: Home) -> AsyncIterator["Records"]:
    """What is kept about people; the home is created when it is new. Raises EnvironmentFault, StorageFault, Busy."""
    from bot.state.records import BOT_DATABASE, Records
    from corpus.store_connection import StoreConnection

    home.prepare()
    connection = await StoreConnection.open(
        home.bot_database, busy_seconds=settings.corpus.busy_seconds, kind=BOT_DATABASE
    )
    try:
        yield Records(connection)
    finally:
        await connection.close()


@asynccontextmanager
async def open_state(settings: Settings, home: Home) -> AsyncIterator["BotState"]:
    """What people sent and are owed, and what is kept about them. Raises EnvironmentFault, StorageFault, Busy."""
    from bot.state.database import BotState

    home.prepare()
    async with await BotState.open(home.bot_database, busy_seconds=settings.corpus.busy_seconds) as state:
        yield state


def open_embedder_of(settings: Settings) -> Embedder:
    """The model of the dense arm that the settings name. Raises ModelFault."""
    return open_embedder(settings.embedder)


@asynccontextmanager
async def open_store(settings: Settings, home: Home) -> AsyncIterator[CorpusStore]:
    """The articles of a home; the home is created when it is new. Raises EnvironmentFault, StorageFault."""
    home.prepare()
    limits = settings.corpus
    store = await CorpusStore.open(
        home.database, busy_seconds=limits.busy_seconds, max_body_chars=limits.loading.max_body_chars
    )
    try:
        yield store
    finally:
        await store.close()


@contextmanager
def open_search(settings: Settings, home: Home) -> Iterator[LiveSearcher]:
    """The search of a home, which must have an index. Raises NoUsableIndex."""
    if read_current(home.index) is None:
        raise NoUsableIndex(f"{EMPTY.format(home=home.folder)}, or, if there are, run `hoidap index rebuild`")
    searcher = _searcher(settings, home, open_embedder_of(settings))
    try:
        searcher.current()
        yield searcher
    finally:
        searcher.close()


@asynccontextmanager
async def open_house(
    settings: Settings, home: Home, *, may_be_empty: bool = False, metrics: Measures = UNMEASURED
) -> AsyncIterator[House]:
    """All parts of an installation. Raises NoUsableIndex when nothing could be answered, unless `may_be_empty`."""
    async with open_store(settings, home) as store:
        embedder = open_embedder_of(settings)
        searcher = _searcher(settings, home, embedder)
        if not may_be_empty:
            if not await store.count():
                raise NoUsableIndex(EMPTY.format(home=home.folder))
            searcher.current()
        wording = wording_of(settings, os.environ, metrics)
        responder = responder_over(store, searcher, embedder, settings, metrics=metrics, wording=wording)
        _spare_collections()
        try:
            yield House(settings, home, store, embedder, searcher, responder, metrics)
        finally:
            responder.close()
            searcher.close()
            if wording:
                await wording.close()


def wording_of(settings: Settings, environ: Mapping[str, str], metrics: Measures) -> "Wording | None":
    """What lets a language model word answers; None while that is off. Raises BadConfig when it cannot be had."""
    chosen = settings.generator
    if chosen.name == "none":
        return None
    from bot.generated import Wording
    from bot.generators import open_generator

    generator = open_generator(chosen, secret("HOIDAP_GENERATOR_KEY", environ))
    return Wording(generator, rest_after=chosen.rest_after, rest_seconds=chosen.rest_seconds, metrics=metrics)


def responder_over(  # noqa: PLR0913 - one parameter per part
    store: CorpusStore,
    searcher: "LiveSearcher | Searcher",
    embedder: Embedder,
    settings: Settings,
    *,
    metrics: Measures = UNMEASURED,
    wording: "Wording | None" = None,
) -> "Responder":
    """What answers from these articles by this search."""
    from bot.responder import Responder

    return Responder(store, searcher, settings.answers, embedder=embedder, wording=wording, metrics=metrics)


def _spare_collections() -> None:
    """Keep the garbage collector off what stays: models, indexes and laid-out articles are not garbage.

    Full collections over them made single questions take over 200 ms in an archive of 2,118 articles.
    """
    gc.freeze()
    gc.set_threshold(*_COLLECT_AFTER)


def _searcher(settings: Settings, home: Home, embedder: Embedder) -> LiveSearcher:
    return LiveSearcher(home.index, embedder=embedder, settings=settings.index, splitter=splitter_facts(settings))
