"""Bots that are killed at any moment: what Zalo was told to have arrived is answered, once or, unknowably, again.

Ten deaths here; `make soak` asks for a hundred. The moments come from a seed, which a failure names.
"""

import asyncio
import os
import random
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.emulators.zalo import ZaloEmulator
from tests.fakes.deaths import lives_in, repeated_without_need

ROOT = Path(__file__).parents[2]
DEATHS = int(os.environ.get("SOAK_DEATHS", "10"))
PEOPLE = 8


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


async def test_killed_at_random_moments(zalo: ZaloEmulator, tmp_path: Path) -> None:
    seed = random.randrange(2**31)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
    people = [zalo.user(100 + number) for number in range(PEOPLE)]
    bot = ("tests.fakes.zalo_process", str(seed), str(DEATHS))
    place = (zalo.base_url, zalo.token, str(tmp_path / "bot.sqlite3"), "answer", port)
    nursery = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.nursery", *bot, *place, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert nursery.stdout
    asked: dict[str, list[str]] = {person.id: [] for person in people}
    # A batch with every third birth: some bots die over old questions, some over new ones, some over none;
    # and one with the last, so that it is at work before it is told to stop
    for birth in range(DEATHS + 1):
        assert await nursery.stdout.readline() == b"born\n"
        for person in people if birth % 3 == 0 or birth == DEATHS else ():
            for number in range(2):
                asked[person.id].append(f"{person.id}/{birth}/{number}")
                await person.send(asked[person.id][-1])
    everything = {f"({text})" for texts in asked.values() for text in texts}
    await zalo.state.wait_until(lambda: everything <= {sent.text for sent in zalo.state.sent}, seconds=60 + 2 * DEATHS)
    nursery.send_signal(signal.SIGTERM)
    assert await nursery.wait() == 0, f"seed {seed}"
    assert {sent.text for sent in zalo.state.sent} == everything, f"seed {seed}: something else was said"
    repeated = repeated_without_need(lives_in(zalo.state.calls))
    assert not repeated, f"seed {seed}: {repeated}"
    for person in people:
        first = list(dict.fromkeys(sent.text for sent in zalo.sent(person)))
        assert first == [f"({text})" for text in asked[person.id]], f"seed {seed}: the order is lost"
