"""Limits, outages, restarts and kills: nothing that a person wrote is lost."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import BadConfig
from tests.emulators.telegram.state import Webhook
from tests.fakes.telegram_parts import KNOWN, Bench

HUGE_DATE = {"message_id": 1, "date": 10**30, "chat": {"id": 5, "type": "private"}}
NUMBER_FOR_TEXT = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": 5}
LIST_FOR_CHAT = {"message_id": 1, "date": 1, "chat": {"id": [], "type": "private"}}
ROOT = Path(__file__).parents[2]


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with Bench.opened(tmp_path) as opened:
        yield opened


async def test_a_rate_limit_is_waited_out(bench: Bench) -> None:
    an = bench.telegram.user(5)
    bench.telegram.fail("sendMessage", 429, times=2, retry_after=7)
    start = bench.time.now
    async with bench.running():
        await an.send(KNOWN)
        assert "94%" in (await bench.telegram.wait_for_reply(an)).text
    assert bench.time.now >= start + 14
    assert len(bench.telegram.calls("sendMessage")) == 3


async def test_outages_are_waited_out_with_growing_pauses(bench: Bench) -> None:
    an = bench.telegram.user(5)
    bench.telegram.fail("getUpdates", 504)
    for status in (500, 502, 503, 504):
        bench.telegram.fail("sendMessage", status)
    async with bench.running():
        await an.send(KNOWN)
        await bench.telegram.wait_for_reply(an)
    assert len(bench.telegram.sent(an)) == 1
    assert [call.status for call in bench.telegram.calls("sendMessage")] == [500, 502, 503, 504, 200]


async def test_a_platform_that_is_down_at_the_start_is_waited_for(bench: Bench) -> None:
    an = bench.telegram.user(5)
    bench.telegram.fail("getMe", 502, times=2)
    bench.telegram.fail("deleteWebhook", 429, retry_after=2)
    async with bench.running():
        await an.send(KNOWN)
        assert "94%" in (await bench.telegram.wait_for_reply(an)).text


async def test_someone_who_blocked_the_bot_is_dropped_and_others_go_on(bench: Bench) -> None:
    an, binh = bench.telegram.user(5), bench.telegram.user(6)
    bench.telegram.fail("sendMessage", 403, chat_id=5)
    async with bench.running():
        await an.send(KNOWN)
        await binh.send(KNOWN)
        assert "94%" in (await bench.telegram.wait_for_reply(binh)).text
        await bench.telegram.wait_until(lambda: len(bench.telegram.calls("sendMessage")) == 2)
    assert not bench.telegram.sent(an)
    async with bench.running():
        await an.send("lại nữa?")
        assert (await bench.telegram.wait_for_reply(an)).text.startswith("lại nữa?")


async def test_a_lost_answer_of_the_platform_repeats_the_message_and_loses_none(bench: Bench) -> None:
    an = bench.telegram.user(5)
    bench.telegram.fail("sendMessage", 502, after=True)
    async with bench.running():
        await an.send(KNOWN)
        first, second = [await bench.telegram.wait_for_reply(an) for _ in range(2)]
    assert first.text == second.text


async def test_what_came_while_the_bot_was_down_is_answered_in_order(bench: Bench) -> None:
    an = bench.telegram.user(5)
    await an.send("một?")
    await an.send("hai?")
    async with bench.running():
        await an.send("ba?")
        texts = [(await bench.telegram.wait_for_reply(an)).text.split("?")[0] for _ in range(3)]
        await bench.telegram.wait_until(lambda: not bench.telegram.state.updates)
    assert texts == ["một", "hai", "ba"]
    async with bench.running():
        await an.send("bốn?")
        assert (await bench.telegram.wait_for_reply(an)).text.startswith("bốn?")
    assert len(bench.telegram.sent(an)) == 4


async def test_what_was_confirmed_and_not_answered_at_a_stop_is_answered_after_it(bench: Bench) -> None:
    an = bench.telegram.user(5)
    bench.responder.gates["chậm?"] = asyncio.Event()
    async with bench.running(stop_seconds=0):
        await an.send("chậm?")
        await an.send("sau?")
        await bench.telegram.wait_until(lambda: not bench.telegram.state.updates)
    assert not bench.telegram.sent(an)
    bench.responder.gates.clear()
    async with bench.running():
        texts = [(await bench.telegram.wait_for_reply(an)).text.split("?")[0] for _ in range(2)]
    assert texts == ["chậm", "sau"]
    async with bench.running():
        await an.send("nữa?")
        await bench.telegram.wait_for_reply(an)
    assert len(bench.telegram.sent(an)) == 3


async def test_a_kill_between_receiving_and_answering_loses_nothing(bench: Bench) -> None:
    an, binh = bench.telegram.user(5), bench.telegram.user(6)
    await an.send("một?")
    await binh.send("hai?")
    hanging = await _process(bench, "hang")
    await bench.telegram.wait_until(lambda: not bench.telegram.state.updates)
    hanging.send_signal(signal.SIGKILL)
    await hanging.wait()
    assert not bench.telegram.state.sent
    answering = await _process(bench, "answer")
    assert (await bench.telegram.wait_for_reply(an)).text == "(một?)"
    assert (await bench.telegram.wait_for_reply(binh)).text == "(hai?)"
    answering.send_signal(signal.SIGTERM)
    assert await answering.wait() == 0
    assert len(bench.telegram.state.sent) == 2


async def _process(bench: Bench, mode: str) -> asyncio.subprocess.Process:
    place = (bench.telegram.base_url, bench.telegram.token, str(bench.folder), mode)
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.fakes.telegram_process", *place, cwd=ROOT)


async def test_a_wrong_token_ends_the_channel_without_naming_it(bench: Bench) -> None:
    with pytest.raises(BadConfig, match="TELEGRAM_BOT_TOKEN") as caught:
        await bench.channel(token="123:notthistoken").run(asyncio.Event())  # noqa: S106 - made up here
    assert "notthistoken" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("token", [" ", "1:x y", "1:x/../y", "1:x\ny", "1:đ", "1:x?y", "1:x#y"])
async def test_a_token_that_cannot_be_one_is_refused(bench: Bench, token: str) -> None:
    with pytest.raises(BadConfig, match="no bot token"):
        bench.channel(token=token)


async def test_answers_that_are_no_json_or_of_no_known_form_are_outages(bench: Bench) -> None:
    an = bench.telegram.user(5)
    for body in (b"", b"<html>proxy</html>", b'{"ok": true', b"[]", b"{}", b'{"ok": true, "result": "x"}', b"\xff"):
        bench.telegram.fail("getUpdates", 200, body=body)
    bench.telegram.fail("sendMessage", 200, body=b'{"ok": true, "res')
    async with bench.running():
        await an.send(KNOWN)
        assert "94%" in (await bench.telegram.wait_for_reply(an)).text
    assert len(bench.telegram.sent(an)) == 1


async def test_an_update_in_a_strange_form_is_left_out_and_the_others_are_answered(bench: Bench) -> None:
    an = bench.telegram.user(5)
    await an.send("một?")
    for strange in (
        {"chat": 3},
        {"message_id": "x", "chat": {}},
        [],
        "text",
        HUGE_DATE,
        NUMBER_FOR_TEXT,
        LIST_FOR_CHAT,
    ):
        bench.telegram.state.add_update("message", strange)
    await an.send("hai?")
    async with bench.running():
        texts = [(await bench.telegram.wait_for_reply(an)).text.split("?")[0] for _ in range(2)]
        await bench.telegram.wait_until(lambda: not bench.telegram.state.updates)
    assert texts == ["một", "hai"]


async def test_a_webhook_set_elsewhere_is_taken_away_again(bench: Bench) -> None:
    an = bench.telegram.user(5)
    async with bench.running():
        await bench.telegram.wait_until(lambda: bench.telegram.state.poll_number > 0)
        bench.telegram.state.webhook = Webhook("http://127.0.0.1:9/", None, None)
        await bench.telegram.state.tell()
        await bench.telegram.wait_for_call("deleteWebhook", 2)
        await an.send(KNOWN)
        assert "94%" in (await bench.telegram.wait_for_reply(an)).text
    assert 409 in [call.status for call in bench.telegram.calls("getUpdates")]
