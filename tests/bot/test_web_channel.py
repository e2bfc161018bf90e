"""The web channel as a server: opens, says where, closes in order, and refuses in one sentence."""

import asyncio
import socket

import httpx
import pytest

from bot.channels.web.channel import WebChannel, bind
from bot.channels.web.settings import WebSettings
from bot.errors import BadConfig, EnvironmentFault
from tests.fakes.responder import QUESTION, FakeArticles, FakeResponder

ANY_PORT = WebSettings(port=0)
PATIENCE = 10


def channel(responder: FakeResponder | None = None, settings: WebSettings = ANY_PORT) -> WebChannel:
    return WebChannel(responder or FakeResponder(), FakeArticles(), settings)


async def test_it_serves_until_told_to_stop() -> None:
    announced: list[str] = []
    web, stop = WebChannel(FakeResponder(), FakeArticles(), ANY_PORT, announce=announced.append), asyncio.Event()
    running = asyncio.create_task(web.run(stop))
    await asyncio.wait_for(web.ready.wait(), PATIENCE)
    async with httpx.AsyncClient(base_url=web.url, trust_env=False) as client:
        assert (await client.get("/health")).status_code == 200
        assert "server" not in (await client.get("/")).headers
        stop.set()
        await asyncio.wait_for(running, PATIENCE)
        with pytest.raises(httpx.ConnectError):
            await client.get("/health")
    assert announced == [web.url]


async def test_a_question_under_way_is_still_answered_when_it_stops() -> None:
    responder = FakeResponder()
    responder.gate.clear()
    web, stop = channel(responder), asyncio.Event()
    running = asyncio.create_task(web.run(stop))
    await asyncio.wait_for(web.ready.wait(), PATIENCE)
    async with httpx.AsyncClient(base_url=web.url, trust_env=False) as client:
        asking = asyncio.create_task(client.post("/api/ask", json={"question": QUESTION}))
        await asyncio.wait_for(responder.arrived.wait(), PATIENCE)
        stop.set()
        responder.gate.set()
        assert (await asyncio.wait_for(asking, PATIENCE)).json()["answer"] == "94%"
    await asyncio.wait_for(running, PATIENCE)


async def test_a_port_in_use_is_named_with_the_mend() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(EnvironmentFault, match=rf"port {port} on 127\.0\.0\.1 is in use.*--port") as caught:
            await channel(settings=WebSettings(port=port)).run(asyncio.Event())
    assert caught.value.exit_code == 7


def test_an_address_of_another_machine_is_named_with_the_mend() -> None:
    with pytest.raises(EnvironmentFault, match=r"192\.0\.2\.1.*--host"):
        bind("192.0.2.1", 0)


def test_it_is_not_even_made_for_people_of_whom_the_configuration_does_not_speak() -> None:
    with pytest.raises(BadConfig, match=r"channels\.web\.access"):
        channel(settings=WebSettings(host="0.0.0.0"))  # noqa: S104 - refused


async def test_an_ipv6_address_is_written_as_browsers_want_it() -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    web, stop = channel(settings=WebSettings(host="::1", port=0)), asyncio.Event()
    running = asyncio.create_task(web.run(stop))
    ready = asyncio.create_task(web.ready.wait())
    await asyncio.wait({running, ready}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    if running.done() and isinstance(running.exception(), EnvironmentFault):
        pytest.skip("this machine has no IPv6 loopback")
    async with httpx.AsyncClient(base_url=web.url, trust_env=False) as client:
        assert web.url.startswith("http://[::1]:")
        assert (await client.get("/health")).status_code == 200
    stop.set()
    await asyncio.wait_for(running, PATIENCE)


@pytest.mark.parametrize(("trusted", "second"), [((), 429), (("127.0.0.1",), 200)])
async def test_only_a_trusted_proxy_says_whose_request_it_is(trusted: tuple[str, ...], second: int) -> None:
    settings = WebSettings(port=0, requests_per_minute=1, trusted_proxies=trusted)
    web, stop = channel(settings=settings), asyncio.Event()
    running = asyncio.create_task(web.run(stop))
    await asyncio.wait_for(web.ready.wait(), PATIENCE)
    async with httpx.AsyncClient(base_url=web.url, trust_env=False) as client:
        statuses = [
            (await client.post("/api/ask", json={"question": "a"}, headers={"X-Forwarded-For": address})).status_code
            for address in ("10.0.0.1", "10.0.0.2")
        ]
    stop.set()
    await asyncio.wait_for(running, PATIENCE)
    assert statuses == [200, second]
