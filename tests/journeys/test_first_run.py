"""The newcomer's way, with the real command in an empty folder and everything as it comes."""

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

HOIDAP = Path(sys.executable).parent / "hoidap"
PATIENCE_SECONDS = 120
FORMS = (
    "what share of grassroots organizations held congresses?",
    "tỷ lệ tổ chức cơ sở đảng đã đại hội?",
    "ti le to chuc co so dang da dai hoi",
)
ARTICLE = {
    "id": "vi-du-trong-rung",
    "title": "Xã Vân Tùng tổng kết phong trào trồng rừng năm 2030",
    "body": "Ngày 10/1/2031, UBND xã Vân Tùng tổng kết phong trào trồng rừng năm 2030. Tính đến ngày 31/12/2030, 71% "
    "hộ dân trong xã đã nhận khoán rừng. Năm 2031, xã sẽ giao khoán phần rừng còn lại cho các tổ quản lý.",
}
OTHERS = ("HOIDAP_", "TELEGRAM_", "ZALO_")


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(OTHERS)}


def hoidap(folder: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [str(HOIDAP), *arguments],
        cwd=folder,
        env=environment(),
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
        check=False,
    )


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("newcomer")
    loaded = hoidap(folder, "corpus", "samples", "--if-new")
    assert loaded.returncode == 0, loaded.stderr
    return folder


def asked(folder: Path, *questions: str) -> list[dict[str, Any]]:
    lines = "".join(json.dumps({"id": number, "question": text}) + "\n" for number, text in enumerate(questions))
    done = hoidap(folder, "ask", "--batch", "-", "--json", stdin=lines)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.split("\n") if line]


def test_the_three_forms_are_answered_with_the_sentence_that_proves_it(newcomer: Path) -> None:
    for answer in asked(newcomer, *FORMS):
        assert (answer["answered"], answer["answer"], answer["as_of"]) == (True, "94%", "20/6/2020"), answer["question"]
        shown = hoidap(newcomer, "corpus", "show", str(answer["article_id"]), "--json")
        article = json.loads(shown.stdout)
        assert article["body"][answer["start"] : answer["end"]] == answer["quote"]
        assert "94%" in answer["quote"]
        assert (answer["title"], answer["published"], answer["url"]) == (
            article["title"],
            article["published"],
            article["url"],
        )


def test_what_the_archive_does_not_say_is_declined(newcomer: Path) -> None:
    (answer,) = asked(newcomer, "giá vàng hôm nay?")
    assert not answer["answered"]
    assert "kho tin" in answer["reason"]
    assert (answer["answer"], answer["quote"]) == (None, None)


def test_an_answer_from_a_sample_says_so_to_a_person(newcomer: Path) -> None:
    shown = hoidap(newcomer, "ask", FORMS[1])
    assert shown.stdout.startswith("94%")
    assert "ài mẫu" in shown.stdout
    assert "20/6/2020" in shown.stdout


def test_the_doctor_finds_a_new_installation_healthy(newcomer: Path) -> None:
    done = hoidap(newcomer, "doctor", "--json")
    states = {finding["subject"]: finding["state"] for finding in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0
    assert (states["articles"], states["index"], states["model"], states["telegram"]) == ("ok", "ok", "ok", "note")


def test_output_that_nobody_reads_any_more_is_no_fault(newcomer: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(  # noqa: S603 - our own command
            [str(HOIDAP), "corpus", "list"],
            cwd=newcomer,
            env=environment(),
            stdout=closed,
            stderr=subprocess.PIPE,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
    assert (done.returncode, done.stderr) == (141, b"")


class Server:
    """`hoidap serve` in a folder, on a free port; its lines are read as they come."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own command
            [str(HOIDAP), "serve", "--port", "0"],
            cwd=folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        assert self.process.stdout
        self.lines: list[str] = []
        for line in self.process.stdout:
            self.lines.append(line)
            if "http://127.0.0.1:" in line:
                self.url = line.split("ready at ")[1].split()[0]
                return
        raise AssertionError("".join(self.lines))

    def ask(self, question: str) -> dict[str, Any]:
        """The page's answer to a question."""
        request = urllib.request.Request(  # noqa: S310 - http on loopback
            self.url + "api/ask",
            json.dumps({"question": question}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as response:  # noqa: S310 - as above
            found: dict[str, Any] = json.load(response)
            return found


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    watchdog = threading.Timer(PATIENCE_SECONDS, server.process.kill)
    watchdog.start()
    try:
        yield server
    finally:
        watchdog.cancel()
        server.process.kill()
        server.process.communicate()


def test_the_page_answers_learns_new_articles_without_restart_and_stops_in_order(newcomer: Path) -> None:
    with serving(newcomer) as server:
        assert server.ask(FORMS[1])["answer"] == "94%"
        added = hoidap(newcomer, "corpus", "add", "-", stdin=json.dumps(ARTICLE) + "\n")
        assert added.returncode == 0, added.stderr
        assert server.ask("tỷ lệ hộ dân xã Vân Tùng đã nhận khoán rừng?")["answer"] == "71%"
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(PATIENCE_SECONDS) == 0


def test_a_port_in_use_is_one_sentence_and_exit_code_7(newcomer: Path) -> None:
    with serving(newcomer) as server:
        port = server.url.rstrip("/").rsplit(":", 1)[1]
        second = hoidap(newcomer, "serve", "--port", port)
    assert second.returncode == 7
    assert second.stderr.count("\n") == 1
    assert port in second.stderr


def test_beyond_this_machine_only_when_the_configuration_says_who(newcomer: Path) -> None:
    refused = hoidap(newcomer, "serve", "--host", "0.0.0.0", "--port", "0")  # noqa: S104 - that is the point
    assert refused.returncode == 3
    assert "access" in refused.stderr
