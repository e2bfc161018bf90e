"""Zalo's client: what each answer of the platform means, and that the token goes nowhere but into the address."""

import logging
from collections.abc import AsyncIterator

import pytest

from bot.channels.zalo.client import ZaloClient
from bot.channels.zalo.faults import Limited, NothingCame, Outage, Refused, WrongToken
from tests.emulators.zalo import ZaloEmulator


@pytest.fixture(params=[False, True], ids=["always-200", "codes-as-http"])
async def zalo(request: pytest.FixtureRequest) -> AsyncIterator[ZaloEmulator]:
    async with ZaloEmulator.running(codes_as_http=request.param) as emulator:
        yield emulator


@pytest.fixture
async def client(zalo: ZaloEmulator) -> AsyncIterator[ZaloClient]:
    client = ZaloClient(zalo.base_url, zalo.token, read_seconds=5)
    yield client
    await client.close()


async def test_a_call_brings_its_result(zalo: ZaloEmulator, client: ZaloClient) -> None:
    an = zalo.user(5)
    sent = await client.call("sendMessage", {"chat_id": an.id, "text": "Chào bạn"})
    assert isinstance(sent, dict)
    assert sent["message_id"] == zalo.sent(an)[0].message_id
    assert zalo.sent(an)[0].text == "Chào bạn"


async def test_errors_are_sorted_by_what_to_do_next(zalo: ZaloEmulator, client: ZaloClient) -> None:
    sorted_as = {400: Refused, 403: Refused, 404: Refused, 408: NothingCame, 429: Limited, 500: Outage, 503: Outage}
    for code, kind in sorted_as.items():
        zalo.fail("getMe", code)
        with pytest.raises(kind) as caught:
            await client.call("getMe")
        assert type(caught.value) is kind
        assert caught.value.code == code
    with pytest.raises(NothingCame):
        await client.call("getUpdates", {"timeout": "0"})


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"ok": true', b"[]", b"3", b"{}", b'{"ok": "yes"}', b"\xff", b"[" * 100_000]
)
async def test_what_is_no_answer_of_zalo_is_an_outage(zalo: ZaloEmulator, client: ZaloClient, body: bytes) -> None:
    zalo.fail("getMe", 200, how="body", body=body)
    with pytest.raises(Outage):
        await client.call("getMe")


async def test_an_endless_answer_is_not_read_to_its_end(zalo: ZaloEmulator, client: ZaloClient) -> None:
    zalo.fail("getMe", 200, how="body", body=b" " * 1_000_001)
    with pytest.raises(Outage, match="bytes"):
        await client.call("getMe")


async def test_broken_connections_and_silence_are_outages(zalo: ZaloEmulator, client: ZaloClient) -> None:
    zalo.fail("getMe", how="reset")
    with pytest.raises(Outage, match="out of reach"):
        await client.call("getMe")
    hasty = ZaloClient(zalo.base_url, zalo.token, read_seconds=0.05)
    zalo.fail("getMe", how="silence")
    with pytest.raises(Outage, match="ReadTimeout"):
        await hasty.call("getMe")
    await hasty.close()
    nowhere = ZaloClient("http://127.0.0.1:9/bot", zalo.token)
    with pytest.raises(Outage, match="ConnectError"):
        await nowhere.call("getMe")
    await nowhere.close()


async def test_the_wait_that_zalo_names_is_kept_if_it_is_a_number(zalo: ZaloEmulator, client: ZaloClient) -> None:
    bodies = {
        b'{"ok": false, "error_code": 429, "parameters": {"retry_after": 7}}': 7.0,
        b'{"ok": false, "error_code": 429, "retry_after": -1}': 0.5,
        b'{"ok": false, "error_code": 429, "retry_after": 1e12}': 86_400.0,
        b'{"ok": false, "error_code": 429, "retry_after": "soon"}': None,
        b'{"ok": false, "error_code": 429, "retry_after": NaN}': None,
        b'{"ok": false, "error_code": 429, "retry_after": true}': None,
    }
    for body, seconds in bodies.items():
        zalo.fail("getMe", 200, how="body", body=body)
        with pytest.raises(Limited) as caught:
            await client.call("getMe")
        assert caught.value.retry_after == seconds


async def test_the_token_is_in_no_log_and_no_exception(
    zalo: ZaloEmulator, client: ZaloClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    wrong = "1:notthistoken"
    stranger = ZaloClient(zalo.base_url, wrong)
    echoing = f'{{"ok": false, "error_code": 400, "description": "bad path /bot{zalo.token}/getMe"}}'
    zalo.fail("getMe", 200, how="body", body=echoing.encode())
    zalo.fail("getMe", how="reset")
    told = []
    for one in (client, client, stranger):
        with pytest.raises((Refused, Outage)) as caught:
            await one.call("getMe")
        error: BaseException | None = caught.value
        told.append(type(error))
        while error:
            assert zalo.token not in repr(error)
            assert wrong not in repr(error)
            assert not hasattr(error, "request")
            error = error.__cause__
    await stranger.close()
    assert told == [Refused, Outage, WrongToken]
    assert zalo.token not in caplog.text
    assert wrong not in caplog.text
