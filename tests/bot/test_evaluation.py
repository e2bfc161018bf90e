"""Evaluation: both forms of gold sets, and figures counted by hand."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer
from bot.errors import BadQuestion
from bot.evaluation import evaluate, judge, read_gold
from bot.evaluation_agreement import agrees, best_f1, is_exact
from bot.evaluation_intervals import Figure
from bot.evidence import Evidence
from bot.gold import applicable, packaged_gold
from tests.bot.reading_room import ARTICLES, WordSearch

ROWS = [
    {
        "set": "answerable", "qid": "a1", "id": "so-ket-2020", "type": "percent", "answers": ["91%"],
        "q_vi": "bao nhiêu phần trăm chi bộ đã đại hội?", "q_plain": "bao nhieu % chi bo dai hoi",
        "q_en": "what share of cells?",
    },
    {
        "set": "answerable", "qid": "a2", "id": "thu-vien", "type": "when", "answers": ["12/9/2020"],
        "q_vi": "ngày nào mở thư viện?",
    },
    {"set": "unanswerable", "qid": "u1", "q_vi": "giá vàng?", "q_plain": "gia vang", "q_en": "gold?"},
    {
        "set": "followup", "qid": "f1", "id": "so-ket-2019", "type": "number", "answers": ["106 đảng viên"],
        "turns": [{"q_vi": "Năm 2020 kết nạp mấy đảng viên?"}, {"q_vi": "Còn năm 2019?"}],
    },
]  # fmt: skip


class Scripted:
    """A responder that says what it was told to; anything else is declined."""

    def __init__(self, said: dict[str, tuple[str, str]]) -> None:
        self.said = said
        self.turns: list[tuple[str, ...]] = []

    async def answer(self, question: str, *, turns: Sequence[str] = ()) -> Answer:
        """What it was told to say."""
        self.turns.append(tuple(turns))
        if question not in self.said:
            return Answer(question, "vi", answered=False, reason="answers.not_found")
        text, article_id = self.said[question]
        article = next(article for article in ARTICLES if article.id == article_id)
        return Answer(
            question, "vi", answered=True, text=text, evidence=(Evidence(article, article.body[:400], 0, 400),)
        )


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    file = tmp_path / "gold.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS), "utf-8")
    return file


def test_the_review_form_gives_each_form_that_a_row_has(gold: Path) -> None:
    questions = read_gold(gold)
    assert [(q.id, q.form) for q in questions if q.id in {"a1", "a2"}] == [
        ("a1", "vi"), ("a1", "plain"), ("a1", "en"), ("a2", "vi"), ("a2", "plain"),
    ]  # fmt: skip
    folded = next(q for q in questions if q.id == "a2" and q.form == "plain")
    assert folded.text == "ngay nao mo thu vien?"
    followup = next(q for q in questions if q.group == "followup" and q.form == "vi")
    assert (followup.text, followup.turns) == ("Còn năm 2019?", ("Năm 2020 kết nạp mấy đảng viên?",))


def test_the_short_form_is_answerable(tmp_path: Path) -> None:
    file = tmp_path / "short.jsonl"
    file.write_text('{"id": 7, "question": "Ở đâu?", "articles": ["x"], "answers": ["Huế"]}\n', "utf-8")
    (first, second) = read_gold(file)
    assert (first.id, first.group, first.articles, first.kind) == ("7", "answerable", ("x",), None)
    assert second.text == "o dau?"


@pytest.mark.parametrize("content", ["", "not json", '{"set": "answerable"}', '{"id": "1", "question": 5}', "[1]"])
def test_what_is_no_gold_set_is_told(tmp_path: Path, content: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(content, "utf-8")
    with pytest.raises(BadQuestion):
        read_gold(file)
    with pytest.raises(BadQuestion, match="cannot be read"):
        read_gold(tmp_path / "missing.jsonl")


async def test_figures_are_those_counted_by_hand(gold: Path) -> None:
    responder = Scripted(
        {
            "bao nhiêu phần trăm chi bộ đã đại hội?": ("91%", "so-ket-2020"),
            "ngày nào mở thư viện?": ("45,6 tỷ đồng", "so-ket-2019"),
            "giá vàng?": ("91%", "so-ket-2020"),
            "Còn năm 2019?": ("106 đảng viên mới", "so-ket-2019"),
        }
    )
    seen: list[int] = []
    report = await evaluate(responder, WordSearch(), read_gold(gold), seen.append)
    facts = report.facts()
    vietnamese = facts["vi"]
    assert isinstance(vietnamese, dict)
    counted = {
        "n": 2,
        "answered": 1.0,
        "right": 0.5,
        "proof": 0.5,
        "article": 0.5,
        "wrong": 0.5,
        "exact": 0.5,
        "f1": 0.5,
    }
    answerable = vietnamese["answerable"]
    assert {name: answerable[name] for name in counted} == counted
    assert answerable["intervals"]["right"] == [0.0, 1.0]
    assert vietnamese["unanswerable"]["wrong"] == 1.0
    assert vietnamese["followup"]["right"] == 1.0
    assert vietnamese["retrieval"]["R@5"] == 1.0
    assert facts["en"]["answerable"]["answered"] == 0.0  # type: ignore[index]  # a nested JSON object
    assert seen == list(range(1, len(seen) + 1))
    assert ("Năm 2020 kết nạp mấy đảng viên?",) in responder.turns
    assert vietnamese["refusals"] == {
        "n": 3, "F1": 0.0, "answered_wrongly": 1.0, "refused_wrongly": 0.0,
        "intervals": {"F1": [0.0, 0.0], "answered_wrongly": [1.0, 1.0], "refused_wrongly": [0.0, 0.0]},
    }  # fmt: skip
    assert vietnamese["followup_by_type"]["number"]["f1"] == 0.857
    assert report.flat()["vi.answerable.right"] == 0.5
    assert not [name for name in report.flat() if "percent" in name]


async def test_what_an_answer_says_without_its_quote_is_counted(gold: Path) -> None:
    responder = Scripted({"ngày nào mở thư viện?": ("45,6 tỷ đồng, ngày 5/7", "so-ket-2019")})
    report = await evaluate(responder, WordSearch(), read_gold(gold))
    assert report.said() == (2, 1)
    assert report.facts()["vi"]["said"]["standing"] == 0.5  # type: ignore[index]  # a nested JSON object


async def test_an_answer_without_a_short_text_is_told_apart(gold: Path) -> None:
    (question, *_) = read_gold(gold)
    article = ARTICLES[0]
    proof = Evidence(article, article.body[:400], 0, 400)
    outcome = judge(question, Answer("?", "vi", answered=True, evidence=(proof,)), None, 1.0)
    assert (outcome.silent, outcome.proved, outcome.right, outcome.handled) == (True, True, False, True)


async def test_where_only_the_article_is_known_finding_alone_is_judged(tmp_path: Path) -> None:
    file = tmp_path / "found.jsonl"
    file.write_text(
        '{"id": 1, "question": "Thư viện xã Phú Lộc mở cửa ngày nào?", "articles": ["thu-vien"]}\n', "utf-8"
    )
    report = await evaluate(Scripted({}), WordSearch(), read_gold(file))
    facts = report.facts()["vi"]
    assert isinstance(facts, dict)
    assert facts["retrieval"]["R@1"] == 1.0
    assert "answerable" not in facts


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_an_interval_holds_its_figure_and_is_the_same_every_time(values: list[float]) -> None:
    figure = Figure.share(values)
    low, high = figure.interval()
    assert min(values) - 0.001 <= low <= high <= max(values) + 0.001
    assert (low, high) == figure.interval()
    if len(set(values)) == 1:
        assert low == high == figure.value


def test_an_interval_is_as_wide_as_theory_says() -> None:
    figure = Figure.share([1.0] * 60 + [0.0] * 40)
    low, high = figure.interval()
    deviation = (0.6 * 0.4 / 100) ** 0.5
    assert low == pytest.approx(0.6 - 1.96 * deviation, abs=0.02)
    assert high == pytest.approx(0.6 + 1.96 * deviation, abs=0.02)


def test_a_ratio_of_sums_is_no_mean_of_ratios() -> None:
    assert Figure(((1, 1), (0, 3))).value == 0.25
    assert (Figure(((0, 0),)).value, Figure(((0, 0),)).interval(), Figure(()).interval()) == (0, (0, 0), (0, 0))


def test_only_questions_whose_articles_are_there_apply(gold: Path) -> None:
    questions = read_gold(gold)
    assert {q.id for q in applicable(questions, {"thu-vien"})} == {"a2", "u1"}
    assert applicable(questions, {"another"}) == []
    assert {q.group for q in packaged_gold()} == {"answerable", "unanswerable", "followup"}


@pytest.mark.parametrize(
    ("text", "exact", "f1"),
    [("91%", True, 1.0), ("khoảng 91%", False, 2 / 3), ("92%", False, 0.0), ("", False, 0.0)],
)
def test_spans_are_compared_as_span_sets_do(text: str, exact: bool, f1: float) -> None:  # noqa: FBT001
    assert (is_exact(text, ["91%", "91 phần trăm"]), best_f1(text, ["91%"])) == (exact, pytest.approx(f1))


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("đạt gần 94% kế hoạch", ["94%"], True),
        ("94,5%", ["94%"], False),
        ("Uỷ ban nhân dân huyện", ["Ủy ban nhân dân"], True),
        ("ông Lê Khôi", ["Lê Minh Khôi"], True),
        ("bất kỳ", [], False),
        ("", ["x"], False),
    ],
)
def test_agreement_is_word_for_word_or_nearly(text: str, answers: list[str], expected: bool) -> None:  # noqa: FBT001
    assert agrees(text, answers) is expected
