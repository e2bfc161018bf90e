"""Bringing the index up to the corpus: reads articles here, splits and indexes them in a thread.

The index room knows no database, so this is where the two meet. What changes in the corpus while an index is
being made is left to the next update: the manifest carries the revision that was read first. One lock spans reading
and writing, so that a slow writer can never put an older state back over a newer one.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from bot.pulling import Pull
from bot.settings import Settings
from corpus.article import Article
from corpus.passage import Passage
from corpus.splitter import SPLITTER_VERSION, split
from corpus.store import CorpusStore
from index.errors import IndexBusy, IndexStorageFault, NoUsableIndex
from index.manifest import Manifest, read_current

if TYPE_CHECKING:
    from index.embedder import Embedder

Progress = Callable[[int], None]
Accept = Callable[[Path], Coroutine[object, object, None]]
# Articles fetched at a time: enough to keep the thread busy, few enough for any memory
PORTION = 100
# How long a gentle update rests after an article, in times of what that took
_REST = 3
LOCK_NAME = "update.lock"


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a write of the index did, and what it holds now."""

    rebuilt: bool
    changed: int
    articles: int
    passages: int
    revision: int
    seconds: float

    def facts(self) -> dict[str, object]:
        """The report as one JSON object."""
        return asdict(self)

    def sentence(self) -> str:
        """The report for a person."""
        done = "rebuilt" if self.rebuilt else f"updated with {self.changed} changed articles"
        holds = f"{self.articles} articles, {self.passages} passages, revision {self.revision}"
        return f"Index {done}: {holds} ({self.seconds:.1f} s)"


def splitter_facts(settings: Settings) -> Mapping[str, object]:
    """What the manifest remembers of how articles were cut."""
    return {"version": SPLITTER_VERSION, **settings.corpus.splitter.model_dump()}


async def build_or_update(  # noqa: PLR0913 - as `update_index`
    store: CorpusStore,
    directory: Path,
    embedder: "Embedder | None",
    settings: Settings,
    progress: Progress | None = None,
    *,
    gently: bool = False,
) -> IndexReport | None:
    """After a change of the corpus: update the index, build a first one, or None when there is nothing to index.

    An update made `gently` rests most of the time, so that people who are being answered beside it hardly notice.
    """
    if read_current(directory) is not None:
        return await update_index(store, directory, embedder, settings, progress, gently=gently)
    if await store.count() == 0:
        return None
    return await rebuild_index(store, directory, embedder, settings, progress)


async def rebuild_index(  # noqa: PLR0913 - as `index.builder.rebuild`, and whether it may go live
    store: CorpusStore,
    directory: Path,
    embedder: "Embedder | None",
    settings: Settings,
    progress: Progress | None = None,
    *,
    accept: Accept | None = None,
) -> IndexReport:
    """Make a generation from all current articles and swap it in. Raises IndexBusy, IndexStorageFault.

    `accept` is awaited with the finished generation before it goes live; what it raises leaves the live one in place.
    """
    from index.builder import rebuild

    loop = asyncio.get_running_loop()

    def accepted(generation: Path) -> None:
        if accept:
            asyncio.run_coroutine_threadsafe(accept(generation), loop).result()

    start = perf_counter()
    async with _alone(directory, settings):
        await store.read_figures()
        revision = await store.revision()
        with Pull(_portions(store)) as portions:
            manifest = await asyncio.to_thread(
                rebuild,
                directory,
                _passages(portions, settings),
                revision=revision,
                embedder=embedder,
                settings=settings.index,
                splitter=splitter_facts(settings),
                progress=progress,
                accept=accepted,
            )
    return _report(manifest, start, changed=manifest.articles, rebuilt=True)


async def update_index(  # noqa: PLR0913 - as `index.builder.update`, and how hard it may work
    store: CorpusStore,
    directory: Path,
    embedder: "Embedder | None",
    settings: Settings,
    progress: Progress | None = None,
    *,
    gently: bool = False,
) -> IndexReport:
    """Take into a new generation what changed since the live one, and swap it in.

    Raises NoUsableIndex when there is none or it was made by other settings; IndexBusy, IndexStorageFault.
    """
    from index.builder import update

    start = perf_counter()
    async with _alone(directory, settings):
        live = read_current(directory)
        if live is None:
            raise NoUsableIndex(f"there is no index in {directory} to update; make one with `hoidap index rebuild`")
        _check(live, embedder, settings)
        await store.read_figures()
        revision = await store.revision()
        changed = await store.changed_since(live.revision)
        if revision == live.revision:
            return _report(live, start, changed=0, rebuilt=False)
        with Pull(_portions(store, changed)) as portions:
            manifest = await asyncio.to_thread(
                update,
                directory,
                _passages(portions, settings, gently=gently),
                set(changed),
                revision=revision,
                embedder=embedder,
                settings=settings.index,
                splitter=splitter_facts(settings),
                progress=progress,
            )
    return _report(manifest, start, changed=len(changed), rebuilt=False)


@asynccontextmanager
async def _alone(directory: Path, settings: Settings) -> AsyncIterator[None]:
    """Hold the lock that spans reading the corpus and writing the index."""
    seconds = settings.index.busy_seconds
    lock = FileLock(directory / LOCK_NAME, timeout=seconds, thread_local=False)
    try:
        await asyncio.to_thread(_acquire, lock, directory)
    except Timeout as error:
        raise IndexBusy(
            f"the index {directory} has been written by someone else for {seconds:g} seconds; "
            f"run `hoidap index update` when that is done"
        ) from error
    try:
        yield
    finally:
        lock.release()


def _acquire(lock: FileLock, directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except OSError as error:
        if isinstance(error, Timeout):
            raise
        reason = error.strerror or str(error)
        raise IndexStorageFault(f"the index {directory} cannot be written: {reason}; check space and rights") from error


async def _portions(store: CorpusStore, ids: Sequence[str] | None = None) -> AsyncIterator[list[Article]]:
    """The current articles, all or those of `ids`, a portion at a time."""
    if ids is not None:
        for first in range(0, len(ids), PORTION):
            found = await store.get_many(ids[first : first + PORTION])
            yield list(found.values())
        return
    portion: list[Article] = []
    async for article in store.iter_current():
        portion.append(article)
        if len(portion) == PORTION:
            yield portion
            portion = []
    yield portion


def _passages(portions: Iterator[list[Article]], settings: Settings, *, gently: bool = False) -> Iterator[Passage]:
    for portion in portions:
        for article in portion:
            start = perf_counter()
            yield from split(article, settings.corpus.splitter)  # whoever takes them works in between
            if gently:
                sleep(_REST * (perf_counter() - start))


def _report(manifest: Manifest, start: float, *, changed: int, rebuilt: bool) -> IndexReport:
    seconds = round(perf_counter() - start, 3)
    return IndexReport(rebuilt, changed, manifest.articles, manifest.passages, manifest.revision, seconds)


async def index_status(store: CorpusStore, directory: Path, settings: Settings) -> dict[str, object]:
    """The index in plain facts: `problem` is None when it can be used, `behind` counts changed articles."""
    manifest, problem = _live(directory, settings)
    facts: dict[str, object] = {
        "usable": problem is None,
        "problem": problem,
        "directory": str(directory),
        "corpus_revision": await store.revision(),
        "corpus_articles": await store.count(),
    }
    if manifest is not None:
        facts |= {"behind": len(await store.changed_since(manifest.revision)), **asdict(manifest)}
    return facts


def _live(directory: Path, settings: Settings) -> tuple[Manifest | None, str | None]:
    from index.embedder import open_embedder

    try:
        manifest = read_current(directory)
        if manifest is None:
            return None, "there is no index yet; `hoidap corpus add` makes one with the first article"
        _check(manifest, open_embedder(settings.embedder), settings)
    except NoUsableIndex as error:
        return None, str(error)
    return manifest, None


def _check(manifest: Manifest, embedder: "Embedder | None", settings: Settings) -> None:
    from index.builder import requirements

    manifest.check(requirements(embedder, settings.index, splitter_facts(settings)))
