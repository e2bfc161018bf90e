"""A rebuilt index takes over only if it answers as well as the live one on the installation's own questions."""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from bot.assembly import open_embedder_of, open_store
from bot.cli.call import Call
from bot.errors import Worse
from bot.going_live import Comparison, GoingLive
from bot.home import Home
from bot.indexing import rebuild_index
from bot.settings import Settings
from corpus.article import Article, Draft
from corpus.store import CorpusStore
from index.embedder import EmbedderSettings, open_embedder
from tests.conftest import Installation

PLACES = ("Hoà Lâm", "Bắc Tuyền", "Tây Nhuận", "Phú Lộc", "Tân Xuân", "Đông Hải")


@pytest.fixture
def own(fresh: Installation) -> Installation:
    """An installation with six reports and a gold set of its own on them."""
    bodies = {
        place: f"Sáng 3/7, Huyện uỷ {place} sơ kết công tác 6 tháng đầu năm 2020. "
        f"Huyện kết nạp {40 + number} đảng viên mới. Thu ngân sách đạt {10 + number},5 tỷ đồng. "
        f"Công an huyện phát hiện {20 + number} vụ đánh bạc."
        for number, place in enumerate(PLACES)
    }
    articles = [
        {"id": place, "title": f"Huyện {place} sơ kết 6 tháng đầu năm 2020", "body": body}
        for place, body in bodies.items()
    ]
    questions = [
        {"id": f"{place} {asked}", "question": f"{question} huyện {place}?", "articles": [place], "answers": [answer]}
        for number, place in enumerate(PLACES)
        for asked, question, answer in (
            ("a", "6 tháng đầu năm 2020 kết nạp bao nhiêu đảng viên mới ở", f"{40 + number} đảng viên"),
            ("b", "thu ngân sách 6 tháng đầu năm 2020 đạt bao nhiêu ở", f"{10 + number},5 tỷ đồng"),
        )
    ]
    fresh.hoidap("corpus", "add", lines(fresh, "articles.jsonl", articles))
    lines(fresh, "data/own.jsonl", questions)
    configure(fresh, '[evaluation]\ngold = "own.jsonl"\n')
    return fresh


def lines(installation: Installation, name: str, rows: list[dict[str, Any]]) -> str:
    return installation.write(name, "\n".join(json.dumps(row, ensure_ascii=False) for row in rows))


def configure(installation: Installation, more: str) -> None:
    config = installation.folder / "config.toml"
    config.write_text(config.read_text("utf-8") + more, "utf-8")


def live(installation: Installation) -> str:
    return (installation.home / "index" / "current").read_text("utf-8")


def generations(installation: Installation) -> Iterator[str]:
    return (path.name for path in (installation.home / "index" / "generations").iterdir())


def test_as_good_an_index_goes_live_and_says_so(own: Installation) -> None:
    before = live(own)
    row = own.hoidap("index", "rebuild", "--json").row
    assert row["compared"]["questions"] == 24
    assert row["compared"]["live"] == row["compared"]["rebuilt"] > 0.8
    assert (row["notice"], row["rebuilt"]) == (None, True)
    assert live(own) != before


class Lossy:
    """A store that forgets all articles but one while an index is made of it."""

    def __init__(self, store: CorpusStore) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        return getattr(self._store, name)

    async def iter_current(self) -> AsyncIterator[Article]:
        """The first article."""
        async for article in self._store.iter_current():
            yield article
            return


async def rebuilt_worse(own: Installation, *, even_if_worse: bool) -> GoingLive:
    """Rebuild the index from a store that lost most of its articles."""
    call = Call(own.folder / "config.toml")
    embedder = open_embedder_of(call.settings)
    async with open_store(call.settings, call.home) as store:
        check = GoingLive(store, call.home, embedder, call.settings, even_if_worse=even_if_worse)
        lossy = cast("CorpusStore", Lossy(store))
        await rebuild_index(lossy, call.home.index, embedder, call.settings, accept=check.accept)
    return check


async def test_a_worse_index_is_thrown_away_and_the_live_one_goes_on(own: Installation) -> None:
    before, kept = live(own), set(generations(own))
    with pytest.raises(Worse, match="--even-if-worse") as caught:
        await rebuilt_worse(own, even_if_worse=False)
    assert caught.value.exit_code == 3
    assert (live(own), set(generations(own))) == (before, kept)


async def test_a_worse_index_goes_live_by_name_alone(own: Installation) -> None:
    before = live(own)
    check = await rebuilt_worse(own, even_if_worse=True)
    assert "although it answers worse" in str(check.notice)
    assert check.comparison
    assert check.comparison.rebuilt < check.comparison.live
    assert live(own) != before


def test_an_index_of_another_model_is_compared_by_its_own(own: Installation) -> None:
    config = own.folder / "config.toml"
    config.write_text(config.read_text("utf-8").replace("width = 64", "width = 32"), "utf-8")
    row = own.hoidap("index", "rebuild", "--json").row
    assert row["compared"]["questions"] == 24


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda index: (index / "current").unlink(), "no index in use"),
        (lambda index: next(index.glob("generations/*/manifest.json")).write_text("{}", "utf-8"), "cannot be asked"),
        (lambda index: (index.parent / "own.jsonl").write_text("\n".join(few(index)), "utf-8"), "8 questions"),
    ],
)
def test_without_something_to_compare_it_goes_live_with_a_notice(own: Installation, spoil: Any, told: str) -> None:  # noqa: ANN401
    spoil(own.home / "index")
    outcome = own.hoidap("index", "rebuild")
    assert outcome.code == 0
    assert told in outcome.err
    assert own.hoidap("index", "verify").code == 0


def few(index: Path) -> list[str]:
    return (index.parent / "own.jsonl").read_text("utf-8").split("\n")[:4]


def test_a_gold_set_that_is_none_leaves_the_live_index(own: Installation) -> None:
    before = live(own)
    own.write("data/own.jsonl", "not json")
    outcome = own.hoidap("index", "rebuild")
    assert (outcome.code, live(own)) == (3, before)
    assert "own.jsonl" in outcome.sentence


async def test_a_first_index_is_not_compared(tmp_path: Path) -> None:
    settings = Settings(embedder=EmbedderSettings(name="hashing", width=32))
    async with await CorpusStore.open(tmp_path / "corpus.sqlite3") as store:
        await store.add(Draft(title="Một", body="Xã có 5 thôn."))
        check = GoingLive(store, Home(tmp_path), open_embedder(settings.embedder), settings)
        await check.accept(tmp_path / "nowhere")
    assert check.comparison is None
    assert "no index" in str(check.notice)


def test_a_comparison_reads_well() -> None:
    assert Comparison(40, 0.8, 0.75).sentence() == (
        "Of 40 questions the rebuilt index handles 75.0% well, the live one 80.0%."
    )
