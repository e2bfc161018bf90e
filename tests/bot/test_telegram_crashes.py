"""Bots that are killed at random moments under a stream of questions: none is lost, none answered again needlessly.

Ten deaths here; `make soak` asks for a hundred. The moments come from a seed, which a failure names.
"""

import asyncio
import os
import random
import signal
import sys
from pathlib import Path

from tests.emulators.telegram import TelegramEmulator
from tests.fakes.deaths import lives_in, repeated_without_need

ROOT = Path(__file__).parents[2]
DEATHS = int(os.environ.get("SOAK_DEATHS", "10"))
PEOPLE = 8
SECONDS_PER_DEATH = 3


async def test_killed_at_random_moments(tmp_path: Path) -> None:
    seed = random.randrange(2**31)
    async with TelegramEmulator.running() as telegram, asyncio.timeout(60 + SECONDS_PER_DEATH * DEATHS):
        people = [telegram.user(100 + number) for number in range(PEOPLE)]
        bot = ("tests.fakes.telegram_process", str(seed), str(DEATHS))
        place = (telegram.base_url, telegram.token, str(tmp_path), "answer")
        nursery = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.fakes.nursery", *bot, *place, cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        assert nursery.stdout
        asked: dict[int, list[str]] = {person.id: [] for person in people}
        try:
            # A batch with every third birth: some bots die over old questions, some over new ones, some over none;
            # and one with the last, so that it is at work before it is told to stop
            for birth in range(DEATHS + 1):
                assert await nursery.stdout.readline() == b"born\n"
                for person in people if birth % 3 == 0 or birth == DEATHS else ():
                    for number in range(2):
                        asked[person.id].append(f"{person.id}/{birth}/{number}")
                        await person.send(asked[person.id][-1])
            everything = {f"({text})" for texts in asked.values() for text in texts}
            await telegram.state.wait_until(
                lambda: everything <= {sent.text for sent in telegram.state.sent}, seconds=60 + 2 * DEATHS
            )
        finally:
            nursery.send_signal(signal.SIGTERM)
        assert await nursery.wait() == 0, f"seed {seed}"
        assert {sent.text for sent in telegram.state.sent} == everything, f"seed {seed}: something else was said"
        repeated = repeated_without_need(lives_in(telegram.state.calls))
        assert not repeated, f"seed {seed}: {repeated}"
        for person in people:
            first = list(dict.fromkeys(sent.text for sent in telegram.sent(person)))
            assert first == [f"({text})" for text in asked[person.id]], f"seed {seed}: the order is lost"
