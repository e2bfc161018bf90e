"""The inbox journal: what was taken is there after anything, once."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.telegram.inbox import Inbox, RawUpdate


def update(number: int, text: str = "x") -> RawUpdate:
    return {"update_id": number, "message": {"text": text}}


async def test_what_was_not_done_is_pending_after_reopening(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "inbox.jsonl"
    inbox = await Inbox.open(path)
    assert await inbox.take([update(2, "hai\u2028\n"), update(1)]) == [update(2, "hai\u2028\n"), update(1)]
    await inbox.done(1)
    again = await Inbox.open(path)  # as after a kill: nobody closed the first one
    assert again.pending == [update(2, "hai\u2028\n")]
    assert await again.take([update(1), update(2), update(3), update(3)]) == [update(3)]
    await inbox.close()
    await again.close()


async def test_a_line_cut_off_by_a_power_cut_is_dropped_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "inbox.jsonl"
    path.write_bytes(json.dumps({"took": update(1)}).encode() + b'\n{"took": {"upd')
    inbox = await Inbox.open(path)
    await inbox.take([update(2)])
    await inbox.close()
    again = await Inbox.open(path)
    assert again.pending == [update(1), update(2)]
    await again.close()


async def test_history_does_not_grow_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "inbox.jsonl"
    inbox = await Inbox.open(path)
    await inbox.take([update(0)])
    for start in range(1, 4000, 100):
        await inbox.take([update(number) for number in range(start, start + 100)])
        for number in range(start, start + 100):
            await inbox.done(number)
    assert inbox.pending == [update(0)]
    assert path.read_bytes().count(b"\n") < 4000
    await inbox.close()
    again = await Inbox.open(path)
    assert again.pending == [update(0)]
    assert await again.take([update(4000)]) == []
    await again.close()


@settings(deadline=None, max_examples=25)  # each example writes to the disk
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 6)), max_size=30))
async def test_any_order_of_taking_and_doing_is_remembered(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[bool, int]]
) -> None:
    path = tmp_path_factory.mktemp("inbox") / "inbox.jsonl"
    inbox = await Inbox.open(path)
    taken: set[int] = set()
    done: set[int] = set()
    for takes, number in steps:
        if takes:
            new = await inbox.take([update(number)])
            assert bool(new) == (number not in taken | done)
            taken |= {number} - done
        else:
            await inbox.done(number)
            done.add(number)
            taken.discard(number)
    await inbox.close()
    again = await Inbox.open(path)
    assert [raw["update_id"] for raw in again.pending] == sorted(taken)
    await again.close()
