"""The exchange over a fake platform: order, limits, outages, floods, restarts; hours pass in no time."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.durable.exchange import Exchange, ExchangeParts
from bot.durable.outcomes import Gone, Limited, Moved, OutOfReach, Refused
from bot.durable.pace import Bucket, Pace, Speed
from bot.durable.postbox import Postbox
from bot.durable.settings import ChatSettings
from bot.incoming import Incoming
from bot.outgoing import Abilities, Address, Outgoing
from bot.reply import Reply
from bot.state.database import BotState
from bot.state.outbox import Send
from corpus.errors import StorageFault
from tests.fakes.door import Echo, FakeDoor, update
from tests.fakes.time_apart import TimeApart

FAST = Speed(1000, 0.0)


@dataclass
class Bench:
    """One exchange at a time over a state that stays."""

    state: BotState
    time: TimeApart
    door: FakeDoor = field(default_factory=FakeDoor)
    dialogue: Echo = field(default_factory=Echo)
    of_chat: Speed = FAST

    def exchange(self, *, typing_after: float = 60.0, parallel_chats: int = 32, **settings: object) -> Exchange:
        """A new exchange, as after a start."""
        return Exchange(
            ExchangeParts(
                self.door,
                self.state,
                self.dialogue,
                Postbox(self.state.outbox),
                Pace(lambda _: self.of_chat, FAST, self.time.clock),
                ChatSettings.model_validate(settings),
                parallel_chats=parallel_chats,
                typing_after=typing_after,
                stop_seconds=0.0,
                pause=self.time.pause,
                clock=self.time.clock,
            )
        )

    async def got(self, *texts: str, chat: str = "a") -> None:
        """Waits until a chat has these messages, in this order and no other."""
        await self.door.wait_until(lambda: len(self.door.texts(chat)) >= len(texts))
        assert self.door.texts(chat) == list(texts)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    time = TimeApart()
    async with await BotState.open(tmp_path / "bot.sqlite3", clock=time.clock) as state:
        yield Bench(state, time)


async def test_everything_is_answered_in_the_order_of_its_chat(bench: Bench) -> None:
    exchange = bench.exchange()
    gate = bench.dialogue.gates["a0"] = asyncio.Event()
    async with exchange.at_work():
        await exchange.take([update(n, f"{chat}{n}", chat=chat) for n, chat in enumerate("abababab")])
        await exchange.take([update(3, "b3", chat="b")])
        await bench.got("(b1)", "(b3)", "(b5)", "(b7)", chat="b")
        assert bench.door.texts("a") == []
        gate.set()
        await bench.got("(a0)", "(a2)", "(a4)", "(a6)")


async def test_a_limit_holds_up_one_chat_and_keeps_its_order(bench: Bench) -> None:
    bench.door.outcomes["a"].extend([Limited(7), Limited(20)])
    exchange = bench.exchange()
    async with exchange.at_work():
        await exchange.take([update(1, "a1"), update(2, "a2"), update(3, "b1", chat="b")])
        await bench.got("(b1)", chat="b")
        await bench.got("(a1)", "(a2)")
    assert bench.time.now >= 1_800_000_027


async def test_ten_minutes_without_the_platform(bench: Bench) -> None:
    start = bench.time.now
    bench.door.weather = lambda _: OutOfReach("no route") if bench.time.now < start + 600 else None
    exchange = bench.exchange()
    async with exchange.at_work():
        await exchange.take([update(n, str(n), chat=str(n % 20)) for n in range(100)])
        await bench.door.wait_until(lambda: len(bench.door.delivered) == 100)
    for chat in range(20):
        assert bench.door.texts(str(chat)) == [f"({n})" for n in range(chat, 100, 20)]
    assert bench.time.now < start + 700
    assert bench.door.attempts < 250  # a platform that is down is not stormed


async def test_a_request_that_the_platform_stumbles_over_does_not_hold_up_the_others(bench: Bench) -> None:
    bench.door.weather = lambda item: OutOfReach("500") if item.parameters["text"] == "(a1)" else None
    exchange = bench.exchange(give_up_hours=0.1)
    async with exchange.at_work():
        await exchange.take([update(1, "a1"), update(2, "a2"), *(update(n, "b", chat=f"b{n}") for n in range(3, 20))])
        await bench.door.wait_until(lambda: len(bench.door.delivered) == 18)
    assert bench.door.delivered[-1] == ("a", "(a2)")  # the first was given up after six minutes
    assert bench.door.texts("a") == ["(a2)"]


async def test_what_is_refused_gone_or_moved(bench: Bench) -> None:
    bench.door.outcomes["a"].append(Refused("message is too strange"))
    bench.door.outcomes["b"].append(Gone("blocked"))
    bench.door.outcomes["c"].append(Moved("-100"))
    exchange = bench.exchange()
    async with exchange.at_work():
        await exchange.take([update(1, "a1"), update(2, "a2"), update(3, "b1", chat="b"), update(5, "c1", chat="c")])
        await bench.got("(a2)")
        await bench.got("(c1)", chat="-100")
        assert await bench.state.outbox.is_gone("fake", "b")
        await exchange.take([update(6, "b3", chat="b")])
        await bench.got("(b3)", chat="b")


async def test_what_a_process_left_is_answered_by_the_next_and_only_once(bench: Bench) -> None:
    exchange = bench.exchange()
    bench.dialogue.gates["2"] = asyncio.Event()
    async with exchange.at_work():
        await exchange.take([update(n, str(n), chat=str(n)) for n in (1, 2)])
        await bench.got("(1)", chat="1")
    assert await bench.state.inbox.waiting("fake") == 1
    bench.dialogue.gates.clear()
    async with bench.exchange().at_work():
        await bench.got("(2)", chat="2")
    assert bench.door.texts("1") == ["(1)"]


async def test_an_update_that_ends_every_process_gets_an_apology(bench: Bench) -> None:
    bench.dialogue.gates["kẻ giết"] = asyncio.Event()
    exchange = bench.exchange()
    async with exchange.at_work():
        await exchange.take([update(1, "kẻ giết"), update(2, "sau")])
    for _ in range(3):
        bench.dialogue.came.clear()
        async with bench.exchange().at_work():
            await asyncio.wait_for(bench.dialogue.came.wait(), 10)
        assert bench.door.delivered == []
    async with bench.exchange().at_work():
        await bench.door.wait_until(lambda: len(bench.door.texts()) == 2)
    assert "thử nhiều lần" in bench.door.texts()[0]
    assert bench.door.texts()[1] == "(sau)"


async def test_an_update_in_a_strange_form_is_dropped_and_the_next_is_answered(bench: Bench) -> None:
    exchange = bench.exchange()
    async with exchange.at_work():
        await exchange.take([update(1, "lạ"), update(2, ""), update(3, "quen")])
        await bench.got("(quen)")
    assert await bench.state.inbox.waiting("fake") == 0


async def test_eleven_questions_in_a_minute_get_ten_answers_and_one_notice(bench: Bench) -> None:
    exchange = bench.exchange()
    async with exchange.at_work():
        await exchange.take([update(n, str(n), at=100.0 + n) for n in range(13)])
        await exchange.take([update(50, "ở nhóm", user="b", at=113.0), update(60, "sau", at=161.0)])
        await bench.door.wait_until(lambda: "(sau)" in bench.door.texts())
    texts = bench.door.texts()
    assert texts[:10] == [f"({n})" for n in range(10)]
    assert "10 câu mỗi phút" in texts[10]
    assert texts[11:] == ["(ở nhóm)", "(sau)"]


async def test_a_backlog_of_days_is_no_flood(bench: Bench) -> None:
    exchange = bench.exchange()
    async with exchange.at_work():
        await exchange.take([update(n, str(n), at=1000.0 * n) for n in range(30)])
        await bench.got(*(f"({n})" for n in range(30)))


async def test_a_chat_whose_queue_is_full_is_told_so(bench: Bench) -> None:
    exchange = bench.exchange(most_waiting_per_chat=2, most_waiting=4)
    gate = bench.dialogue.gates["0"] = asyncio.Event()
    async with exchange.at_work():
        await exchange.take([update(n, str(n)) for n in range(2)])
        assert exchange.has_room
        await exchange.take([update(2, "2"), update(3, "3")])
        await bench.door.wait_until(lambda: len(bench.door.texts()) == 1)
        assert "chờ trả lời" in bench.door.texts()[0]
        gate.set()
        await bench.door.wait_until(lambda: len(bench.door.texts()) == 3)
        await exchange.room()
    assert bench.door.texts()[1:] == ["(0)", "(1)"]


async def test_the_typing_sign_is_shown_for_slow_answers_only(bench: Bench) -> None:
    exchange = bench.exchange(typing_after=0.0)
    gate = bench.dialogue.gates["chậm"] = asyncio.Event()
    async with exchange.at_work():
        await exchange.take([update(1, "chậm")])
        await bench.door.wait_until(lambda: bench.door.typed == ["a"])
        gate.set()
        await bench.got("(chậm)")


async def test_a_full_disk_takes_nothing_and_what_was_taken_is_answered_once_there_is_room(
    bench: Bench, tmp_path: Path
) -> None:
    exchange = bench.exchange()
    gate = bench.dialogue.gates["trước"] = asyncio.Event()
    async with exchange.at_work():
        await exchange.take([update(1, "trước")])
        with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as database:
            pages = database.execute("PRAGMA page_count").fetchone()[0]
        await bench.state.connection.fetch(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StorageFault, match="full"):
            await exchange.take([update(2, "dài " * 20_000)])
        await bench.state.connection.fetch("PRAGMA max_page_count = 1000000")
        gate.set()
        await bench.got("(trước)")
    assert bench.dialogue.heard == ["trước"]


class Postman(Echo):
    """Says something to another chat as well."""

    async def handle(self, incoming: Incoming, abilities: Abilities) -> list[Outgoing]:
        """The echo, and a letter to b and to a channel that is not there."""
        said = await super().handle(incoming, abilities)
        letter = Reply("vi", lines=("thư",))
        return [*said, Outgoing(letter, to=Address("fake", "b")), Outgoing(letter, to=Address("viber", "1"))]


async def test_letters_to_other_chats(bench: Bench) -> None:
    bench.dialogue = Postman()
    exchange = bench.exchange()
    async with exchange.at_work():
        await exchange.take([update(1, "a1")])
        await bench.got("(a1)")
        await bench.got("thư", chat="b")


async def test_a_chat_is_written_to_at_its_pace(bench: Bench) -> None:
    bench.of_chat = Speed(2, 1.0)
    exchange = bench.exchange()
    start = bench.time.now
    async with exchange.at_work():
        await exchange.take([update(n, str(n)) for n in range(6)])
        await bench.got(*(f"({n})" for n in range(6)))
    assert bench.time.now == pytest.approx(start + 4.0)


def test_a_bucket_lets_a_burst_through_and_then_keeps_the_pace() -> None:
    bucket = Bucket(Speed(3, 2.0))
    assert [bucket.take(100.0) for _ in range(5)] == [0, 0, 0, 2, 4]
    assert not bucket.is_idle(109.0)
    assert bucket.is_idle(110.0)
    assert [bucket.take(1000.0) for _ in range(4)] == [0, 0, 0, 2]


async def test_stopping_leaves_nothing_running(bench: Bench) -> None:
    before = asyncio.all_tasks()
    with contextlib.suppress(asyncio.CancelledError):
        async with bench.exchange().at_work():
            pass
    assert asyncio.all_tasks() == before


async def test_a_chat_that_takes_nothing_is_not_written_to_unasked(bench: Bench) -> None:
    postbox = Postbox(bench.state.outbox)

    async def letter(chat_id: str, _: Outgoing) -> list[Send]:
        return [Send("fake", chat_id, "send", {"text": "news"})]

    postbox.serve("fake", letter)
    said = [Outgoing(to=Address("fake", chat)) for chat in ("a", "b")]
    await bench.state.outbox.gone("fake", "b", "blocked")
    assert [send.chat_id for send in await postbox.sends(said)] == ["a"]
    await bench.state.outbox.back("fake", "b")
    assert [send.chat_id for send in await postbox.sends(said)] == ["a", "b"]
