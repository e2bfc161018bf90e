"""Lanes: order within, side by side between, never too many at once."""

import asyncio

from bot.durable.lanes import Lanes

Work = tuple[str, int]


async def test_order_is_kept_within_a_lane_and_lanes_do_not_wait_for_each_other() -> None:
    gate, seen = asyncio.Event(), []

    async def handle(work: Work) -> None:
        if work == ("a", 0):
            await gate.wait()
        seen.append(work)

    lanes = Lanes[Work](handle, at_once=2)
    for number in range(3):
        lanes.put("a", ("a", number))
        lanes.put("b", ("b", number))
    await lanes.room(4)
    assert seen == [("b", 0), ("b", 1), ("b", 2)]
    gate.set()
    await lanes.room(1)
    assert [work for work in seen if work[0] == "a"] == [("a", 0), ("a", 1), ("a", 2)]
    await lanes.close(0)


async def test_never_more_lanes_at_work_than_allowed() -> None:
    now, most = 0, 0

    async def handle(_: int) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0)
        now -= 1

    lanes = Lanes[int](handle, at_once=3)
    for lane in range(20):
        lanes.put(lane, lane)
    await lanes.room(1)
    assert most == 3
    await lanes.close(0)


async def test_closing_cancels_what_does_not_end_in_time() -> None:
    cancelled: list[int] = []

    async def handle(work: int) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(work)
            raise

    lanes = Lanes[int](handle, at_once=1)
    lanes.put("a", 1)
    lanes.put("a", 2)
    await asyncio.sleep(0)
    await lanes.close(0)
    assert cancelled == [1]
