"""The Zalo channel against the strict platform: polling, limits, outages, restarts, duplicates, the month's quota."""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import BadConfig, EnvironmentFault
from bot.incoming import Person as Asker
from bot.metrics import Measures
from bot.state.people import give
from tests.emulators.zalo import Person
from tests.emulators.zalo.shapes import SHAPES
from tests.emulators.zalo.state import Webhook
from tests.fakes.zalo_parts import ZaloBench


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[ZaloBench]:
    async with ZaloBench.opened(tmp_path) as opened:
        yield opened


async def replies(bench: ZaloBench, person: Person, count: int) -> list[str]:
    """The next messages that a person gets."""
    return [(await bench.zalo.wait_for_reply(person)).text for _ in range(count)]


async def test_messages_are_answered_in_the_order_of_their_chat(bench: ZaloBench) -> None:
    an, binh = bench.zalo.user(5), bench.zalo.user(6, "Bình")
    await an.send("một")
    await binh.send("hai")
    async with bench.running():
        await an.send("ba")
        assert await replies(bench, an, 2) == ["(một)", "(ba)"]
        assert await replies(bench, binh, 1) == ["(hai)"]


async def test_every_shape_of_an_update_is_answered(bench: ZaloBench) -> None:
    async with bench.running():
        for number, shape in enumerate(SHAPES):
            person = bench.zalo.user(number)
            bench.zalo.show_updates_as(shape)
            await person.send(shape.__name__)
            assert await replies(bench, person, 1) == [f"({shape.__name__})"]


async def test_a_message_that_comes_twice_is_answered_once(bench: ZaloBench) -> None:
    an = bench.zalo.user(5)
    first = await an.send("một")
    await bench.zalo.repeat(first)
    async with bench.running():
        await an.send("hai")
        assert await replies(bench, an, 2) == ["(một)", "(hai)"]
    await bench.zalo.repeat(first)
    async with bench.running():
        await an.send("ba")
        assert await replies(bench, an, 1) == ["(ba)"]
    assert len(bench.zalo.sent(an)) == 3


async def test_a_hundred_messages_out_of_order_and_repeated_are_each_answered_once(bench: ZaloBench) -> None:
    chance = random.Random(7)
    people = [bench.zalo.user(number) for number in range(20)]
    for number in range(100):
        sent = await people[number % 20].send(str(number))
        if number % 3 == 0:
            await bench.zalo.repeat(sent)
    bench.zalo.mix(chance)
    async with bench.running():
        await bench.zalo.wait_until(lambda: len(bench.zalo.state.sent) >= 100 and not bench.zalo.state.updates)
    async with bench.running():
        await bench.zalo.wait_for_call("getUpdates", len(bench.zalo.calls("getUpdates")) + 1)
    assert sorted(message.text for message in bench.zalo.state.sent) == sorted(f"({n})" for n in range(100))


class Counting(Measures):
    """Remembers what failed and how much was sent."""

    def __init__(self) -> None:
        self.failures: Counter[tuple[str, str]] = Counter()
        self.taken = 0

    def failed(self, channel: str, kind: str) -> None:
        """One more fault."""
        self.failures[channel, kind] += 1

    def sent(self, channel: str, count: int = 1) -> None:
        """Messages that the platform took."""
        assert channel == "zalo"
        self.taken += count


async def test_errors_outages_resets_and_nonsense_are_waited_out_and_counted(bench: ZaloBench) -> None:
    an = bench.zalo.user(5)
    bench.metrics = counting = Counting()
    for method in ("getMe", "getWebhookInfo", "getUpdates", "sendMessage"):
        for code in (429, 500, 503):
            bench.zalo.fail(method, code)
        bench.zalo.fail(method, how="reset")
        bench.zalo.fail(method, 502, how="body", body=b"<html>proxy</html>")
        bench.zalo.fail(method, 200, how="body", body=b'{"ok": true, "res')
    async with bench.running():
        await an.send("một")
        assert await replies(bench, an, 1) == ["(một)"]
    assert len(bench.zalo.sent(an)) == 1
    assert all(0 <= seconds <= 60 for seconds in bench.time.pauses)
    assert counting.failures["zalo", "fetch"] == 6
    assert counting.failures["zalo", "send"] == 5  # a limit is no fault
    assert counting.taken == 1


async def test_an_outage_of_ten_minutes(bench: ZaloBench) -> None:
    people = [bench.zalo.user(number) for number in range(10)]
    async with bench.running():
        for person in people:
            await person.send("một")
        await bench.zalo.wait_until(lambda: len(bench.zalo.state.sent) == 10)
        before = bench.time.now
        for person in people:
            await person.send("hai")
        await bench.zalo.go_down()
        for person in people:
            await person.send("ba")
        await bench.zalo.wait_until(lambda: bench.time.now > before + 600)
        await bench.zalo.come_back()
        await bench.zalo.wait_until(lambda: len(bench.zalo.state.sent) == 30)
    for person in people:
        assert [message.text for message in bench.zalo.sent(person)] == ["(một)", "(hai)", "(ba)"]


async def test_a_lost_answer_of_the_platform_repeats_the_message_and_loses_none(bench: ZaloBench) -> None:
    an = bench.zalo.user(5)
    bench.zalo.fail("sendMessage", how="reset", after=True)
    async with bench.running():
        await an.send("một")
        assert await replies(bench, an, 2) == ["(một)", "(một)"]


async def test_someone_who_blocked_the_bot_holds_up_nobody_and_may_come_back(bench: ZaloBench) -> None:
    an, binh = bench.zalo.user(5), bench.zalo.user(6)
    await an.block()
    async with bench.running():
        await an.send("một")
        await an.send("hai")
        await bench.zalo.wait_for_call("sendMessage")
        await binh.send("ba")
        assert await replies(bench, binh, 1) == ["(ba)"]
    assert not bench.zalo.sent(an)
    assert await bench.state.outbox.is_gone("zalo", an.id)
    bench.zalo.state.blocked.clear()
    async with bench.running():
        await an.send("bốn")
        assert await replies(bench, an, 1) == ["(bốn)"]


async def test_what_is_refused_for_good_does_not_hold_up_the_next(bench: ZaloBench) -> None:
    an = bench.zalo.user(5)
    bench.zalo.fail("sendMessage", 400)
    async with bench.running():
        await an.send("một")
        await an.send("hai")
        assert await replies(bench, an, 1) == ["(hai)"]


async def test_a_webhook_in_the_way_is_said_and_polling_begins_when_it_is_gone(
    bench: ZaloBench, caplog: pytest.LogCaptureFixture
) -> None:
    an = bench.zalo.user(5)
    bench.zalo.state.webhook = Webhook("http://127.0.0.1:9/", "s", 1)
    async with bench.running():
        await bench.zalo.wait_for_call("getWebhookInfo", 3)
        assert not bench.zalo.calls("getUpdates")
        assert not bench.zalo.calls("deleteWebhook")
        bench.zalo.state.webhook = None
        await an.send("một")
        assert await replies(bench, an, 1) == ["(một)"]
    told = [record.message for record in caplog.records if "remove_webhook" in record.message]
    assert len(told) == 1


async def test_a_webhook_in_the_way_is_taken_away_where_that_is_allowed(bench: ZaloBench) -> None:
    an = bench.zalo.user(5)
    bench.zalo.state.webhook = Webhook("http://127.0.0.1:9/", "s", 1)
    async with bench.running(remove_webhook=True):
        await an.send("một")
        assert await replies(bench, an, 1) == ["(một)"]
    assert len(bench.zalo.calls("deleteWebhook")) == 1


async def test_a_webhook_that_is_set_meanwhile_is_noticed(bench: ZaloBench) -> None:
    async with bench.running(poll_seconds=0, remove_webhook=True):
        await bench.zalo.wait_for_call("getUpdates")
        bench.zalo.state.webhook = Webhook("http://127.0.0.1:9/", "s", 1)
        await bench.zalo.wait_for_call("deleteWebhook")


async def test_the_months_messages_are_counted_and_the_admins_warned_once(
    bench: ZaloBench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    an, admin, other = bench.zalo.user(5), bench.zalo.user(7), bench.zalo.user(8)
    async with bench.state.connection.writing() as database:
        await give(database, Asker("zalo", other.id), "admin", 0.0)
        await database.execute("UPDATE people SET chat_id = ?", (other.id,))
    limits = {"monthly_messages": 10, "warn_at_percent": 50, "admins": admin.id}
    async with bench.running(**limits):
        for number in range(6):
            await an.send(str(number))
            await replies(bench, an, 1)
        (note,) = await replies(bench, admin, 1)
        assert await replies(bench, other, 1) == [note]
    assert "5" in note
    assert "10" in note
    assert await bench.state.outbox.sent_in_month("zalo") == 8
    async with bench.running(**limits):
        await an.send("nữa")
        await replies(bench, an, 1)
    assert len(bench.zalo.sent(admin)) == 1
    assert sum("of the 10 messages" in record.message for record in caplog.records) == 2


async def test_with_the_quota_used_up_answers_wait_for_the_next_month(bench: ZaloBench) -> None:
    an = bench.zalo.user(5)
    bench.zalo.state.quota = 1
    async with bench.running(monthly_messages=1):
        await an.send("một")
        assert await replies(bench, an, 1) == ["(một)"]
        await an.send("hai")
        await bench.zalo.wait_for_call("sendMessage", 3)
        bench.zalo.state.quota = 100
        assert await replies(bench, an, 1) == ["(hai)"]
    assert max(bench.time.pauses) > 1800


async def test_what_was_taken_and_not_answered_at_a_stop_is_answered_after_it(bench: ZaloBench) -> None:
    an = bench.zalo.user(5)
    bench.dialogue.gates["chậm"] = asyncio.Event()
    async with bench.running(stop_seconds=0):
        await an.send("chậm")
        await bench.dialogue.came.wait()
    assert not bench.zalo.sent(an)
    bench.dialogue.gates.clear()
    async with bench.running():
        assert await replies(bench, an, 1) == ["(chậm)"]


async def test_a_slow_answer_shows_the_typing_sign(bench: ZaloBench) -> None:
    an = bench.zalo.user(5)
    gate = bench.dialogue.gates["chậm"] = asyncio.Event()
    bench.zalo.fail("sendChatAction", 500)
    async with bench.running(typing_after_ms=0):
        await an.send("chậm")
        await bench.zalo.wait_for_call("sendChatAction")
        gate.set()
        assert await replies(bench, an, 1) == ["(chậm)"]


async def test_the_bots_own_messages_and_what_holds_none_are_left_out(bench: ZaloBench) -> None:
    an = bench.zalo.user(5)
    own = await an.send("tiếng vọng")
    own["message"]["from"]["is_bot"] = True
    bench.zalo.state.updates += [{"event_name": "webhook.test"}, {"message": {"chat": {}}}, {"x": "y"}]
    async with bench.running():
        await an.send("một")
        assert await replies(bench, an, 1) == ["(một)"]
    assert bench.dialogue.heard == ["một"]


async def test_a_wrong_token_ends_the_channel_without_naming_it(bench: ZaloBench) -> None:
    with pytest.raises(BadConfig, match="ZALO_BOT_TOKEN") as caught:
        await bench.channel(token="123:notthistoken").run(asyncio.Event())  # noqa: S106 - made up here
    assert "notthistoken" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("token", [" ", "1:x y", "1:x/../y", "1:x\ny", "1:đ", "1:x?y", "1:x#y"])
async def test_a_token_that_cannot_be_one_is_refused(bench: ZaloBench, token: str) -> None:
    with pytest.raises(BadConfig, match="no bot token"):
        bench.channel(token=token)


async def test_a_platform_that_refuses_the_bot_ends_the_channel_in_one_sentence(bench: ZaloBench) -> None:
    bench.zalo.fail("getMe", 404)
    with pytest.raises(EnvironmentFault, match="base_url"):
        await bench.channel().run(asyncio.Event())
