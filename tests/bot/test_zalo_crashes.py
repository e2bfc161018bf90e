"""kill -9 at any point: what Zalo was told to have arrived is answered, once, or twice where it cannot be known."""

import asyncio
import os
import random
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.emulators.zalo import ZaloEmulator

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("SOAK_KILLS", "10"))
PEOPLE = 8
MESSAGES_A_KILL = 24


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloEmulator]:
    async with ZaloEmulator.running() as emulator:
        emulator.state.quota = 10**9
        yield emulator


async def started(zalo: ZaloEmulator, folder: Path, mode: str, *port: str) -> asyncio.subprocess.Process:
    place = (zalo.base_url, zalo.token, str(folder / "bot.sqlite3"), mode, *port)
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.fakes.zalo_process", *place, cwd=ROOT)


async def ended(process: asyncio.subprocess.Process, how: signal.Signals) -> int:
    process.send_signal(how)
    return await process.wait()


def answered(zalo: ZaloEmulator) -> int:
    return len({message.text for message in zalo.state.sent})


async def test_what_polling_has_stored_is_answered_after_a_kill(zalo: ZaloEmulator, tmp_path: Path) -> None:
    an, binh = zalo.user(5), zalo.user(6)
    await an.send("một")
    await binh.send("hai")
    hanging = await started(zalo, tmp_path, "hang")
    # Asking a third time says that the second message is stored
    await zalo.wait_until(lambda: zalo.state.polls == 3)
    await ended(hanging, signal.SIGKILL)
    assert not zalo.state.sent
    answering = await started(zalo, tmp_path, "answer")
    assert (await zalo.wait_for_reply(an)).text == "(một)"
    assert (await zalo.wait_for_reply(binh)).text == "(hai)"
    assert await ended(answering, signal.SIGTERM) == 0
    assert len(zalo.state.sent) == 2


async def test_kills_at_random_points_lose_nothing(zalo: ZaloEmulator, tmp_path: Path) -> None:
    """Each kill comes when all that was asked before the one before it is answered: none falls on a message twice."""
    chance = random.Random(20201)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
    people = [zalo.user(number) for number in range(PEOPLE)]
    asked = 0
    for _ in range(KILLS):
        process = await started(zalo, tmp_path, "answer", port)
        for _ in range(MESSAGES_A_KILL):
            await people[asked % PEOPLE].send(str(asked))
            asked += 1
        old = {f"({number})" for number in range(asked - MESSAGES_A_KILL)}
        await zalo.wait_until(lambda: old <= {message.text for message in zalo.state.sent})  # noqa: B023 - awaited at once
        until = len(zalo.calls("sendMessage")) + chance.randrange(MESSAGES_A_KILL - 5)
        await zalo.wait_until(lambda: len(zalo.calls("sendMessage")) >= until or answered(zalo) == asked)  # noqa: B023
        await ended(process, signal.SIGKILL)
    last = await started(zalo, tmp_path, "answer", port)
    await zalo.wait_until(lambda: answered(zalo) == asked)
    assert await ended(last, signal.SIGTERM) == 0
    times = Counter(message.text for message in zalo.state.sent)
    assert set(times) == {f"({number})" for number in range(asked)}
    assert max(times.values()) <= 2
    assert sum(times.values()) - asked <= KILLS * PEOPLE
    for number, person in enumerate(people):
        first = list(dict.fromkeys(message.text for message in zalo.sent(person)))
        assert first == [f"({n})" for n in range(number, asked, PEOPLE)]
