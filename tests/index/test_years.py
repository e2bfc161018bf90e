"""Years and runs of words: what tells a report from the same report on another year."""

from pathlib import Path

import pytest

from index.builder import rebuild
from index.lexical_query import QueryTerm
from index.searcher import Searcher
from index.settings import IndexSettings
from index.years import asked_years
from tests.index.made import passages_of

SETTINGS = IndexSettings(engine="exact")
ARTICLES = {
    "nam-2018": ("Tai nạn giao thông năm 2018", "Cả tỉnh xảy ra 45 vụ tai nạn.", "So với năm 2017, số vụ giảm."),
    "nam-2015": ("Tai nạn giao thông quý I/2015", "Cả tỉnh xảy ra 50 vụ tai nạn.", "Số vụ tăng."),
    "khong-nam": ("Tai nạn giao thông trong tỉnh", "Xảy ra nhiều vụ tai nạn trong cả tỉnh.", "Số vụ giữ nguyên."),
}


@pytest.fixture
def searcher(tmp_path: Path) -> Searcher:
    passages = [passage for name, said in ARTICLES.items() for passage in passages_of(name, *said)]
    rebuild(tmp_path, passages, revision=1, embedder=None, settings=SETTINGS)
    return Searcher.open(tmp_path, embedder=None, settings=SETTINGS)


def measured(searcher: Searcher, question: str) -> dict[str, dict[str, float]]:
    return {hit.passage.article_id: dict(hit.parts) for hit in searcher.search(question).hits}


def test_a_heading_of_the_year_asked_for_is_told_from_others(searcher: Searcher) -> None:
    found = measured(searcher, "tai nạn giao thông năm 2018")
    assert {name: parts["head_year"] for name, parts in found.items()} == {
        "nam-2018": 1.0,
        "nam-2015": 0.0,
        "khong-nam": 0.0,
    }
    assert {name for name, parts in found.items() if parts["no_year"]} == {"khong-nam"}


def test_the_lag_counts_the_years_between_and_stops_at_four(searcher: Searcher) -> None:
    found = measured(searcher, "tai nạn giao thông năm 2017")
    assert found["nam-2015"]["year_lag"] == pytest.approx(0.5)
    found = measured(searcher, "tai nạn giao thông năm 2009")
    assert found["nam-2015"]["year_lag"] == found["nam-2018"]["year_lag"] == 1.0


def test_a_year_inside_a_period_counts(searcher: Searcher) -> None:
    found = measured(searcher, "tai nạn giao thông quý 1/2015")
    assert found["nam-2015"]["head_year"] == 1.0
    assert found["nam-2018"]["head_year"] == 0.0


def test_without_a_year_in_the_question_nothing_is_measured(searcher: Searcher) -> None:
    found = measured(searcher, "tai nạn giao thông")
    assert not any(parts[name] for parts in found.values() for name in ("head_year", "no_year", "year_lag"))


@pytest.mark.parametrize(
    ("kind", "text", "years"),
    [
        ("words", "2018", [2018]),
        ("plain_words", "30/6/2018", [2018]),
        ("marks", "m:2019-06", [2019]),
        ("marks", "d:2019-06-20", []),
        ("words", "12018", []),
        ("pairs", "năm_2018", []),
    ],
)
def test_years_of_terms(kind: str, text: str, years: list[int]) -> None:
    assert asked_years([QueryTerm(kind, text, 1.0, text)]) == years


def test_runs_count_three_words_in_their_order(searcher: Searcher) -> None:
    found = measured(searcher, "xảy ra nhiều vụ")
    assert found["khong-nam"]["runs"] > found["nam-2015"]["runs"] == 0.0


def test_a_longer_article_is_known_as_one(searcher: Searcher) -> None:
    found = measured(searcher, "vụ tai nạn")
    assert found["nam-2018"]["article_length"] > found["nam-2015"]["article_length"]
