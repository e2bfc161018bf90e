"""`hoidap ask`: fields, batches, conversations, bad questions."""

import json

import pytest

from tests.conftest import Installation

FIELDS = {
    "id", "question", "answered", "answer", "quote", "article_id", "version", "title", "url", "published", "start",
    "end", "period", "as_of", "evidence", "confidence", "language", "reason", "choices", "alternatives", "took_ms",
}  # fmt: skip
QUESTION = "tỷ lệ tổ chức cơ sở đảng đã đại hội?"


def test_an_answer_has_the_fields_that_programs_rely_on(reading: Installation) -> None:
    answer = reading.hoidap("ask", QUESTION, "--json").row
    assert set(answer) >= FIELDS
    assert (answer["answered"], answer["answer"], answer["language"]) == (True, "94%", "vi")
    body = reading.hoidap("corpus", "show", answer["article_id"], "--json").row["body"]
    assert body[answer["start"] : answer["end"]] == answer["quote"]


def test_a_person_sees_the_same_facts(reading: Installation) -> None:
    answer = reading.hoidap("ask", QUESTION, "--json").row
    out = reading.hoidap("ask", QUESTION).out
    assert all(answer[field] in out for field in ("answer", "quote", "title", "url", "as_of"))


def test_a_refusal_is_done_and_says_why_in_the_language_of_the_question(reading: Installation) -> None:
    for question, language in (("giá vàng hôm nay?", "vi"), ("what is the price of gold today?", "en")):
        outcome = reading.hoidap("ask", question, "--json")
        assert outcome.code == 0
        answer = outcome.row
        assert (answer["answered"], answer["answer"], answer["language"]) == (False, None, language)
        assert answer["reason"]


def test_a_batch_answers_in_order_and_a_conversation_by_its_last_turn(reading: Installation) -> None:
    rows = [
        {"id": 3, "question": QUESTION},
        {"id": "c", "turns": ["giá vàng hôm nay?", QUESTION]},
        {"id": None, "turns": []},
        {"id": 5, "question": ""},
        {"id": 6, "question": "x" * 20_000},
        {"id": 7, "question": "giá vàng hôm nay?"},
    ]
    path = reading.folder / "batch.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    outcome = reading.hoidap("ask", "--batch", str(path), "--json")
    assert outcome.code == 3
    assert [(row["id"], row["answer"]) for row in outcome.rows] == [(3, "94%"), ("c", "94%"), (7, None)]
    assert all(f"line {number}:" in outcome.err for number in (3, 4, 5))


@pytest.mark.parametrize("question", ["", " \u200b ", "x" * 20_000])
def test_empty_and_oversized_questions_are_bad_input(reading: Installation, question: str) -> None:
    outcome = reading.hoidap("ask", question)
    assert outcome.code == 3
    assert len(outcome.sentence) < 300


@pytest.mark.parametrize(
    "question", ["😀😀", "<b onclick=x>đại hội</b>", "2020年大会的比例是多少", "?" * 50, "\u0000đại", "9" * 500]
)
def test_strange_questions_are_no_fault(reading: Installation, question: str) -> None:
    outcome = reading.hoidap("ask", question, "--json")
    assert outcome.code in {0, 3}
    assert "unexpected" not in outcome.err


def test_debug_shows_where_an_error_came_from(reading: Installation) -> None:
    assert "Traceback" in reading.hoidap("--debug", "ask", "").err
    assert "Traceback" not in reading.hoidap("ask", "").err
