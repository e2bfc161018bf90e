"""`hoidap corpus`: articles in and out, what is said about bad ones, exit codes."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from bot.indexing import LOCK_NAME
from tests.conftest import PLAIN_CONFIG, Installation

TWO = (
    '{"id": "a", "title": "Hội nghị Một", "body": "Năm 2020 xã Một trồng 15 ha rừng.", "published": "2020-07-01"}\n'
    '{"id": "b", "title": "Hội nghị Hai", "body": "Năm 2020 xã Hai trồng 27 ha rừng.", "note": "giữ lại"}\n'
)


def test_articles_added_are_listed_shown_and_found(fresh: Installation) -> None:
    added = fresh.hoidap("corpus", "add", fresh.write("two.jsonl", TWO), "--json").row
    assert (added["added"], added["index"]["articles"]) == (2, 2)
    listed = fresh.hoidap("corpus", "list", "--json").rows
    assert [row["article_id"] for row in listed] == ["a", "b"]
    assert "15 ha" in fresh.hoidap("corpus", "show", "a").out
    hits = fresh.hoidap("search", "xã Hai trồng rừng", "--json").row["hits"]
    assert hits[0]["article_id"] == "b"


def test_adding_the_same_again_changes_nothing_and_another_text_makes_a_version(fresh: Installation) -> None:
    path = fresh.write("two.jsonl", TWO)
    fresh.hoidap("corpus", "add", path)
    again = fresh.hoidap("corpus", "add", path, "--json").row
    assert (again["unchanged"], again["index"]["changed"]) == (2, 0)
    changed = fresh.hoidap("corpus", "add", fresh.write("two.jsonl", TWO.replace("27 ha", "28 ha")), "--json").row
    assert (changed["unchanged"], changed["updated"]) == (1, 1)
    assert [row["version"] for row in fresh.hoidap("corpus", "history", "b", "--json").rows] == [1, 2]
    assert "28 ha" in fresh.hoidap("corpus", "show", "b").out
    assert "27 ha" in fresh.hoidap("corpus", "show", "b", "--version", "1").out


def test_good_lines_of_a_broken_file_are_added_and_bad_ones_named(fresh: Installation) -> None:
    first, second = TWO.splitlines()
    outcome = fresh.hoidap("corpus", "add", fresh.write("mixed.jsonl", f"{first}\nnot json\n{second}\n[]\n"), "--json")
    assert outcome.code == 3
    assert (outcome.row["added"], [p["line"] for p in outcome.row["problems"]]) == (2, [2, 4])
    assert "line 2" in outcome.err
    assert "line 4" in outcome.err
    assert fresh.hoidap("search", "xã Hai trồng rừng", "--json").row["hits"]


def test_text_markdown_and_folders_are_read(fresh: Installation) -> None:
    folder = fresh.folder / "texts"
    folder.mkdir()
    (folder / "one.txt").write_text("Tiêu đề một\n\nXã Ba có 12 thôn.", "utf-8")
    (folder / "two.md").write_text("# Tiêu đề hai\n\nXã Bốn có 9 thôn.", "utf-8")
    assert fresh.hoidap("corpus", "add", str(folder), "--json").row["added"] == 2
    titles = {row["title"] for row in fresh.hoidap("corpus", "list", "--json").rows}
    assert titles == {"Tiêu đề một", "Tiêu đề hai"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("missing.txt", None),
        ("empty.txt", b""),
        ("binary.txt", b"\x00\x01\xff\xfe" * 50),
        ("legacy.txt", b"Ti\xeau \xf0\xec\n\nX\xe3 Ba c\xf3 12 th\xf4n."),
        ("sheet.xlsx", b"PK\x03\x04"),
        ("broken.jsonl", b"\xff\xff\n"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_and_exit_code_3(
    fresh: Installation, name: str, content: bytes | None
) -> None:
    path = str(fresh.folder / name) if content is None else fresh.write(name, content)
    outcome = fresh.hoidap("corpus", "add", path)
    assert outcome.code == 3
    assert name in outcome.sentence
    assert outcome.out == ""
    assert fresh.hoidap("corpus", "list", "--json").rows == []


def test_links_to_private_addresses_are_refused(fresh: Installation) -> None:
    outcome = fresh.hoidap("corpus", "add", "http://127.0.0.1:9/x")
    assert outcome.code == 3
    assert "127.0.0.1" in outcome.sentence


def test_removed_articles_are_gone_until_restored(filled: Installation) -> None:
    listed = filled.hoidap("corpus", "list", "--json").rows
    one = listed[0]["article_id"]
    query = listed[0]["title"]
    assert filled.hoidap("search", query, "--json").row["hits"][0]["article_id"] == one
    assert filled.hoidap("corpus", "remove", one, "--json").row["status"] == "removed"
    assert one not in [hit["article_id"] for hit in filled.hoidap("search", query, "--json").row["hits"]]
    assert filled.hoidap("corpus", "show", one).code == 4
    assert filled.hoidap("corpus", "restore", one).code == 0
    assert filled.hoidap("search", query, "--json").row["hits"][0]["article_id"] == one


@pytest.mark.parametrize("command", ["show", "history", "remove", "restore"])
def test_an_unknown_article_is_exit_code_4(reading: Installation, command: str) -> None:
    outcome = reading.hoidap("corpus", command, "no-such-article")
    assert outcome.code == 4
    assert "no-such-article" in outcome.sentence


def test_an_export_read_back_into_an_empty_home_is_the_same(filled: Installation, fresh: Installation) -> None:
    fresh.hoidap("corpus", "add", fresh.write("two.jsonl", TWO))
    exported = fresh.folder / "out.jsonl"
    assert fresh.hoidap("corpus", "export", str(exported), "--json").row["exported"] == 2
    rows = [json.loads(line) for line in exported.read_text("utf-8").split("\n") if line]
    assert rows == [json.loads(line) for line in TWO.splitlines()]
    assert fresh.hoidap("corpus", "add", str(exported), "--json").row["unchanged"] == 2
    assert filled.hoidap("corpus", "add", str(exported), "--json").row["added"] == 2


def test_an_export_that_fails_leaves_no_half_file(reading: Installation, tmp_path: Path) -> None:
    outcome = reading.hoidap("corpus", "export", str(tmp_path / "no-such-folder" / "out.jsonl"))
    assert outcome.code == 7
    assert not list(tmp_path.iterdir())


def test_samples_are_marked_and_removed_by_one_command(filled: Installation) -> None:
    samples = [row for row in filled.hoidap("corpus", "list", "--limit", "1000", "--json").rows if row["is_sample"]]
    assert len(samples) >= 20
    assert filled.hoidap("corpus", "samples", "--remove", "--json").row["removed"] == len(samples)
    assert filled.hoidap("corpus", "list", "--json").rows == []


def test_samples_for_a_new_home_only_never_come_back(filled: Installation) -> None:
    filled.hoidap("corpus", "samples", "--remove")
    assert filled.hoidap("corpus", "samples", "--if-new").code == 0
    assert filled.hoidap("corpus", "list", "--json").rows == []


def test_without_index_the_articles_wait_for_an_update(fresh: Installation) -> None:
    fresh.hoidap("corpus", "add", fresh.write("two.jsonl", TWO))
    more = fresh.write("more.jsonl", '{"id": "c", "title": "Ba", "body": "Xã Ba trồng 99 ha rừng."}\n')
    assert fresh.hoidap("corpus", "add", more, "--no-index", "--json").row["index"] is None
    assert fresh.hoidap("index", "status", "--json").row["behind"] == 1
    assert fresh.hoidap("index", "update", "--json").row["changed"] == 1
    assert fresh.hoidap("index", "status", "--json").row["behind"] == 0


def test_titles_cannot_drive_the_terminal(fresh: Installation) -> None:
    row = json.dumps({"id": "x", "title": "a\u001b[31mb", "body": "Xã Năm có\u009b2J 5 thôn."})
    fresh.hoidap("corpus", "add", fresh.write("x.jsonl", row + "\n"))
    for command in (("corpus", "list"), ("corpus", "show", "x"), ("search", "xã Năm")):
        out = fresh.hoidap(*command).out
        assert not {"\x1b", "\x9b"} & set(out)


def test_a_second_writer_is_waited_for_briefly_and_told_that_it_is_busy(filled: Installation) -> None:
    filled.write("config.toml", PLAIN_CONFIG + "[corpus]\nbusy_seconds = 0.1\n[index]\nbusy_seconds = 0.1\n")
    path = filled.write("two.jsonl", TWO)
    with closing(sqlite3.connect(filled.home / "corpus.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        outcome = filled.hoidap("corpus", "add", path)
        assert (outcome.code, outcome.out) == (6, "")
        assert outcome.sentence
        assert filled.hoidap("search", "rừng").code == 0
        other.execute("ROLLBACK")
    with FileLock(filled.home / "index" / LOCK_NAME):
        outcome = filled.hoidap("corpus", "add", path)
        assert outcome.code == 6
        assert "hoidap index update" in outcome.sentence
    assert filled.hoidap("index", "update", "--json").row["changed"] == 2
    assert filled.hoidap("corpus", "add", path, "--json").row["unchanged"] == 2
