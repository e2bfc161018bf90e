"""The bot's inbox and outbox: nothing taken is lost, nothing is taken twice, a chat keeps its order."""

# ruff: noqa: D102 - the steps of the state machine say by their names what they do

import asyncio
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.state.database import BotState
from bot.state.inbox import InboxItem, Received
from bot.state.outbox import OutboxItem, Send
from corpus.errors import StorageFault
from tests.bot.conversing import Clock

ROOT = Path(__file__).parents[2]


def received(key: str, chat: str = "5", **body: object) -> Received:
    return Received(key, chat, {"text": f"câu {key}", **body}, written_at=1.0)


def send(text: str, chat: str = "5", *, label: str | None = None, channel: str = "telegram") -> Send:
    return Send(channel, chat, "sendMessage", {"text": text}, label=label)


@pytest.fixture
async def state(tmp_path: Path) -> AsyncIterator[BotState]:
    async with await BotState.open(tmp_path / "bot.sqlite3", clock=Clock()) as opened:
        yield opened


async def test_an_update_is_taken_once_and_handed_out_until_it_is_finished(state: BotState, tmp_path: Path) -> None:
    first = await state.inbox.take("telegram", [received("1"), received("2"), received("1")])
    assert [item.key for item in first] == ["1", "2"]
    assert await state.inbox.take("telegram", [received("2"), received("1")]) == []
    assert [item.key for item in await state.inbox.take("zalo", [received("1")])] == ["1"]
    await state.inbox.finish(first[0])
    async with await BotState.open(tmp_path / "bot.sqlite3") as other:
        (left,) = await other.inbox.pending("telegram")
        assert (left.key, left.body["text"], left.attempts) == ("2", "câu 2", 0)
        assert await other.inbox.begin(left) == 1
        assert (await other.inbox.pending("telegram"))[0].attempts == 1
        assert await other.inbox.take("telegram", [received("1")]) == []


async def test_what_is_dealt_with_keeps_no_words(state: BotState, tmp_path: Path) -> None:
    (item,) = await state.inbox.take("telegram", [received("1", more="chuyện riêng")])
    await state.inbox.finish(item, [send("trả lời riêng")])
    (waiting,) = await state.outbox.due("telegram", Clock.now)
    await state.outbox.sent(waiting, "77")
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as database:
        rows = (
            database.execute("SELECT body FROM inbox").fetchall()
            + database.execute("SELECT parameters FROM outbox").fetchall()
        )
    assert rows == [("{}",), ("{}",)]


async def test_finishing_twice_answers_once(state: BotState) -> None:
    (item,) = await state.inbox.take("telegram", [received("1")])
    wake = state.outbox.new_sends("telegram")
    await state.inbox.finish(item, [send("94%")])
    assert wake.is_set()
    await state.inbox.finish(item, [send("94%")])
    assert await state.outbox.waiting("telegram") == 1
    assert await state.inbox.waiting("telegram") == 0


async def test_a_request_that_fails_to_be_stored_leaves_the_update_unfinished(state: BotState) -> None:
    (item,) = await state.inbox.take("telegram", [received("1")])
    broken = Send("telegram", "5", "sendMessage", {"text": "a"}, blob=b"", label=object())  # type: ignore[arg-type]
    with pytest.raises(sqlite3.Error):
        await state.inbox.finish(item, [send("94%"), broken])
    assert await state.inbox.waiting("telegram") == 1
    assert await state.outbox.waiting("telegram") == 0


async def test_a_chat_waits_behind_its_oldest_request_and_others_do_not(state: BotState) -> None:
    outbox, now = state.outbox, Clock.now
    await outbox.enqueue(
        [send("a1", "a"), send("a2", "a"), send("b1", "b"), send("c1", "c"), send("z", channel="zalo")]
    )
    due = await outbox.due("telegram", now, busy_chats=["c"])
    assert [item.parameters["text"] for item in due] == ["a1", "b1"]
    await outbox.postpone(due[0], now + 30, "429")
    await outbox.failed(due[1], "bad request")
    assert [item.parameters["text"] for item in await outbox.due("telegram", now)] == ["c1"]
    assert await outbox.next_due("telegram", busy_chats=["c"]) == now + 30
    (again,) = await outbox.due("telegram", now + 30, busy_chats=["c"])
    assert (again.parameters["text"], again.attempts) == ("a1", 1)
    await outbox.sent(again, "1")
    assert [item.parameters["text"] for item in await outbox.due("telegram", now, ["c"])] == ["a2"]
    assert await outbox.next_due("viber") is None


async def test_a_chat_that_is_gone_loses_what_waits_until_it_writes_again(state: BotState) -> None:
    await state.outbox.enqueue([send("a1", "a"), send("a2", "a"), send("b1", "b")])
    await state.outbox.gone("telegram", "a", "Forbidden: bot was blocked by the user")
    assert [item.chat_id for item in await state.outbox.due("telegram", Clock.now)] == ["b"]
    assert await state.outbox.is_gone("telegram", "a")
    await state.inbox.take("telegram", [received("9", "a")])
    assert not await state.outbox.is_gone("telegram", "a")


async def test_messages_are_found_again_by_their_label_also_in_a_chat_that_moved(state: BotState) -> None:
    await state.outbox.enqueue([send("94%", label="to:3"), send("(tiếp)", label="to:3"), send("khác", label="to:4")])
    for number in range(3):
        (item,) = await state.outbox.due("telegram", Clock.now)
        await state.outbox.sent(item, f"m{number}")
    assert await state.outbox.messages("telegram", "5", "to:3") == ["m0", "m1"]
    await state.outbox.enqueue([send("sau", label="to:5")])
    await state.outbox.moved("telegram", "5", "-100")
    assert await state.outbox.messages("telegram", "-100", "to:3") == ["m0", "m1"]
    assert [item.chat_id for item in await state.outbox.due("telegram", Clock.now)] == ["-100"]


async def test_messages_are_counted_per_month(tmp_path: Path) -> None:
    clock = Clock()
    async with await BotState.open(tmp_path / "bot.sqlite3", clock=clock) as state:
        await state.outbox.enqueue([send("1"), send("2"), send("toast"), send("3")])
        for message_id in ("1", "2", None, "3"):
            (item,) = await state.outbox.due("telegram", clock.now)
            if message_id == "3":
                clock.now += 40 * 86_400
            await state.outbox.sent(item, message_id)
        assert await state.outbox.sent_in_month("telegram") == 1
        assert await state.outbox.sent_in_month("telegram", "2027-01") == 2
        assert await state.outbox.sent_in_month("zalo") == 0


async def test_old_rows_are_purged_and_waiting_ones_never(state: BotState) -> None:
    items = await state.inbox.take("telegram", [received("1"), received("2")])
    await state.inbox.finish(items[0], [send("a"), send("b")])
    (item,) = await state.outbox.due("telegram", Clock.now)
    await state.outbox.sent(item, "1")
    await state.inbox.purge(Clock.now + 1)
    await state.outbox.purge(Clock.now + 1)
    assert [left.key for left in await state.inbox.pending("telegram")] == ["2"]
    assert await state.outbox.waiting("telegram") == 1
    assert len(await state.inbox.take("telegram", [received("1"), received("2")])) == 1


async def test_a_full_disk_takes_nothing_and_says_so(state: BotState) -> None:
    (item,) = await state.inbox.take("telegram", [received("1")])
    async with state.connection.writing() as database:
        (pages,) = next(iter(await database.execute_fetchall("PRAGMA page_count")))
        await database.execute(f"PRAGMA max_page_count = {pages}")
    big = {"text": "dài " * 5000}
    with pytest.raises(StorageFault, match="full"):
        await state.inbox.take("telegram", [received("2"), Received("3", "5", big)])
    with pytest.raises(StorageFault, match="full"):
        await state.inbox.finish(item, [Send("telegram", "5", "sendMessage", big)])
    assert [left.key for left in await state.inbox.pending("telegram")] == ["1"]
    assert await state.outbox.waiting("telegram") == 0


DYING = """
import asyncio, os, signal, sys
from pathlib import Path
from bot.state.database import BotState
from bot.state.inbox import Received
from bot.state.outbox import Send, put

async def main() -> None:
    state = await BotState.open(Path(sys.argv[1]))
    items = await state.inbox.take("telegram", [Received("1", "5", {}), Received("2", "5", {})])
    await state.inbox.finish(items[0], [Send("telegram", "5", "sendMessage", {"text": "94%"})])
    async with state.connection.writing() as database:
        await database.execute("UPDATE inbox SET done_at = 1, body = '{}'")
        await put(database, [Send("telegram", "5", "sendMessage", {"text": "nửa chừng"})], 1.0)
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def test_killed_in_the_middle_of_a_transaction(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    died = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", DYING, str(path)], cwd=ROOT, check=False)
    assert died.returncode == -9
    async with await BotState.open(path) as state:
        assert [item.key for item in await state.inbox.pending("telegram")] == ["2"]
        assert [item.parameters["text"] for item in await state.outbox.due("telegram", 2e9)] == ["94%"]


class Traffic(RuleBasedStateMachine):
    """Updates come, some repeated; they are handled, sent, postponed, and the process is restarted at any point."""

    chats = st.sampled_from(["a", "b", "c"])

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.clock = Clock()
        self.state = self.opened()
        self.keys: list[tuple[str, str]] = []
        self.open_items: list[InboxItem] = []
        self.owed: dict[str, list[str]] = defaultdict(list)
        self.got: dict[str, list[str]] = defaultdict(list)

    def opened(self) -> BotState:
        return self.runner.run(BotState.open(Path(self.folder.name) / "bot.sqlite3", clock=self.clock))

    def due(self) -> list[OutboxItem]:
        return self.runner.run(self.state.outbox.due("telegram", self.clock.now))

    @rule(chat=chats, count=st.integers(1, 3))
    def come(self, chat: str, count: int) -> None:
        new = [(f"{len(self.keys) + n}", chat) for n in range(count)]
        self.keys += new
        taken = self.runner.run(self.state.inbox.take("telegram", [received(key, where) for key, where in new]))
        assert [(item.key, item.chat_id) for item in taken] == new
        self.open_items += taken

    @precondition(lambda self: self.keys)
    @rule(data=st.data())
    def come_again(self, data: st.DataObject) -> None:
        key, chat = data.draw(st.sampled_from(self.keys))
        assert self.runner.run(self.state.inbox.take("telegram", [received(key, chat)])) == []

    @precondition(lambda self: self.open_items)
    @rule(data=st.data(), count=st.integers(0, 2))
    def handle(self, data: st.DataObject, count: int) -> None:
        item = data.draw(st.sampled_from(self.open_items))
        texts = [f"{item.key}.{n}" for n in range(count)]
        self.runner.run(self.state.inbox.finish(item, [send(text, item.chat_id) for text in texts]))
        self.open_items.remove(item)
        self.owed[item.chat_id] += texts

    @rule(data=st.data())
    def deliver(self, data: st.DataObject) -> None:
        due = self.due()
        if due:
            item = data.draw(st.sampled_from(due))
            self.runner.run(self.state.outbox.sent(item, str(item.number)))
            self.got[item.chat_id].append(item.parameters["text"])

    @rule(seconds=st.integers(1, 60))
    def limit(self, seconds: int) -> None:
        for item in self.due()[:1]:
            self.runner.run(self.state.outbox.postpone(item, self.clock.now + seconds, "429"))

    @rule()
    def wait(self) -> None:
        self.clock.now += 60

    @rule()
    def restart(self) -> None:
        self.runner.run(self.state.close())
        self.state = self.opened()
        pending = self.runner.run(self.state.inbox.pending("telegram"))
        assert [item.key for item in pending] == [item.key for item in sorted(self.open_items, key=lambda i: i.number)]
        self.open_items = pending

    @invariant()
    def order_is_kept_and_nothing_is_lost(self) -> None:
        for chat, owed in self.owed.items():
            assert owed[: len(self.got[chat])] == self.got[chat]
        missing = sum(map(len, self.owed.values())) - sum(map(len, self.got.values()))
        assert self.runner.run(self.state.outbox.waiting("telegram")) == missing

    def teardown(self) -> None:
        self.runner.run(self.state.close())
        self.runner.close()
        self.folder.cleanup()


TestTraffic = Traffic.TestCase
TestTraffic.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
