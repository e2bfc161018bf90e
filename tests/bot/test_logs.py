"""Logs: one JSON object per line in the home, and no token in any of them."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from bot.errors import EnvironmentFault
from bot.home import Home
from bot.logs import start_logging
from bot.logs_settings import LogSettings

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"  # noqa: S105 - made up


@pytest.fixture(autouse=True)
def _undone() -> Iterator[None]:
    """Logging is the process's: it is put back as it was."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    structlog.reset_defaults()


def lines(home: Home) -> list[dict[str, object]]:
    return [json.loads(line) for line in (home.logs / "hoidap.jsonl").read_text("utf-8").splitlines()]


def test_both_kinds_of_loggers_write_json_lines(tmp_path: Path) -> None:
    home = Home(tmp_path)
    start_logging(home, LogSettings())
    logging.getLogger("bot.x").info("tiếng %s", "Việt")
    structlog.get_logger("hoidap.web").info("answered", id="a1", answered=True)
    first, second = lines(home)
    assert (first["event"], first["level"], first["logger"]) == ("tiếng Việt", "info", "bot.x")
    assert (second["event"], second["id"], second["answered"]) == ("answered", "a1", True)


def test_no_token_is_written_whichever_way_it_comes(tmp_path: Path) -> None:
    home = Home(tmp_path)
    told: list[str] = []
    start_logging(home, LogSettings(level="debug"), warn=told.append)
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot%s/getMe", TOKEN)
    logging.getLogger("bot.x").warning("cannot reach https://api.telegram.org/bot%s/getMe", TOKEN)
    structlog.get_logger("y").error("failed", url=f"bot{TOKEN}", deep={"list": [TOKEN]})
    try:
        int(f"bad url {TOKEN}")
    except ValueError:
        logging.getLogger("bot.x").exception("failed")
    written = (home.logs / "hoidap.jsonl").read_text("utf-8")
    assert written.count("\n") == 3
    assert "bad url ***'" in written
    assert not [text for text in (written, *told) if TOKEN.split(":")[1] in text]


def test_warnings_reach_the_terminal_and_news_does_not(tmp_path: Path) -> None:
    told: list[str] = []
    start_logging(Home(tmp_path), LogSettings(), warn=told.append)
    logging.getLogger("bot.x").info("news")
    logging.getLogger("bot.x").warning("beware of %s", 5)
    structlog.get_logger("y").warning("slow", seconds=3)
    assert told == ["beware of 5", "slow"]


def test_logs_that_cannot_be_written_are_an_environment_fault(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("not a folder", "utf-8")
    with pytest.raises(EnvironmentFault, match="logs"):
        start_logging(Home(tmp_path), LogSettings())


def test_a_fault_is_logged_without_what_people_asked(tmp_path: Path) -> None:
    home = Home(tmp_path)
    start_logging(home, LogSettings())

    def answering(question: str) -> float:
        return len(question) / 0

    try:
        answering("câu hỏi riêng tư")
    except ZeroDivisionError:
        logging.getLogger("bot.x").exception("a fault")
    (line,) = lines(home)
    assert "ZeroDivisionError" in json.dumps(line)
    assert "riêng tư" not in json.dumps(line, ensure_ascii=False)


def test_a_known_secret_is_not_written_whatever_it_looks_like(tmp_path: Path) -> None:
    home, told = Home(tmp_path), list[str]()
    start_logging(home, LogSettings(), warn=told.append, secrets=("correct horse battery", "short"))
    logging.getLogger("bot.x").warning("header %s", "Bearer correct horse battery")
    structlog.get_logger("y").warning("sent", headers={"x": ["correct horse battery"]}, note="short")
    written = (home.logs / "hoidap.jsonl").read_text("utf-8")
    assert "horse" not in written
    assert "short" in written
    assert told == ["header Bearer ***", "sent"]


def test_logs_rotate_and_the_oldest_goes(tmp_path: Path) -> None:
    home = Home(tmp_path)
    start_logging(home, LogSettings(max_bytes=10_000, keep_files=3))
    for number in range(400):
        logging.getLogger("bot.x").info("line %d %s", number, "x" * 100)
    files = sorted(path.name for path in home.logs.iterdir())
    assert files == ["hoidap.jsonl", "hoidap.jsonl.1", "hoidap.jsonl.2"]
    assert all(path.stat().st_size <= 10_000 for path in home.logs.iterdir())
    rest = [json.loads(line) for name in reversed(files) for line in (home.logs / name).read_text("utf-8").splitlines()]
    numbers = [int(str(row["event"]).split()[1]) for row in rest]
    assert numbers == list(range(numbers[0], 400))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to try")
def test_a_full_disk_is_told_once_and_shows_no_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home, told = Home(tmp_path), list[str]()
    home.logs.mkdir()
    (home.logs / "hoidap.jsonl").symlink_to("/dev/full")
    start_logging(home, LogSettings(), warn=told.append)
    for _ in range(3):
        logging.getLogger("bot.x").info("news")
    (warning,) = told
    assert "hoidap.jsonl cannot be written" in warning
    assert capsys.readouterr().err == ""
