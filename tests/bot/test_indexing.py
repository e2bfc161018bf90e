"""Corpus and index brought together: nothing is lost between reading and writing, and giving up gives up."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from filelock import FileLock

from bot.indexing import LOCK_NAME, build_or_update, rebuild_index, update_index
from bot.pulling import Pull, Stopped
from bot.settings import Settings
from corpus.article import Draft
from corpus.store import CorpusStore
from index.embedder import Embedder, EmbedderSettings, open_embedder
from index.errors import IndexBusy, NoUsableIndex
from index.manifest import read_current
from index.settings import IndexSettings

SETTINGS = Settings(embedder=EmbedderSettings(name="hashing", width=32), index=IndexSettings(busy_seconds=0.2))


def draft(number: int, text: str = "trồng rừng") -> Draft:
    return Draft(title=f"Bài {number}", body=f"Xã số {number} {text} {number} ha trong năm 2020.", id=str(number))


@pytest.fixture
def embedder() -> Embedder:
    return open_embedder(SETTINGS.embedder)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[CorpusStore]:
    async with await CorpusStore.open(tmp_path / "corpus.sqlite3") as opened:
        yield opened


async def test_an_empty_corpus_needs_no_index(store: CorpusStore, tmp_path: Path, embedder: Embedder) -> None:
    assert await build_or_update(store, tmp_path / "index", embedder, SETTINGS) is None
    with pytest.raises(NoUsableIndex):
        await update_index(store, tmp_path / "index", embedder, SETTINGS)


@pytest.mark.parametrize("gently", [False, True])
async def test_the_index_follows_the_corpus_through_every_kind_of_change(
    store: CorpusStore, tmp_path: Path, embedder: Embedder, *, gently: bool
) -> None:
    directory = tmp_path / "index"
    await store.add_many([draft(number) for number in range(250)])
    first = await build_or_update(store, directory, embedder, SETTINGS)
    assert first
    assert (first.rebuilt, first.articles) == (True, 250)
    await store.add(draft(250))
    await store.add(draft(1, "gieo lúa"))
    await store.remove("2")
    report = await build_or_update(store, directory, embedder, SETTINGS, gently=gently)
    assert report
    assert (report.rebuilt, report.changed, report.articles) == (False, 3, 250)
    again = await update_index(store, directory, embedder, SETTINGS)
    assert (again.changed, again.revision) == (0, await store.revision())
    anew = await rebuild_index(store, directory, embedder, SETTINGS)
    assert (anew.articles, anew.passages) == (report.articles, report.passages)


async def test_many_updates_at_once_lose_nothing(store: CorpusStore, tmp_path: Path, embedder: Embedder) -> None:
    directory = tmp_path / "index"
    patient = SETTINGS.model_copy(update={"index": IndexSettings(busy_seconds=30)})
    await store.add(draft(0))
    await rebuild_index(store, directory, embedder, patient)

    async def add(number: int) -> None:
        await store.add(draft(number))
        await update_index(store, directory, embedder, patient)

    await asyncio.gather(*(add(number) for number in range(1, 6)))
    manifest = read_current(directory)
    assert manifest
    assert (manifest.articles, manifest.revision) == (6, await store.revision())


async def test_another_writer_is_waited_for_briefly_and_then_named(
    store: CorpusStore, tmp_path: Path, embedder: Embedder
) -> None:
    directory = tmp_path / "index"
    await store.add(draft(0))
    await rebuild_index(store, directory, embedder, SETTINGS)
    with FileLock(directory / LOCK_NAME), pytest.raises(IndexBusy, match="index update"):
        await update_index(store, directory, embedder, SETTINGS)
    assert (await update_index(store, directory, embedder, SETTINGS)).articles == 1


async def numbers(last: int) -> AsyncIterator[int]:
    for number in range(last):
        yield number


async def test_a_thread_pulls_all_that_the_loop_yields() -> None:
    with Pull(numbers(5)) as pull:
        assert await asyncio.to_thread(list, pull) == [0, 1, 2, 3, 4]


async def test_work_that_nobody_waits_for_stops() -> None:
    with Pull(numbers(5)) as pull:
        assert await asyncio.to_thread(next, pull) == 0
    with pytest.raises(Stopped):
        await asyncio.to_thread(next, pull)
