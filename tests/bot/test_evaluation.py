"""Evaluation: both forms of gold sets, and figures counted by hand."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.answer import Answer
from bot.errors import BadQuestion
from bot.evaluation import evaluate, read_gold
from bot.evaluation_agreement import agrees
from bot.evidence import Evidence
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
    answerable = {"n": 2, "answered": 1.0, "right": 0.5, "proof": 0.5, "article": 0.5, "wrong": 0.5}
    assert vietnamese["answerable"] == answerable
    assert vietnamese["unanswerable"]["wrong"] == 1.0
    assert vietnamese["followup"]["right"] == 1.0
    assert vietnamese["retrieval"]["R@5"] == 1.0
    assert facts["en"]["answerable"]["answered"] == 0.0  # type: ignore[index]  # a nested JSON object
    assert seen == list(range(1, len(seen) + 1))
    assert ("Năm 2020 kết nạp mấy đảng viên?",) in responder.turns
    assert "followup" in report.table()


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
