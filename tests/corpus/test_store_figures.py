"""Figures in the store: read with the article, again by a newer extractor, resumed, found for comparing."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.article import Draft
from corpus.errors import NotFound
from corpus.figures_article import EXTRACTOR_VERSION, article_figures
from corpus.store import CorpusStore
from corpus.store_connection import APPLICATION_ID, migrations


def report(year: int, births: int, place: str = "Tân Hoà") -> Draft:
    return Draft(
        id=f"{place}-{year}",
        title=f"Huyện {place} tổng kết năm {year}",
        body=f"Trong năm, huyện {place} có {births} trẻ em ra đời, tăng 5 em so với năm trước.",
        published=f"{year + 1}-01-05",
    )


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[CorpusStore]:
    async with await CorpusStore.open(tmp_path / "corpus.db") as opened:
        yield opened


async def test_figures_are_stored_with_the_article_and_come_back_as_read(store: CorpusStore) -> None:
    await store.add(report(2020, 120))
    figures = await store.figures("Tân Hoà-2020")
    assert tuple(figures) == article_figures(await store.get("Tân Hoà-2020"))
    assert [(one.value, one.unit, one.place) for one in figures] == [(120, "trẻ em", "huyện Tân Hoà")]
    assert await store.read_figures() == 0


async def test_every_version_keeps_its_own_figures(store: CorpusStore) -> None:
    await store.add(report(2020, 120))
    await store.add(Draft(id="Tân Hoà-2020", title="Sửa tin", body="Có 130 trẻ em."))
    assert [one.value for one in await store.figures("Tân Hoà-2020", 1)] == [120]
    assert [one.value for one in await store.figures("Tân Hoà-2020")] == [130]


async def test_figures_of_what_there_is_not(store: CorpusStore) -> None:
    with pytest.raises(NotFound):
        await store.figures("none")


async def test_figures_of_several_articles_at_once(store: CorpusStore, tmp_path: Path) -> None:
    await store.add_many([report(2020, 120), report(2019, 115), Draft(id="none", title="Tin", body="Không có số.")])
    articles = list((await store.get_many(["Tân Hoà-2020", "Tân Hoà-2019", "none"])).values())
    found = await store.figures_of(articles)
    assert {key: [one.value for one in figures] for key, figures in found.items()} == {
        "Tân Hoà-2020": [120],
        "Tân Hoà-2019": [115],
        "none": [],
    }
    assert found["Tân Hoà-2020"] == await store.figures("Tân Hoà-2020")
    with closing(sqlite3.connect(tmp_path / "corpus.db")) as database:
        database.execute("DELETE FROM extractions WHERE article_id = 'none'")
        database.commit()
    assert set(await store.figures_of(articles)) == {"Tân Hoà-2020", "Tân Hoà-2019"}
    assert await store.figures_of([]) == {}


async def test_comparable_figures_are_of_the_same_place_and_unit(store: CorpusStore) -> None:
    await store.add_many([report(2020, 120), report(2019, 115), report(2018, 99), report(2020, 70, "Phú Lộc")])
    await store.remove("Tân Hoà-2018")
    (like,) = await store.figures("Tân Hoà-2020")
    assert [one.value for one in await store.comparable_figures(like)] == [120, 115]


async def test_what_an_older_extractor_read_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    async with await CorpusStore.open(path) as store:
        await store.add_many([report(2020, 120), report(2019, 115)])
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE extractions SET extractor = 0")
        database.execute("UPDATE figures SET value = '1'")
        database.commit()
    async with await CorpusStore.open(path) as store:
        assert [one.value for one in await store.figures("Tân Hoà-2020")] == [120]  # worked out, not believed
        assert await store.read_figures() == 2
        assert [one.value for one in await store.figures("Tân Hoà-2019")] == [115]
        assert await store.read_figures() == 0


async def test_the_figures_of_an_old_database_are_read_and_an_interruption_loses_little(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(migrations()[0][1])
        columns = "NULL, NULL, NULL, NULL, NULL, 0, '{}', 'h', 'f', '2020-07-01T00:00:00+00:00', 'cli'"
        database.executescript(
            f"""
            BEGIN;
            INSERT INTO articles VALUES ('a1', 1, 0, NULL, 1), ('a2', 1, 0, NULL, 2), ('a3', 1, 1, NULL, 3);
            INSERT INTO versions VALUES ('a1', 1, NULL, '', 'Có 12 xã.', {columns}),
                                        ('a2', 1, NULL, '', 'Không có gì.', {columns}),
                                        ('a3', 1, NULL, '', 'Có 3 thôn.', {columns});
            UPDATE state SET revision = 3;
            COMMIT;
            """  # noqa: S608 - constants only
        )
        database.execute("PRAGMA user_version = 1")
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.commit()
    async with await CorpusStore.open(path) as store:
        assert await store.read_figures() == 2  # the removed one is left alone
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT article_id, value FROM figures").fetchall() == [("a1", "12")]
        assert set(database.execute("SELECT * FROM extractions")) == {
            ("a1", 1, EXTRACTOR_VERSION),
            ("a2", 1, EXTRACTOR_VERSION),
        }
        database.execute("DELETE FROM extractions WHERE article_id = 'a1'")  # as after an interruption
        database.commit()
    async with await CorpusStore.open(path) as store:
        assert await store.read_figures() == 1
        assert [one.value for one in await store.figures("a1")] == [12]
