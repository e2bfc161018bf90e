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
    tables = filled.hoidap("evaluate", path).out
    assert "Finding the article" in tables
    assert "1.000 1.00-1.00" in tables
    assert "stand in their quote: 100.0 %" in tables
    assert max(map(len, tables.splitlines())) <= 100
    assert "…" not in tables


def test_a_gate_passes_what_it_recorded_and_fails_on_what_fell(filled: Installation) -> None:
    path, gate = gold(filled), filled.folder / "gate.json"
    assert filled.hoidap("evaluate", path, "--record", str(gate)).code == 0
    assert filled.hoidap("evaluate", path, "--gate", str(gate)).code == 0
    better = json.loads(gate.read_text("utf-8"))
    better["figures"] |= {"vi.answerable.wrong": -0.5, "vi.retrieval.R@1": 1.5, "vi.lost.figure": 0.5}
    gate.write_text(json.dumps(better), "utf-8")
    outcome = filled.hoidap("evaluate", path, "--gate", str(gate), "--json")
    assert outcome.code == 3
    assert outcome.row["vi"]["answerable"]["right"] == 1
    assert [line for line in outcome.err.splitlines() if line.startswith("fell: ")] == [
        "fell: vi.retrieval.R@1: 1.000, recorded 1.500",
        "fell: vi.answerable.wrong: 0.000, recorded -0.500",
        "fell: vi.lost.figure: missing, recorded 0.500",
    ]
    assert "3 of" in outcome.err.splitlines()[-1]
    tolerant = filled.hoidap("evaluate", path, "--gate", str(gate), "--tolerance", "0.5")
    assert [line for line in tolerant.err.splitlines() if line.startswith("fell: ")] == [
        "fell: vi.lost.figure: missing, recorded 0.500"
    ]


def test_a_gate_is_not_recorded_over_by_a_run_that_fell(filled: Installation) -> None:
    path, gate = gold(filled), filled.folder / "gate.json"
    filled.hoidap("evaluate", path, "--record", str(gate))
    worse = gate.read_text("utf-8").replace('"vi.retrieval.R@1": 1.0', '"vi.retrieval.R@1": 1.5')
    gate.write_text(worse, "utf-8")
    assert filled.hoidap("evaluate", path, "--gate", str(gate), "--record", str(gate)).code == 3
    assert gate.read_text("utf-8") == worse


def test_a_gate_of_other_questions_is_refused(filled: Installation) -> None:
    path, gate = gold(filled), filled.folder / "gate.json"
    filled.hoidap("evaluate", path, "--record", str(gate))
    (filled.folder / "gold.jsonl").write_text(json.dumps(GOLD[1]), "utf-8")
    outcome = filled.hoidap("evaluate", path, "--gate", str(gate))
    assert outcome.code == 3
    assert "--record" in outcome.err.splitlines()[-1]


@pytest.mark.parametrize(
    "content", [None, "not json", "[]", "{}", '{"figures": {"x": "y"}, "questions": "", "count": 1}']
)
def test_what_is_no_gate_is_told_before_anything_is_asked(reading: Installation, content: str | None) -> None:
    gate = reading.folder / "none.json"
    if content is not None:
        gate.write_text(content, "utf-8")
    outcome = reading.hoidap("evaluate", "missing.jsonl", "--gate", str(gate))
    assert outcome.code == 3
    assert "--record" in outcome.sentence


def test_a_gate_that_cannot_be_written_is_the_environments_fault(filled: Installation) -> None:
    path = gold(filled)
    assert filled.hoidap("evaluate", path, "--record", str(filled.folder / "nowhere" / "gate.json")).code == 7


def test_one_form_alone_may_be_asked(filled: Installation) -> None:
    assert set(filled.hoidap("evaluate", gold(filled), "--form", "plain", "--json").row) == {"plain"}


def test_without_a_gold_set_the_installations_own_is_asked(filled: Installation) -> None:
    own = filled.folder / "data" / "own.jsonl"
    own.write_text((filled.folder / gold(filled)).read_text("utf-8"), "utf-8")
    config = filled.folder / "config.toml"
    config.write_text(config.read_text("utf-8") + '[evaluation]\ngold = "own.jsonl"\n', "utf-8")
    assert filled.hoidap("evaluate", "--json").row["vi"]["answerable"]["n"] == 1
    own.unlink()
    assert filled.hoidap("evaluate").code == 3


def test_without_any_questions_the_command_says_what_to_name(fresh: Installation) -> None:
    fresh.write("one.txt", "Một bài\nXã có 5 thôn.")
    fresh.hoidap("corpus", "add", str(fresh.folder / "one.txt"))
    outcome = fresh.hoidap("evaluate")
    assert outcome.code == 2
    assert "evaluation.gold" in outcome.sentence


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"not json\n", b"[]\n", b'{"no": "question"}\n', b""])
def test_what_is_no_gold_set_is_bad_input(filled: Installation, content: bytes | None) -> None:
    path = "missing.jsonl" if content is None else filled.write("gold.jsonl", content)
    outcome = filled.hoidap("evaluate", path)
    assert outcome.code == 3
    assert ".jsonl" in outcome.sentence
