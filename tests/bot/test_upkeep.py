"""What a running server does beside answering, on a real state."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot.outgoing import Outgoing
from bot.state.retention import Retention
from bot.upkeep import forget_in_time, tell_of_changes
from index.errors import NoUsableIndex
from tests.bot.conversing import Room, room, words


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Room]:
    async with room(tmp_path) as opened:
        yield opened


class Letters:
    """Takes letters, and can be waited for."""

    def __init__(self) -> None:
        self.said: list[Outgoing] = []
        self.came = asyncio.Event()

    async def __call__(self, said: Sequence[Outgoing]) -> None:
        """One round of them."""
        self.said += said
        self.came.set()


async def test_askers_hear_of_an_answer_after_a_change_and_after_a_fault(here: Room) -> None:
    await here.say("kết nạp bao nhiêu?", user="101")
    letters, stop, faults = Letters(), asyncio.Event(), [NoUsableIndex("none yet")]

    async def revision() -> int:
        if faults:
            raise faults.pop()
        return await here.store.revision()

    running = asyncio.create_task(tell_of_changes(here.dialogue, letters, revision, stop, seconds=0.01))
    await asyncio.wait_for(letters.came.wait(), 5)
    assert letters.said == []
    letters.came.clear()
    here.responder.learned = {"kết nạp bao nhiêu?"}
    await here.store.remove("<script>alert(1)</script>")
    here.dialogue.changed.set()
    await asyncio.wait_for(letters.came.wait(), 5)
    assert "Bạn từng hỏi" in words(letters.said)
    stop.set()
    await asyncio.wait_for(running, 5)


async def test_what_is_past_its_time_is_deleted_by_itself(here: Room) -> None:
    await here.say("một câu hỏi")
    stop = asyncio.Event()
    clock = here.clock

    async def kept() -> int:
        return len(await here.connection.fetch("SELECT * FROM answers"))

    retention = Retention(conversations=90, people=400, trail=800)
    running = asyncio.create_task(forget_in_time(here.records, retention, stop, every=0.01, clock=clock))
    assert await kept() == 1
    clock.now += 91 * 86400
    async with asyncio.timeout(5):
        while await kept():
            pass
    stop.set()
    await asyncio.wait_for(running, 5)
