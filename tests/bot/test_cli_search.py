"""`hoidap search`, `hoidap index`, global options: shapes, batches, exit codes."""

import json

import pytest

from tests.conftest import PLAIN_CONFIG, Installation


def test_a_hit_has_the_fields_that_programs_rely_on(reading: Installation) -> None:
    found = reading.hoidap("search", "tổ chức cơ sở đảng đã đại hội", "--limit", "3", "--json").row
    assert set(found) == {"id", "query", "hits", "took_ms"}
    assert 1 <= len(found["hits"]) <= 3
    assert {"article_id", "title", "passage", "start", "end", "score"} <= set(found["hits"][0])
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert len({hit["article_id"] for hit in found["hits"]}) == len(found["hits"])


def test_a_passage_stands_where_its_offsets_say(reading: Installation) -> None:
    for hit in reading.hoidap("search", "đại hội đảng", "--json").row["hits"]:
        body = reading.hoidap("corpus", "show", hit["article_id"], "--json").row["body"]
        assert body[hit["start"] : hit["end"]] == hit["passage"]


def test_a_person_sees_the_same_hits(reading: Installation) -> None:
    found = reading.hoidap("search", "đại hội đảng", "--limit", "2", "--json").row["hits"]
    out = reading.hoidap("search", "đại hội đảng", "--limit", "2", "--explain").out
    assert all(hit["title"] in out and hit["article_id"] in out for hit in found)
    assert "looked for" in out


def test_a_batch_keeps_order_and_does_the_good_lines(
    reading: Installation, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = [b'{"id": 7, "query": "d\xc4\x91ai hoi\xe2\x80\xa8x"}', b"nonsense", b'{"id": "b", "question": "rung"}']
    lines += [b"[]", b"\xff", b'{"id": 9, "query": ""}', b'{"id": 10, "query": 5}', b'{"query": "thue"}']
    path = tmp_path_factory.mktemp("batch") / "batch.jsonl"
    path.write_bytes(b"\n".join(lines))
    outcome = reading.hoidap("search", "--batch", str(path), "--json")
    assert outcome.code == 3
    assert [row["id"] for row in outcome.rows] == [7, "b", "8"]
    assert outcome.rows[0]["query"] == "dđai hoi\u2028x"
    for number in (2, 4, 5, 6, 7):
        assert f"line {number}:" in outcome.err
    assert "5 of 8" in outcome.err


@pytest.mark.parametrize("query", ["😀", "<script>alert(1)</script>", "北京有多少人", "a" * 1900, '"(AND', "\u2028"])
def test_strange_queries_are_no_fault(reading: Installation, query: str) -> None:
    outcome = reading.hoidap("search", query, "--json")
    assert outcome.code == (3 if not query.strip() else 0)


@pytest.mark.parametrize("query", ["", "  ", "x" * 20_000])
def test_empty_and_oversized_queries_are_bad_input(reading: Installation, query: str) -> None:
    outcome = reading.hoidap("search", query)
    assert outcome.code == 3
    assert len(outcome.sentence) < 300


@pytest.mark.parametrize(
    "arguments",
    [("search",), ("search", "x", "--batch", "y"), ("search", "x", "--limit", "0"), ("nonsense",), ("corpus",),
     ("ask",), ("search", "x", "--nope"), ("corpus", "samples", "--remove", "--if-new"), ("corpus", "add")],
)  # fmt: skip
def test_wrong_usage_is_exit_code_2(reading: Installation, arguments: tuple[str, ...]) -> None:
    outcome = reading.hoidap(*arguments)
    assert outcome.code == 2
    assert outcome.sentence


@pytest.mark.parametrize("command", [("search", "x"), ("ask", "x"), ("index", "verify"), ("index", "update")])
def test_an_empty_home_has_no_usable_index(fresh: Installation, command: tuple[str, ...]) -> None:
    outcome = fresh.hoidap(*command)
    assert outcome.code == 5
    assert "hoidap" in outcome.sentence


def test_an_empty_home_says_how_to_begin(fresh: Installation) -> None:
    assert "corpus samples" in fresh.hoidap("ask", "x").sentence


def test_an_index_of_another_model_is_refused_with_the_mend(filled: Installation) -> None:
    uncompared = "[evaluation]\nleast_questions = 1000\n"
    filled.write("config.toml", PLAIN_CONFIG.replace("64", "32") + uncompared)
    for command in (("search", "x"), ("ask", "x"), ("index", "update")):
        outcome = filled.hoidap(*command)
        assert outcome.code == 5
        assert "hoidap index rebuild" in outcome.sentence
    status = filled.hoidap("index", "status", "--json").row
    assert (status["usable"], "hoidap index rebuild" in status["problem"]) == (False, True)
    assert filled.hoidap("index", "rebuild").code == 0
    assert filled.hoidap("search", "x").code == 0


def test_articles_added_to_a_stale_index_are_kept_and_the_mend_is_named(filled: Installation) -> None:
    filled.write("config.toml", PLAIN_CONFIG.replace("64", "32"))
    row = json.dumps({"id": "new", "title": "Mới", "body": "Xã Mới có 5 thôn."})
    outcome = filled.hoidap("corpus", "add", filled.write("new.jsonl", row), "--json")
    assert (outcome.code, outcome.row["added"], outcome.row["index"]) == (5, 1, None)
    assert "hoidap index rebuild" in outcome.sentence
    assert filled.hoidap("corpus", "show", "new").code == 0


def test_a_damaged_index_is_found_by_verify_and_mended_by_rebuild(filled: Installation) -> None:
    assert filled.hoidap("index", "verify", "--json").row == {"problems": []}
    for path in (filled.home / "index").rglob("vectors*"):
        path.write_bytes(b"")
    assert filled.hoidap("index", "verify").code == 5
    assert filled.hoidap("index", "rebuild").code == 0
    assert filled.hoidap("index", "verify").code == 0


def test_a_setting_that_is_unknown_stops_every_command(fresh: Installation) -> None:
    fresh.write("config.toml", "[index]\nengin = 'flat'\n")
    outcome = fresh.hoidap("corpus", "list")
    assert outcome.code == 3
    assert "index.engin" in outcome.sentence
    assert "engine" in outcome.sentence


def test_a_home_that_cannot_be_written_is_an_environment_fault(fresh: Installation) -> None:
    blocker = fresh.write("file", "not a folder")
    outcome = fresh.hoidap("--home", f"{blocker}/home", "corpus", "list")
    assert outcome.code == 7
    assert "home" in outcome.sentence


def test_the_version_is_told_in_both_ways(fresh: Installation) -> None:
    told = fresh.hoidap("version", "--json").row
    assert told["hoidap"] in fresh.hoidap("version").out


def test_help_names_every_option_and_ends_well(fresh: Installation) -> None:
    outcome = fresh.hoidap("--help")
    assert outcome.code == 0
    assert all(word in outcome.out for word in ("--config", "--home", "--debug", "corpus", "doctor"))


def test_the_index_before_comes_back_and_catches_up(filled: Installation) -> None:
    row = json.dumps({"id": "new", "title": "Mới", "body": "Xã Mới Toanh có 5 thôn."})
    filled.hoidap("corpus", "add", filled.write("new.jsonl", row))
    assert filled.hoidap("search", "Mới Toanh", "--json").row["hits"][0]["article_id"] == "new"
    back = filled.hoidap("index", "rollback", "--json").row
    assert back["articles"] == 29
    status = filled.hoidap("index", "status", "--json").row
    assert (status["articles"], status["behind"], status["usable"]) == (29, 1, True)
    assert filled.hoidap("index", "update", "--json").row["articles"] == 30
    assert filled.hoidap("search", "Mới Toanh", "--json").row["hits"][0]["article_id"] == "new"
    assert filled.hoidap("index", "verify").code == 0


def test_there_is_nothing_to_roll_back_to_at_first_or_with_another_model(filled: Installation) -> None:
    assert filled.hoidap("index", "rollback").code == 4
    uncompared = "[evaluation]\nleast_questions = 1000\n"
    filled.write("config.toml", PLAIN_CONFIG.replace("64", "32") + uncompared)
    filled.hoidap("index", "rebuild")
    outcome = filled.hoidap("index", "rollback")
    assert outcome.code == 5
    assert filled.hoidap("search", "x").code == 0
