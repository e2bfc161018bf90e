"""The examples of the how-to pages fit the program: its commands, its ports, its exit codes."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.channels.telegram.settings import TelegramWebhookSettings
from bot.channels.web.settings import WebSettings
from bot.channels.zalo.settings import ZaloWebhookSettings
from tests.architecture.test_reference import ALL

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "examples"
UNITS = sorted(path for path in EXAMPLES.iterdir() if path.suffix in {".service", ".timer"})


@pytest.mark.parametrize("unit", UNITS, ids=[unit.name for unit in UNITS])
def test_a_unit_runs_a_command_that_exists(unit: Path) -> None:
    known = {path: {option for one in command.params for option in one.opts} for path, command in ALL}
    for line in re.findall(r"^ExecStart=(.*)$", unit.read_text("utf-8"), re.MULTILINE):
        words = shlex.split(shlex.split(line)[-1]) if "/bin/sh" in line else shlex.split(line)
        called = words[words.index("--home") + 2 :]
        assert {word for word in called if word.startswith("--")} <= known[(called[0],)]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="this machine has no systemd")
@pytest.mark.parametrize("unit", UNITS, ids=[unit.name for unit in UNITS])
def test_systemd_takes_the_unit(unit: Path, tmp_path: Path) -> None:
    program = tmp_path / "hoidap"
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    for path in UNITS:
        text = path.read_text("utf-8").replace("/opt/hoidap/.venv/bin/hoidap", str(program))
        (tmp_path / path.name).write_text(text, "utf-8")
    verified = subprocess.run(  # noqa: S603 - a program of the system, on a file of ours
        [shutil.which("systemd-analyze") or "", "verify", "--man=no", str(tmp_path / unit.name)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (verified.returncode, verified.stderr) == (0, "")


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_sends_each_path_to_the_port_that_listens_there(name: str) -> None:
    text = (EXAMPLES / name).read_text("utf-8")
    ports = {WebSettings().port, TelegramWebhookSettings().port, ZaloWebhookSettings().port}
    assert {int(port) for port in re.findall(r"127\.0\.0\.1:(\d+)", text)} == ports
    assert "/metrics" in text
