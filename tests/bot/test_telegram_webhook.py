"""Webhook mode: the secret, what is told to Telegram and when, and the port."""

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.errors import BadConfig, EnvironmentFault
from tests.fakes.telegram_parts import KNOWN, Bench

SECRET = "made-up-secret_1"  # noqa: S105 - made up here


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with Bench.opened(tmp_path) as opened:
        yield opened


def hook(port: int) -> dict[str, object]:
    return {"mode": "webhook", "webhook": {"url": f"http://127.0.0.1:{port}/telegram", "port": port}}


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


async def test_messages_brought_to_the_webhook_are_answered(bench: Bench, port: int) -> None:
    an, admin = bench.telegram.user(5), bench.telegram.user(1)
    await an.send("khi chưa chạy?")
    async with bench.running(secret=SECRET, **hook(port)):
        assert (await bench.telegram.wait_for_reply(an)).text.startswith("khi chưa chạy?")
        await an.send(KNOWN)
        assert "94%" in (await bench.telegram.wait_for_reply(an)).text
        await admin.send("/ngonngu")
        added = await bench.telegram.wait_for_reply(admin)
        query = await admin.press(added, added.buttons[0]["callback_data"])
        await bench.telegram.wait_for_callback_answer(query)
    assert not bench.telegram.calls("getUpdates")
    assert bench.telegram.calls("setWebhook")[0].parameters["secret_token"] == SECRET


async def test_only_the_secret_opens_the_webhook(bench: Bench, port: int) -> None:
    bench.telegram.user(5)
    forged = {
        "update_id": 1,
        "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "x"},
    }
    async with bench.running(secret=SECRET, **hook(port)), httpx.AsyncClient(trust_env=False) as client:
        await bench.telegram.wait_for_call("setWebhook")
        url = f"http://127.0.0.1:{port}/telegram"
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}, {"X-Telegram-Bot-Api-Secret-Token": "đ"}):
            raw = {name.encode(): value.encode() for name, value in headers.items()}
            assert (await client.post(url, json=forged, headers=raw)).status_code == 403
        known = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        for body in (b"", b"{", b"[]", b"[" * 100_000, b'{"update_id": "1"}', b'{"update_id": true}'):
            assert (await client.post(url, content=body, headers=known)).status_code == 400
        assert (await client.post(url, content=b" " * 1_000_001, headers=known)).status_code == 413
        assert (await client.get(url, headers=known)).status_code == 405
        strange = {"update_id": 7, "message": {"chat": 3}}
        assert (await client.post(url, json=strange, headers=known)).status_code == 200
    assert not bench.responder.asked


async def test_a_message_brought_twice_is_answered_once(bench: Bench, port: int) -> None:
    an = bench.telegram.user(5)
    async with bench.running(secret=SECRET, **hook(port)), httpx.AsyncClient(trust_env=False) as client:
        await an.send("một?")
        update = bench.telegram.state.updates[0] if bench.telegram.state.updates else None
        await bench.telegram.wait_for_reply(an)
        assert update is not None
        again = await client.post(
            f"http://127.0.0.1:{port}/", json=update, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}
        )
        assert again.status_code == 200
        await an.send("hai?")
        assert (await bench.telegram.wait_for_reply(an)).text.startswith("hai?")
    assert [question for question, _ in bench.responder.asked] == ["một?", "hai?"]


async def test_the_secret_is_made_when_none_is_given(bench: Bench, port: int) -> None:
    async with bench.running(**hook(port)):
        call = await bench.telegram.wait_for_call("setWebhook")
    assert len(call.parameters["secret_token"]) >= 32


async def test_a_webhook_that_telegram_refuses_names_the_setting(bench: Bench, port: int) -> None:
    bench.telegram.fail("setWebhook", 400, description="Bad Request: bad webhook: HTTPS url must be provided")
    with pytest.raises(BadConfig, match=r"(?i)https url must be provided.*\[channels.telegram.webhook\] url"):
        await bench.channel(**hook(port)).run(asyncio.Event())


async def test_a_taken_port_is_said_plainly(bench: Bench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = listener.getsockname()[1]
        with pytest.raises(EnvironmentFault, match=str(taken)):
            await bench.channel(**hook(taken)).run(asyncio.Event())


async def test_a_caller_that_hangs_up_is_no_fault(bench: Bench, port: int, caplog: pytest.LogCaptureFixture) -> None:
    an = bench.telegram.user(5)
    async with bench.running(secret=SECRET, **hook(port)):
        await bench.telegram.wait_for_call("setWebhook")
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        secret = f"X-Telegram-Bot-Api-Secret-Token: {SECRET}"
        writer.write(f"POST / HTTP/1.1\r\nHost: x\r\n{secret}\r\nContent-Length: 100\r\n\r\n{{".encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        await an.send("một?")
        await bench.telegram.wait_for_reply(an)
    assert not [record for record in caplog.records if record.exc_info]
