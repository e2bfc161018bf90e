"""The benchmark's own figures, and our system through it on a few passages. Peers are not installed here."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.retrieval import arms
from benchmarks.retrieval.__main__ import interpreters, lines_of, tried
from benchmarks.retrieval.figures import Figures, articles_of, figures, percentile, rank_of
from benchmarks.retrieval.sets import BadSet, read_set
from benchmarks.retrieval.system import SYSTEMS, Entry, NotInstalled, open_system
from benchmarks.retrieval.table import Line, markdown

RANKS = st.lists(st.none() | st.integers(1, 12), max_size=30)
ARTICLES = (
    ("a1", "Giao thông", "Sáu tháng đầu năm, toàn tỉnh xảy ra 45 vụ tai nạn giao thông, làm chết 20 người."),
    ("a2", "Y tế", "Bệnh viện đa khoa huyện đã khám và chữa bệnh cho 12.000 lượt người, tăng 8%."),
    ("a3", "Nông nghiệp", "Vụ đông xuân, nông dân trong xã gieo cấy 1.200 ha lúa, năng suất 62 tạ mỗi ha."),
)
QUESTIONS = (("q1", "có bao nhiêu vụ tai nạn giao thông?", "a1"), ("q2", "gieo cấy bao nhiêu ha lúa?", "a3"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A set of three passages and two questions."""
    passages = [{"id": id_, "title": title, "body": body} for id_, title, body in ARTICLES]
    questions = [{"id": id_, "question": text, "articles": [right]} for id_, text, right in QUESTIONS]
    for kind, rows in (("passages", passages), ("questions", questions)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (tmp_path / f"small.{kind}.jsonl").write_text(text, encoding="utf-8")
    return tmp_path


@given(RANKS)
def test_figures_are_shares_and_in_order(ranks: list[int | None]) -> None:
    found = figures(ranks)
    assert 0 <= found.first <= found.mrr <= 1
    assert found.first <= found.among_five <= 1
    assert found.questions == len(ranks)


@given(RANKS, st.integers(0, 29), st.integers(1, 10))
def test_a_better_rank_never_makes_a_figure_worse(ranks: list[int | None], place: int, better: int) -> None:
    if place < len(ranks) and (ranks[place] or 99) > better:
        raised = [*ranks[:place], better, *ranks[place + 1 :]]
        before, after = figures(ranks), figures(raised)
        assert after.mrr > before.mrr
        assert after.among_five >= before.among_five


def test_known_ranks_give_known_figures() -> None:
    found = figures([1, 2, None, 11, 6])
    assert found.mrr == pytest.approx((1 + 1 / 2 + 1 / 6) / 5)
    assert found.first == pytest.approx(0.2)
    assert found.among_five == pytest.approx(0.4)


@given(st.lists(st.integers(0, 19), max_size=60))
def test_an_article_counts_once_by_its_best_passage(places: list[int]) -> None:
    article_of = [f"a{place // 2}" for place in range(20)]
    articles = articles_of(places, article_of)
    assert len(set(articles)) == len(articles) <= 10
    for rank, article in enumerate(articles, start=1):
        assert rank_of(articles, [article]) == rank


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_percentiles_grow(values: list[float]) -> None:
    assert min(values) <= percentile(values, 0.5) <= percentile(values, 0.95) <= max(values)


def test_ours_finds_the_right_passages_in_a_process_of_its_own(folder: Path) -> None:
    questions = read_set(folder, "small")
    outcome = tried(sys.executable, "hoidap", questions, "")
    assert outcome is not None
    lines = list(lines_of("hoidap", questions, outcome, ""))
    assert [line.form for line in lines] == ["vi", "plain"]
    assert all(line.figures.mrr == 1 for line in lines)
    assert all(line.per_second > 0 and line.mib > 1 and line.ms > 0 for line in lines)
    assert "| hoidap | Vietnamese | 1.000 | 1.000 | 1.000 |" in markdown(lines)


@pytest.mark.parametrize("name", [name for name, entry in SYSTEMS.items() if entry.module == "ours"])
def test_each_part_taken_away_leaves_a_system_that_answers(folder: Path, name: str) -> None:
    documents = read_set(folder, "small").documents
    system = open_system(name, {"scratch": str(folder / "scratch")})
    system.index(documents)
    places = system.search(QUESTIONS[0][1], 10)
    assert documents[places[0]].article_id == "a1"


def line(mrr: float, form: str = "vi") -> Line:
    return Line("any", form, Figures(mrr, mrr, mrr, 10), 1.0, 1.0, 1.0, 1.0)


def test_the_whole_stands_beside_its_best_arm() -> None:
    lines = {
        "hoidap": [line(0.9), line(0.7, "plain")],
        "hoidap-words": [line(0.85), line(0.71, "plain")],
        "hoidap-dense": [line(0.88), line(0.5, "plain")],
    }
    assert arms.gains(lines) == pytest.approx({"vi": 0.02, "plain": -0.01})
    assert "| Vietnamese | 0.900 | 0.850 | 0.880 | +0.020 |\n" in arms.markdown(lines)
    assert arms.markdown(lines).endswith("| -0.010 | below the bar")
    assert arms.markdown({"hoidap": lines["hoidap"]}) == ""


@pytest.mark.skipif(importlib.util.find_spec("bm25s") is not None, reason="bm25s is installed here")
def test_a_peer_that_is_not_installed_says_how_to_get_it() -> None:
    with pytest.raises(NotInstalled, match=r"bm25s is not installed .*\[bench-bm25s\].*--python bm25s=PATH"):
        open_system("bm25s", {})


def test_every_extra_that_a_system_names_is_in_the_project_file() -> None:
    named = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    entries: list[Entry] = list(SYSTEMS.values())
    assert all(f"\n{entry.extra} = [" in named for entry in entries if entry.extra)


def test_what_cannot_be_read_is_said_in_a_sentence(folder: Path) -> None:
    with pytest.raises(BadSet, match=r"set 'absent' cannot be read"):
        read_set(folder, "absent")
    (folder / "small.questions.jsonl").write_text('{"id": "q"}\n', encoding="utf-8")
    with pytest.raises(BadSet, match=r"not of the form"):
        read_set(folder, "small")
    with pytest.raises(BadSet, match=r"SYSTEM=PATH"):
        interpreters(["nobody=/nowhere"])
