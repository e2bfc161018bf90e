"""The journal of earlier versions: what waits in it is answered after the update, once, and the file goes."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.telegram.journal import read_journal
from tests.fakes.telegram_parts import Bench


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with Bench.opened(tmp_path) as opened:
        yield opened


async def test_an_old_journal_is_taken_over_once(bench: Bench) -> None:
    an = bench.telegram.user(5)
    await an.send("đã trả lời?")
    await an.send("còn chờ?")
    done, waiting = bench.telegram.state.updates
    folder = bench.folder / "inbox"
    folder.mkdir()
    lines = [{"took": done}, {"took": waiting}, {"done": done["update_id"]}]
    cut_off = b'{"took": {"upd'
    path = folder / f"telegram-{bench.telegram.state.me['id']}.jsonl"
    path.write_bytes(b"\n".join([*(json.dumps(line).encode() for line in lines), cut_off]))
    for texts in (["còn chờ?", "mới?"], ["mới?"]):
        async with bench.running():
            await an.send("mới?")
            for text in texts:
                assert (await bench.telegram.wait_for_reply(an)).text.startswith(text)
    assert [question for question, _ in bench.responder.asked] == ["còn chờ?", "mới?", "mới?"]
    assert not folder.exists()


def test_whatever_stands_in_a_journal_is_read_or_left_out(tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    path.write_bytes(b'\xff\n[]\n3\n{"took": 3}\n{"took": {"update_id": 2}}\n{"done": "x"}\n{"took": {"update_id": 1}}')
    assert [update["update_id"] for update in read_journal(path)[0]] == [1, 2]
    assert read_journal(tmp_path / "none") == ([], [])
