"""Zalo's webhook: the secret, what is told to Zalo and when, and the port."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.channels.zalo.pictures import Pictures
from bot.errors import BadConfig, EnvironmentFault
from bot.incoming import Incoming
from bot.outgoing import Abilities, Outgoing, Picture
from corpus.errors import StorageFault
from tests.emulators.zalo.shapes import SHAPES
from tests.fakes.door import Echo
from tests.fakes.zalo_parts import SECRET, ZaloBench

PNG = b"\x89PNG\r\n\x1a\n..."
KNOWN = {"X-Bot-Api-Secret-Token": SECRET}


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[ZaloBench]:
    async with ZaloBench.opened(tmp_path) as opened:
        yield opened


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def hook(port: int) -> dict[str, object]:
    return {"mode": "webhook", "webhook": {"url": f"http://127.0.0.1:{port}/zalo", "port": port}}


async def test_messages_brought_to_the_webhook_are_answered_in_every_shape(bench: ZaloBench, port: int) -> None:
    an = bench.zalo.user(5)
    await an.send("khi chưa chạy")
    async with bench.running(secret=SECRET, **hook(port)):
        assert (await bench.zalo.wait_for_reply(an)).text == "(khi chưa chạy)"
        for shape in SHAPES:
            bench.zalo.show_updates_as(shape)
            await an.send(shape.__name__)
            assert (await bench.zalo.wait_for_reply(an)).text == f"({shape.__name__})"
    assert not bench.zalo.calls("getUpdates")
    assert bench.zalo.calls("setWebhook")[0].parameters["secret_token"] == SECRET


async def test_only_the_secret_opens_the_webhook(bench: ZaloBench, port: int) -> None:
    an = bench.zalo.user(5)
    forged = {"message": {"message_id": "1", "chat": {"id": an.id}, "from": {"id": an.id}, "text": "giả"}}
    url = f"http://127.0.0.1:{port}/zalo"
    async with bench.running(secret=SECRET, **hook(port)), httpx.AsyncClient(trust_env=False) as client:
        await bench.zalo.wait_for_call("setWebhook")
        for given in (None, "wrong", "đ", SECRET + "x", SECRET[:-1]):
            headers = {} if given is None else {b"X-Bot-Api-Secret-Token": given.encode()}
            assert (await client.post(url, json=forged, headers=headers)).status_code == 403
        for body in (b"", b"{", b"[" * 100_000, b"\xff"):
            assert (await client.post(url, content=body, headers=KNOWN)).status_code == 400
        assert (await client.post(url, content=b" " * 1_000_001, headers=KNOWN)).status_code == 413
        assert (await client.get(url, headers=KNOWN)).status_code == 404
        for strange in ([], 3, {"message": 3}, {"event_name": "webhook.test"}, {"message": {"chat": {"id": "\ud800"}}}):
            sent = await client.post(url, content=json.dumps(strange).encode(), headers=KNOWN)
            assert sent.status_code == 200
    assert not bench.dialogue.heard


async def test_what_cannot_be_stored_is_not_confirmed_and_comes_again(bench: ZaloBench, port: int) -> None:
    an = bench.zalo.user(5)
    async with bench.running(secret=SECRET, **hook(port)):
        await bench.zalo.wait_for_call("setWebhook")
        (pages,) = (await bench.state.connection.fetch("PRAGMA page_count"))[0]
        await bench.state.connection.fetch(f"PRAGMA max_page_count = {pages}")
        long = "dài " * 20_000
        with pytest.raises(StorageFault):
            async with bench.state.connection.writing() as database:
                await database.execute("INSERT INTO gone_chats VALUES ('x', 'x', ?, 0)", (long,))
        await an.send(long)
        await bench.zalo.wait_until(lambda: bool(bench.zalo.state.webhook and bench.zalo.state.webhook.last_status))
        assert bench.zalo.state.webhook
        assert bench.zalo.state.webhook.last_status == 503
        assert bench.zalo.state.updates
        await bench.state.connection.fetch("PRAGMA max_page_count = 1000000")
        await bench.zalo.wait_for_reply(an)
    assert len(bench.dialogue.heard) == 1


async def test_a_message_brought_twice_is_answered_once(bench: ZaloBench, port: int) -> None:
    an = bench.zalo.user(5)
    async with bench.running(secret=SECRET, **hook(port)):
        sent = await an.send("một")
        await bench.zalo.wait_for_reply(an)
        await bench.zalo.repeat(sent)
        await an.send("hai")
        assert (await bench.zalo.wait_for_reply(an)).text == "(hai)"
    assert bench.dialogue.heard == ["một", "hai"]


async def test_the_secret_is_made_when_none_is_given_and_one_of_a_wrong_length_is_refused(
    bench: ZaloBench, port: int
) -> None:
    for start in (1, 2):
        async with bench.running(**hook(port)):
            await bench.zalo.wait_for_call("setWebhook", start)
    made = {call.parameters["secret_token"] for call in bench.zalo.calls("setWebhook")}
    assert [len(secret) for secret in made] == [64]  # one for both starts
    assert bench.zalo.token not in str(made)
    for length in (7, 257):
        with pytest.raises(BadConfig, match="8 to 256"):
            bench.channel(secret="x" * length, **hook(port))


async def test_a_webhook_that_zalo_refuses_names_the_setting(bench: ZaloBench, port: int) -> None:
    bench.zalo.fail("setWebhook", 400, description="url must be an https address")
    with pytest.raises(BadConfig, match=r"https address.*\[channels.zalo.webhook\] url"):
        await bench.channel(**hook(port)).run(asyncio.Event())


async def test_a_taken_port_is_said_plainly(bench: ZaloBench) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = listener.getsockname()[1]
        with pytest.raises(EnvironmentFault, match=str(taken)):
            await bench.channel(**hook(taken)).run(asyncio.Event())


async def test_the_platforms_own_trial_call_is_taken(bench: ZaloBench, port: int) -> None:
    async with bench.running(secret=SECRET, **hook(port)), httpx.AsyncClient(trust_env=False) as client:
        await bench.zalo.wait_for_call("setWebhook")
        tried = await client.post(f"{bench.zalo.base_url}{bench.zalo.token}/testWebhook", json={})
    assert tried.json() == {"ok": True, "result": True}


class Painter(Echo):
    """A dialogue that shows a picture."""

    async def handle(self, incoming: Incoming, abilities: Abilities) -> list[Outgoing]:
        """The echo and, as one message with it, a picture."""
        (said,) = await super().handle(incoming, abilities)
        return [said, Outgoing(picture=Picture(PNG, "Thu ngân sách: 152,4; 141,6."))]


async def test_a_picture_is_shown_where_zalo_can_fetch_it(bench: ZaloBench, port: int) -> None:
    bench.dialogue = Painter()
    an = bench.zalo.user(5)
    async with bench.running(secret=SECRET, **hook(port)), httpx.AsyncClient(trust_env=False) as client:
        await an.send("biểu đồ")
        await bench.zalo.wait_for_reply(an)
        shown = await bench.zalo.wait_for_reply(an)
        assert shown.text == "Thu ngân sách: 152,4; 141,6."
        assert shown.photo
        fetched = await client.get(shown.photo)
        assert (fetched.content, fetched.headers["content-type"]) == (PNG, "image/png")
        for other in ("pictures/x.png", "pictures/..%2fbot.sqlite3", "pictures/", shown.photo.rpartition("/")[2]):
            assert (await client.get(f"http://127.0.0.1:{port}/zalo/{other}")).status_code == 404


async def test_a_picture_that_zalo_cannot_fetch_is_told_in_words(bench: ZaloBench, port: int) -> None:
    bench.dialogue = Painter()
    an = bench.zalo.user(5)
    bench.zalo.fail("sendPhoto", 400)
    async with bench.running(secret=SECRET, **hook(port)):
        await an.send("biểu đồ")
        await bench.zalo.wait_for_reply(an)
        told = await bench.zalo.wait_for_reply(an)
    assert (told.photo, told.text) == (None, "Thu ngân sách: 152,4; 141,6.")


async def test_without_a_public_address_a_picture_is_told_in_words(bench: ZaloBench) -> None:
    bench.dialogue = Painter()
    an = bench.zalo.user(5)
    async with bench.running():
        await an.send("biểu đồ")
        await bench.zalo.wait_for_reply(an)
        told = await bench.zalo.wait_for_reply(an)
    assert (told.photo, told.text) == (None, "Thu ngân sách: 152,4; 141,6.")


async def test_old_pictures_go(tmp_path: Path) -> None:
    now = [time.time()]
    pictures = Pictures(tmp_path, "https://bot.example/zalo/", lambda: now[0])
    first = await pictures.publish(PNG)
    assert first.startswith("https://bot.example/zalo/pictures/")
    assert await pictures.at(first) == PNG
    now[0] += 49 * 3600
    await pictures.publish(PNG)
    assert await pictures.at(first) is None


async def test_a_caller_that_hangs_up_is_no_fault(
    bench: ZaloBench, port: int, caplog: pytest.LogCaptureFixture
) -> None:
    an = bench.zalo.user(5)
    async with bench.running(secret=SECRET, **hook(port)):
        await bench.zalo.wait_for_call("setWebhook")
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"POST /zalo HTTP/1.1\r\nHost: x\r\nX-Bot-Api-Secret-Token: {SECRET}\r\nContent-Length: 100\r\n\r\n{{"
        writer.write(head.encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        await an.send("một")
        await bench.zalo.wait_for_reply(an)
    assert not [record for record in caplog.records if record.exc_info]
