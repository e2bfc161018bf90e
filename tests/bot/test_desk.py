"""The admin's desk on a real store."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.desk import AddReport, Desk, DeskProblem, UndoReport
from corpus.article import Draft
from corpus.settings import LoadingSettings
from corpus.store import CorpusStore
from index.errors import IndexBusy
from tests.fakes.index_updates import IndexUpdates

TEXT = "Tiêu đề\nNội dung thứ nhất của bài."


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[CorpusStore]:
    async with await CorpusStore.open(tmp_path / "corpus.db") as opened:
        yield opened


@pytest.fixture
def updates() -> IndexUpdates:
    return IndexUpdates()


@pytest.fixture
def desk(store: CorpusStore, updates: IndexUpdates) -> Desk:
    return Desk(store, updates, LoadingSettings(max_bytes=1000))


async def added(desk: Desk, text: str = TEXT) -> AddReport:
    draft = desk.read_text(text)
    assert isinstance(draft, Draft)
    report = await desk.add(draft, "test:1")
    assert isinstance(report, AddReport)
    return report


async def test_an_addition_is_in_the_store_and_the_index_before_it_is_reported(
    desk: Desk, store: CorpusStore, updates: IndexUpdates
) -> None:
    report = await added(desk)
    article = await store.get(report.added.article_id)
    assert (article.title, article.body, report.indexed, updates.count) == (
        "Tiêu đề", "Nội dung thứ nhất của bài.", True, 1,
    )  # fmt: skip


async def test_undo_brings_back_what_was_there(desk: Desk, store: CorpusStore) -> None:
    report = await added(desk)
    undone = await desk.undo(report.token, "test:1")
    assert undone == UndoReport("Tiêu đề", indexed=True)
    assert await store.count() == 0
    again = await desk.undo(report.token, "test:1")
    assert isinstance(again, DeskProblem)
    assert again.problem == "gone"


async def test_undoing_an_update_makes_the_version_before_current(desk: Desk, store: CorpusStore) -> None:
    await store.add(Draft("Một", "Nội dung một.", id="k"))
    newer = await store.add(Draft("Một", "Nội dung hai.", id="k"))
    report = AddReport(newer, "Một", indexed=True)
    assert isinstance(await desk.undo(report.token, "test:1"), UndoReport)
    assert (await store.get("k")).body == "Nội dung một."


@pytest.mark.parametrize("article_id", ["ngắn", "dài-" * 45, "#" + "a" * 32, "a:b:c", "đ" * 24, "x" * 46, "x" * 47])
async def test_any_id_fits_a_button_and_is_found_again(desk: Desk, store: CorpusStore, article_id: str) -> None:
    await store.add(Draft("Khác", "Không liên quan.", id="other"))
    stored = await store.add(Draft("Bài", "Nội dung.", id=article_id))
    report = AddReport(stored, "Bài", indexed=True)
    assert len(f"undo:{report.token}".encode()) <= 64
    assert isinstance(await desk.undo(report.token, "test:1"), UndoReport)
    assert [article.id for article in await store.list_articles()] == ["other"]


@pytest.mark.parametrize(
    ("text", "problem"), [("", "empty"), (" \n ", "empty"), ("một dòng", "no_body"), ("t\n" + "x" * 1000, "too_large")]
)
async def test_text_that_is_no_article_is_told(desk: Desk, text: str, problem: str) -> None:
    report = desk.read_text(text)
    assert isinstance(report, DeskProblem)
    assert report.problem == problem


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"x" * 1001, "too_large"),
        ("a.exe", b"MZ\x00", "not_text"),
        ("a.txt", b"T\n\xff\xfe\xff", "not_text"),
        ("a.jsonl", b'{"title":"a","body":"b"}\n{"title":"c","body":"d"}\n', "several"),
    ],
)
async def test_a_file_that_is_no_article_is_told(desk: Desk, name: str, data: bytes, problem: str) -> None:
    report = await desk.read_file(name, data)
    assert isinstance(report, DeskProblem)
    assert report.problem == problem


async def test_a_busy_index_does_not_lose_the_article(desk: Desk, store: CorpusStore, updates: IndexUpdates) -> None:
    updates.fault = IndexBusy("another process writes the index")
    report = await added(desk)
    assert not report.indexed
    assert await store.count() == 1


async def test_index_updates_follow_each_other(desk: Desk, updates: IndexUpdates) -> None:
    updates.may_go_on.clear()
    both = asyncio.gather(added(desk), added(desk, "Khác\nNội dung khác hẳn."))
    updates.may_go_on.set()
    await both
    assert updates.count == 2


async def test_the_actor_is_in_the_audit_trail(desk: Desk, store: CorpusStore) -> None:
    report = await added(desk)
    await desk.undo(report.token, "telegram:7")
    trail = repr(await store.history(report.added.article_id))
    assert "test:1" in trail
