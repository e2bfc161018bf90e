"""The whole way on Telegram: `hoidap serve` as a process, the real parts, the samples, and the emulated platform."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.text import has_diacritics
from tests.conftest import Installation
from tests.emulators.telegram import BotMessage, Person, TelegramEmulator

ROOT = Path(__file__).parents[2]
ADMIN = 1
ARTICLE = """Xã Sông Trăng sơ kết sáu tháng đầu năm 2031

Ngày 2/7/2031, xã Sông Trăng tổ chức hội nghị sơ kết sáu tháng đầu năm. Tính đến ngày 30/6/2031, toàn xã đã trồng \
417 hecta rừng ngập mặn. Hội nghị do bà Lâm Thị Bần chủ trì."""


@dataclass
class Served:
    """A running `hoidap serve` with Telegram, on an installation that a test may write to."""

    installation: Installation
    telegram: TelegramEmulator
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Starts the server; what it prints is not waited for, the platform shows when it works."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HOIDAP_")} | {
            "TELEGRAM_BOT_TOKEN": self.telegram.token,
            "HOIDAP_CHANNELS__TELEGRAM__BASE_URL": self.telegram.base_url,
            "HOIDAP_CHANNELS__TELEGRAM__ADMINS": f"{ADMIN},22",
            "HOIDAP_CORPUS__LOADING__ALLOW_PRIVATE_ADDRESSES": "true",
        }
        config = str(self.installation.folder / "config.toml")
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "from bot.cli import main; main()", "--config", config, "serve", "--port", "0",
            cwd=ROOT, env=environment, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip

    async def end(self, how: signal.Signals) -> int:
        """Ends the server; its exit code."""
        assert self.process
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(how)
        await self.process.communicate()
        return self.process.returncode or 0

    async def ask(self, person: Person, text: str) -> BotMessage:
        """One message and its reply."""
        await person.send(text)
        replying = asyncio.ensure_future(self.telegram.wait_for_reply(person))
        await self._while_it_runs(replying)
        return replying.result()

    async def _while_it_runs(self, waiting: "asyncio.Future[BotMessage]") -> None:
        """Waits, but not for a server that has ended: what it said last is the test's failure."""
        assert self.process
        ended = asyncio.ensure_future(self.process.wait())
        await asyncio.wait({waiting, ended}, return_when=asyncio.FIRST_COMPLETED)
        if waiting.done():
            ended.cancel()
            return
        waiting.cancel()
        _, errors = await self.process.communicate()
        pytest.fail(f"the server ended: {errors.decode()[-500:]}")


@pytest.fixture
async def served(filled: Installation) -> AsyncIterator[Served]:
    async with TelegramEmulator.running() as telegram:
        server = Served(filled, telegram)
        await server.start()
        try:
            yield server
        finally:
            await server.end(signal.SIGTERM)


async def test_a_member_asks_in_three_forms_and_beside_the_point(served: Served) -> None:
    an = served.telegram.user(5)
    for question in (
        "tỷ lệ tổ chức cơ sở đảng đã đại hội?",
        "ti le to chuc co so dang da dai hoi",
        "what share of grassroots organizations held congresses?",
    ):
        reply = await served.ask(an, question)
        assert "94%" in reply.text
        assert "20/6/2020" in reply.text
        assert any("94%" in quote for quote in reply.marked("blockquote"))
        assert reply.links
        assert reply.marked("bold")
    refusal = await served.ask(an, "giá vàng hôm nay?")
    assert not refusal.marked("bold")
    assert not refusal.marked("blockquote")
    english = await served.ask(an, "what is the gold price today?")
    assert not has_diacritics(english.text.splitlines()[0])
    log = (served.installation.home / "logs").rglob("*")
    assert all(served.telegram.token.encode() not in file.read_bytes() for file in log if file.is_file())
    assert await served.end(signal.SIGTERM) == 0


async def test_an_admin_adds_an_article_that_is_answered_and_taken_back(served: Served) -> None:
    admin, an, binh = (served.telegram.user(number) for number in (ADMIN, 5, 6))
    question = "xã Sông Trăng đã trồng bao nhiêu hecta rừng ngập mặn?"
    assert "417" not in (await served.ask(binh, question)).text
    card = await served.ask(admin, f"/add {ARTICLE}")
    assert "417 hecta rừng ngập mặn" in card.text
    await admin.press(card, card.button("Duyệt")["callback_data"])
    added = await served.telegram.wait_for_edit(card)
    assert "417" in (await served.ask(an, question)).text
    await served.telegram.wait_until(
        lambda: any("Bạn từng hỏi" in sent.text and "417" in sent.text for sent in served.telegram.sent(binh))
    )
    query = await admin.press(added, added.button("Gỡ bài này")["callback_data"])
    await served.telegram.wait_for_callback_answer(query)
    await served.telegram.wait_until(lambda: any("Đã gỡ bài" in edit.text for edit in served.telegram.state.edits))
    assert "417" not in (await served.ask(an, question)).text


async def test_a_killed_server_answers_what_it_had_taken(served: Served) -> None:
    people = [served.telegram.user(number) for number in range(100, 110)]
    await served.ask(people[0], "/start")
    for person in people:
        await person.send("tỷ lệ tổ chức cơ sở đảng đã đại hội?")
    await served.telegram.wait_until(lambda: served.telegram.state.confirmed > 0)
    await served.end(signal.SIGKILL)
    await served.start()
    for person in people:
        await served.telegram.wait_until(lambda: any("94%" in sent.text for sent in served.telegram.sent(person)))  # noqa: B023 - awaited at once
