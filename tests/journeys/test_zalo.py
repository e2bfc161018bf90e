"""The whole way on Zalo: `hoidap serve` as a process, the real parts, the samples, and the emulated platform."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import Installation
from tests.emulators.zalo import Person, ZaloEmulator

ROOT = Path(__file__).parents[2]
ADMIN = 1
OTHERS = ("HOIDAP_", "TELEGRAM_", "ZALO_")
FORMS = (
    "tỷ lệ tổ chức cơ sở đảng đã đại hội?",
    "ti le to chuc co so dang da dai hoi",
    "what share of grassroots organizations held congresses?",
)


@dataclass
class Served:
    """A running `hoidap serve` with Zalo, on an installation that a test may write to."""

    installation: Installation
    zalo: ZaloEmulator
    process: asyncio.subprocess.Process | None = None

    async def start(self, **more: str) -> None:
        """Starts the server; the platform shows when it works."""
        token = self.installation.write("zalo-token", self.zalo.token + "\n")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(OTHERS)} | {
            "ZALO_BOT_TOKEN_FILE": token,
            "HOIDAP_CHANNELS__ZALO__BASE_URL": self.zalo.base_url,
            "HOIDAP_CHANNELS__ZALO__ADMINS": self.zalo.user(ADMIN).id,
            **more,
        }
        config = str(self.installation.folder / "config.toml")
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "from bot.cli import main; main()", "--config", config, "serve", "--port", "0",
            cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip

    async def end(self, how: signal.Signals) -> int:
        """Ends the server; its exit code."""
        assert self.process
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(how)
        await self.process.communicate()
        return self.process.returncode or 0

    async def ask(self, person: Person, text: str) -> str:
        """One message and its reply; a server that has ended is not waited for: what it said last is the failure."""
        assert self.process
        await person.send(text)
        waiting = asyncio.ensure_future(self.zalo.wait_for_reply(person))
        ended = asyncio.ensure_future(self.process.wait())
        await asyncio.wait({waiting, ended}, return_when=asyncio.FIRST_COMPLETED)
        if waiting.done():
            ended.cancel()
            return waiting.result().text
        waiting.cancel()
        _, errors = await self.process.communicate()
        pytest.fail(f"the server ended: {errors.decode()[-500:]}")


@pytest.fixture
async def served(filled: Installation) -> AsyncIterator[Served]:
    async with ZaloEmulator.running() as zalo:
        server = Served(filled, zalo)
        await server.start()
        try:
            yield server
        finally:
            await server.end(signal.SIGTERM)


async def test_a_member_asks_chooses_by_number_and_is_declined(served: Served) -> None:
    an = served.zalo.user(5)
    for question in FORMS:
        reply = await served.ask(an, question)
        assert reply.startswith("94%\n")
        assert "20/6/2020" in reply
        assert "“Tính đến ngày 20/6/2020, 94%" in reply
        assert any(line.startswith("https://") for line in reply.splitlines())
        assert "1: " in reply.splitlines()[-1]
    paragraph = await served.ask(an, "1")
    assert "94% tổ chức cơ sở đảng đã đại hội xong." in paragraph
    assert len(paragraph) > len(reply)
    assert an.id in await served.ask(an, "/id")
    refusal = await served.ask(an, "giá vàng hôm nay?")
    assert "kho tin" in refusal
    assert "“" not in refusal
    await an.send_sticker()
    assert (await served.zalo.wait_for_reply(an)).text
    logs = [file for file in (served.installation.home / "logs").rglob("*") if file.is_file()]
    assert logs
    assert all(served.zalo.token.encode() not in file.read_bytes() for file in logs)
    assert await served.end(signal.SIGTERM) == 0


async def test_a_killed_server_with_a_webhook_answers_what_it_had_taken(filled: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
    webhook = {
        "HOIDAP_CHANNELS__ZALO__MODE": "webhook",
        "HOIDAP_CHANNELS__ZALO__WEBHOOK__URL": f"http://127.0.0.1:{port}/zalo",
        "HOIDAP_CHANNELS__ZALO__WEBHOOK__PORT": port,
    }
    async with ZaloEmulator.running() as zalo:
        server = Served(filled, zalo)
        await server.start(**webhook)
        try:
            people = [zalo.user(number) for number in range(100, 110)]
            assert await server.ask(people[0], "/start")
            for person in people:
                await person.send(FORMS[0])
            await zalo.wait_until(lambda: len(zalo.state.updates) < len(people))
            await server.end(signal.SIGKILL)
            await server.start(**webhook)
            for person in people:
                await zalo.wait_until(lambda: any("94%" in sent.text for sent in zalo.sent(person)))  # noqa: B023 - awaited at once
        finally:
            await server.end(signal.SIGTERM)


async def test_a_wrong_token_is_one_sentence_and_the_page_goes_on(filled: Installation) -> None:
    async with ZaloEmulator.running() as zalo:
        server = Served(filled, zalo)
        await server.start(ZALO_BOT_TOKEN_FILE=filled.write("wrong-token", "9:notthistoken"))
        assert server.process
        assert server.process.stdout
        told = ""
        try:
            async with asyncio.timeout(60):
                while not told.startswith("error: "):
                    told = (await server.process.stdout.readline()).decode()
        finally:
            assert await server.end(signal.SIGTERM) == 0
    assert told.startswith("error: zalo: Zalo does not know the token in ZALO_BOT_TOKEN; ")
    log = "".join(file.read_text() for file in (filled.home / "logs").rglob("*") if file.is_file())
    assert "notthistoken" not in log
    assert "Zalo does not know the token in ZALO_BOT_TOKEN" in log
