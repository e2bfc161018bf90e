"""`hoidap evaluate`: a gold set in, shares out, the same for people and programs."""

import json

import pytest

from tests.conftest import Installation

GOLD = (
    {"set": "answerable", "qid": "1", "id": "ID", "type": "percent", "q_vi": "tỷ lệ tổ chức cơ sở đảng đã đại hội?",
     "q_plain": "ti le to chuc co so dang da dai hoi", "q_en": "?", "answers": ["94%"],
     "sentence": "Tính đến ngày 20/6/2020, 94% tổ chức cơ sở đảng đã đại hội xong."},
    {"set": "unanswerable", "qid": "2", "q_vi": "giá vàng hôm nay?", "q_plain": "gia vang hom nay", "q_en": "?"},
)  # fmt: skip


def gold(installation: Installation) -> str:
    article = installation.hoidap("ask", GOLD[0]["q_vi"], "--json").row["article_id"]
    rows = [json.dumps({**row, "id": article}) for row in GOLD]
    return installation.write("gold.jsonl", "\n".join(rows))


def test_right_answers_and_refusals_are_counted_by_form(filled: Installation) -> None:
    path = gold(filled)
    report = filled.hoidap("evaluate", path, "--json").row
    assert report["vi"]["answerable"]["right"] == 1
    assert report["vi"]["unanswerable"]["answered"] == 0
    assert report["plain"]["retrieval"]["R@1"] == 1
    table = filled.hoidap("evaluate", path).out
    assert "answerable" in table
    assert "R@1 1.0" in table


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"not json\n", b"[]\n", b'{"no": "question"}\n', b""])
def test_what_is_no_gold_set_is_bad_input(filled: Installation, content: bytes | None) -> None:
    path = "missing.jsonl" if content is None else filled.write("gold.jsonl", content)
    outcome = filled.hoidap("evaluate", path)
    assert outcome.code == 3
    assert ".jsonl" in outcome.sentence
