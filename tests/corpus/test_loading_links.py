"""Links: fetched over real sockets on loopback; private addresses are refused unless the settings allow them."""

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from corpus.errors import BadInput
from corpus.link import fetch
from corpus.link_safety import is_public
from corpus.loading import load_link
from corpus.settings import LoadingSettings

OPEN = LoadingSettings(allow_private_addresses=True, max_bytes=50_000, timeout_seconds=5)
Answer = Callable[[asyncio.StreamWriter, str], Awaitable[None]]


@asynccontextmanager
async def site(answer: Answer) -> AsyncIterator[str]:
    """A server on loopback that reads one request and lets `answer` write; yields its address."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        try:
            await answer(writer, head)
            await writer.drain()
        except ConnectionError:
            pass  # the client hung up, as it should on oversized answers
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def replying(
    body: str, content_type: str = "text/html; charset=utf-8", status: str = "200 OK", extra: str = ""
) -> Answer:
    async def answer(writer: asyncio.StreamWriter, _head: str) -> None:
        data = body.encode()
        writer.write(
            f"HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\n{extra}content-length: {len(data)}\r\n"
            "connection: close\r\n\r\n".encode()
            + data
        )

    return answer


ARTICLE = "<html><head><title>Sơ kết</title></head><body><article><h1>Sơ kết</h1>" + (
    "<p>Trong sáu tháng, xã đã làm được 12 km đường và sửa 3 cây cầu, đúng với kế hoạch đề ra từ đầu năm.</p>" * 3
    + "</article></body></html>"
)


async def test_a_link_becomes_an_article_with_its_address() -> None:
    async with site(replying(ARTICLE)) as address:
        draft = await load_link(f"{address}/bai?x=1", OPEN)
    assert "12 km" in draft.body
    assert draft.url == f"{address}/bai?x=1"
    assert draft.origin == f"{address}/bai?x=1"


async def test_a_page_cannot_claim_the_address_of_another_site() -> None:
    page = ARTICLE.replace("<head>", '<head><link rel="canonical" href="https://other.example/fake">')
    async with site(replying(page)) as address:
        assert (await load_link(f"{address}/bai", OPEN)).url == f"{address}/bai"


async def test_text_pages_are_read_and_other_kinds_refused() -> None:
    async with site(replying("Tiêu đề\nNội dung", "text/plain; charset=utf-8")) as address:
        assert (await load_link(address, OPEN)).body == "Nội dung"
    async with site(replying("GIF8", "image/gif")) as address:
        with pytest.raises(BadInput, match="image/gif"):
            await load_link(address, OPEN)


async def test_redirects_are_followed_so_far() -> None:
    async def answer(writer: asyncio.StreamWriter, head: str) -> None:
        if head.startswith("GET /moved"):
            await replying(ARTICLE)(writer, head)
        elif head.startswith("GET /start"):
            await replying("", status="301 Moved", extra="location: /moved\r\n")(writer, head)
        else:
            await replying("", status="302 Found", extra="location: /again\r\n")(writer, head)

    async with site(answer) as address:
        assert (await fetch(f"{address}/start", OPEN)).url == f"{address}/moved"
        with pytest.raises(BadInput, match="redirects more than 5 times"):
            await fetch(f"{address}/again", OPEN)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/",
        "http://localhost:9/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://100.64.0.1/",
        "http://0.0.0.0:9/",
        "http://[::1]:9/",
        "http://[::ffff:127.0.0.1]:9/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fd00::1]/",
        "http://[fe80::1]/",
        "http://2130706433:9/",
        "http://0x7f.1:9/",
    ],
)
async def test_private_addresses_are_refused(url: str) -> None:
    with pytest.raises(BadInput, match=r"private network address|was not found"):
        await fetch(url, LoadingSettings())


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "file:///etc/passwd", "http://", "http://a:b@127.0.0.1/", "http://[::1", "x"]
)
async def test_what_is_not_a_web_link_is_refused(url: str) -> None:
    with pytest.raises(BadInput):
        await fetch(url, OPEN)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
        ("::ffff:8.8.8.8", True),
        ("::ffff:192.168.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:  # noqa: FBT001 - a parametrised expectation
    assert is_public(ipaddress.ip_address(address)) is public


async def test_a_redirect_to_a_private_address_is_refused() -> None:
    """The first hop is allowed by name; the second must be checked again. Loopback stands in for a public host."""
    hops: list[str] = []

    async def answer(writer: asyncio.StreamWriter, head: str) -> None:
        hops.append(head)
        await replying("", status="302 Found", extra="location: http://user:pw@127.0.0.1/\r\n")(writer, head)

    async with site(answer) as address:
        with pytest.raises(BadInput, match="user name or password"):
            await fetch(address, OPEN)
    assert len(hops) == 1


async def test_an_announced_flood_is_refused_before_it_is_read() -> None:
    async def answer(writer: asyncio.StreamWriter, _head: str) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 2147483648\r\n\r\n")

    async with site(answer) as address:
        with pytest.raises(BadInput, match="more than 50000 bytes"):
            await fetch(address, OPEN)


async def test_an_unannounced_flood_is_cut_off_at_the_cap() -> None:
    async def answer(writer: asyncio.StreamWriter, _head: str) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nconnection: close\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()

    async with site(answer) as address:
        with pytest.raises(BadInput, match="more than 50000 bytes"):
            await fetch(address, OPEN)


async def test_a_page_that_never_ends_meets_the_deadline() -> None:
    released = asyncio.Event()

    async def answer(writer: asyncio.StreamWriter, _head: str) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 100\r\n\r\nx")
        await writer.drain()
        await released.wait()

    async with site(answer) as address:
        with pytest.raises(BadInput, match="did not answer fully"):
            await fetch(address, LoadingSettings(allow_private_addresses=True, timeout_seconds=0.2))
        released.set()


async def test_a_link_that_is_down_or_broken_is_one_sentence() -> None:
    async with site(replying("")) as address:
        pass
    with pytest.raises(BadInput, match="could not be read"):
        await fetch(address, OPEN)
    async with site(replying("no", status="404 Not Found")) as there:
        with pytest.raises(BadInput, match="status 404"):
            await fetch(there, OPEN)

    async def garbage(writer: asyncio.StreamWriter, _head: str) -> None:
        writer.write(b"\x00\x01\x02 nonsense\r\n\r\n")

    async with site(garbage) as there:
        with pytest.raises(BadInput, match="could not be read"):
            await fetch(there, OPEN)
