"""`hoidap doctor`: a healthy installation, faults with their mends, and no secrets."""

import json
import sqlite3
from pathlib import Path

import pytest

from bot.doctor import examine
from bot.settings import load_configuration
from tests.conftest import PLAIN_CONFIG, Installation


def states(installation: Installation) -> dict[str, str]:
    return {row["subject"]: row["state"] for row in installation.hoidap("doctor", "--json").rows}


def test_a_new_home_is_healthy_and_a_filled_one_too(fresh: Installation, reading: Installation) -> None:
    assert fresh.hoidap("doctor").code == 0
    assert states(fresh)["articles"] == "note"
    assert (states(reading)["articles"], states(reading)["index"]) == ("ok", "ok")


def test_what_a_person_reads_is_what_a_program_gets(reading: Installation) -> None:
    out = reading.hoidap("doctor").out
    for row in reading.hoidap("doctor", "--json").rows:
        if row["subject"] != "disk":
            assert row["told"] in out


def test_a_stale_index_is_a_fault_with_its_mend(filled: Installation) -> None:
    filled.write("config.toml", PLAIN_CONFIG.replace("64", "32"))
    outcome = filled.hoidap("doctor", "--json")
    assert outcome.code == 7
    (index,) = [row for row in outcome.rows if row["subject"] == "index"]
    assert index["state"] == "fault"
    assert "hoidap index rebuild" in index["told"]


def test_an_index_behind_the_corpus_is_worth_a_note(filled: Installation) -> None:
    row = json.dumps({"id": "new", "title": "Mới", "body": "Xã Mới có 5 thôn."})
    filled.hoidap("corpus", "add", "--no-index", filled.write("new.jsonl", row))
    assert states(filled)["index"] == "note"


def test_a_damaged_database_is_a_fault(filled: Installation) -> None:
    database = filled.home / "corpus.sqlite3"
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    raw = bytearray(database.read_bytes())
    raw[4096:] = b"\x5a" * (len(raw) - 4096)
    database.write_bytes(raw)
    outcome = filled.hoidap("doctor", "--json")
    assert outcome.code == 7
    assert "fault" in {row["state"] for row in outcome.rows if row["subject"] == "articles"}


def test_a_model_that_is_not_there_is_a_fault(fresh: Installation) -> None:
    fresh.write("config.toml", '[embedder]\nname = "no-such"\n')
    assert states(fresh)["model"] == "fault"


@pytest.mark.parametrize("given", ["token", "both", "file"])
async def test_no_finding_holds_a_token(tmp_path: Path, given: str) -> None:
    token = "123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 - made up
    environ = {"TELEGRAM_BOT_TOKEN": token} if given != "file" else {}
    if given != "token":
        environ["TELEGRAM_BOT_TOKEN_FILE"] = str(tmp_path / "missing")
    findings = await examine(load_configuration(environ={}, folder=tmp_path), environ)
    (telegram,) = [finding for finding in findings if finding.subject == "telegram"]
    assert telegram.state == ("ok" if given == "token" else "fault")
    assert not any(token in finding.told for finding in findings)
