"""The Zalo emulator refuses what the platform's documentation does not allow."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.emulators.loopback import serving
from tests.emulators.zalo import ZaloEmulator
from tests.emulators.zalo.shapes import SHAPES

Api = Callable[..., Awaitable[Any]]
SECRET = "made-up-secret"  # noqa: S105 - made up here


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloEmulator]:
    async with ZaloEmulator.running() as emulator:
        yield emulator


@pytest.fixture
async def api(zalo: ZaloEmulator) -> AsyncIterator[Api]:
    async with httpx.AsyncClient(trust_env=False) as client:

        async def call(method: str, *, token: str = zalo.token, **parameters: object) -> Any:  # noqa: ANN401 - any JSON
            answer = (await client.post(f"{zalo.base_url}{token}/{method}", json=parameters)).json()
            return answer["result"] if answer["ok"] else answer["error_code"]

        yield call


async def test_calls_that_the_documentation_does_not_allow_are_refused(zalo: ZaloEmulator, api: Api) -> None:
    an = zalo.user(5)
    refused = {
        "sendMessage": [
            {},
            {"chat_id": an.id},
            {"chat_id": an.id, "text": ""},
            {"chat_id": an.id, "text": "x" * 2001},
            {"chat_id": an.id, "text": "😀" * 1001},
            {"chat_id": 5, "text": "x"},
            {"chat_id": "nobody", "text": "x"},
            {"chat_id": an.id, "text": "x", "reply_markup": "{}"},
        ],
        "sendPhoto": [{"chat_id": an.id, "photo": "http://example.org/a.png"}, {"chat_id": an.id}],
        "sendChatAction": [{"chat_id": an.id, "action": "dancing"}],
        "setWebhook": [
            {"url": "http://example.org/", "secret_token": SECRET},
            {"url": "https://example.org/", "secret_token": "short"},
            {"url": "https://example.org/"},
        ],
        "getUpdates": [{"timeout": 30}, {"timeout": "soon"}, {"offset": "1"}],
        "testWebhook": [{}],
    }
    for method, calls in refused.items():
        for parameters in calls:
            assert await api(method, **parameters) == 400, (method, parameters)
    assert await api("editMessage") == 404
    assert await api("getMe", token="9:wrong") == 401  # noqa: S106 - made up here
    assert not zalo.state.sent


async def test_one_update_at_a_time_and_408_when_nothing_comes(zalo: ZaloEmulator, api: Api) -> None:
    an = zalo.user(5)
    assert await api("getUpdates", timeout="0") == 408
    waiting = asyncio.ensure_future(api("getUpdates", timeout="30"))
    await zalo.wait_until(lambda: zalo.state.polls == 2)
    await an.send("một")
    await an.send("hai")
    assert (await waiting)["message"]["text"] == "một"
    assert (await api("getUpdates", timeout="30"))["message"]["text"] == "hai"
    assert await api("getUpdates", timeout="0") == 408


async def test_polling_is_silently_dead_while_a_webhook_is_set(zalo: ZaloEmulator, api: Api) -> None:
    await api("setWebhook", url="http://127.0.0.1:9/", secret_token=SECRET)
    await zalo.user(5).send("một")
    assert await api("getUpdates", timeout="0") == 408
    assert (await api("getWebhookInfo"))["url"]
    await api("deleteWebhook")
    assert not (await api("getWebhookInfo"))["url"]
    assert (await api("getUpdates", timeout="30"))["message"]["text"] == "một"


async def test_a_webhook_is_called_with_its_secret_until_it_takes_the_update(zalo: ZaloEmulator, api: Api) -> None:
    seen: list[tuple[str | None, Any]] = []

    async def hook(request: Request) -> Response:
        seen.append((request.headers.get("X-Bot-Api-Secret-Token"), await request.json()))
        return Response(status_code=503 if len(seen) == 1 else 200)

    an = zalo.user(5)
    async with serving(Starlette(routes=[Route("/hook", hook, methods=["POST"])])) as port:
        await api("setWebhook", url=f"http://127.0.0.1:{port}/hook", secret_token=SECRET)
        await an.send("một")
        await zalo.wait_until(lambda: not zalo.state.updates)
        assert await api("testWebhook") is True
        await api("deleteWebhook")
    assert [secret for secret, _ in seen] == [SECRET] * 3
    assert [update.get("message", {}).get("text") for _, update in seen] == ["một", "một", None]


async def test_blocked_chats_too_many_people_and_a_spent_quota(zalo: ZaloEmulator, api: Api) -> None:
    an, binh = zalo.user(5), zalo.user(6)
    zalo.state.most_people, zalo.state.quota = 1, 2
    assert (await api("sendMessage", chat_id=an.id, text="x" * 2000))["message_id"]
    assert await api("sendMessage", chat_id=binh.id, text="x") == 403
    await an.block()
    assert await api("sendMessage", chat_id=an.id, text="x") == 403
    an.state.blocked.clear()
    assert (await api("sendPhoto", chat_id=an.id, photo="https://example.org/a.png", caption="c"))["message_id"]
    assert await api("sendMessage", chat_id=an.id, text="x") == 429
    assert [message.photo for message in zalo.sent(an)] == [None, "https://example.org/a.png"]


async def test_injected_faults_look_as_they_do_on_the_wire(zalo: ZaloEmulator, api: Api) -> None:
    an = zalo.user(5)
    zalo.fail("getMe", 500)
    assert await api("getMe") == 500
    zalo.fail("getMe", 200, how="body", body=b"<html>")
    with pytest.raises(ValueError, match="Expecting value"):
        await api("getMe")
    zalo.fail("sendMessage", how="reset", after=True)
    with pytest.raises(httpx.RemoteProtocolError):
        await api("sendMessage", chat_id=an.id, text="x")
    assert len(zalo.sent(an)) == 1
    zalo.fail("getMe", how="silence")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(api("getMe"), 0.05)


async def test_every_shape_of_an_update_holds_the_message(zalo: ZaloEmulator, api: Api) -> None:
    an = zalo.user(5)
    for shape in SHAPES:
        zalo.show_updates_as(shape)
        await an.send("một")
        assert "một" in str(await api("getUpdates", timeout="30")), shape.__name__
