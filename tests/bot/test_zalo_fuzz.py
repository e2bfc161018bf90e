"""Whatever is brought to the webhook with the right secret: no exception, and every reply is one that Zalo takes."""

import asyncio
import json

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.zalo.layout import messages
from bot.channels.zalo.updates import incoming, parse
from bot.channels.zalo.webhook import SECRET_HEADER, webhook_app
from bot.outgoing import Outgoing, Picture
from bot.reply import Reply, Source
from tests.bot.test_zalo_updates import ANYTHING, NEARLY
from tests.emulators.zalo.parameters import MAX_TEXT, utf16_units

SECRET = "made-up-secret"  # noqa: S105 - made up here
TEXT = st.text(max_size=3000) | st.text(alphabet="a\n. 😀\u0301", max_size=3000)
SOURCE = st.builds(
    Source,
    article_id=TEXT,
    version=st.integers(),
    title=TEXT,
    date=st.none() | TEXT,
    url=st.none() | TEXT.map("https://x/{}".format),
    is_sample=st.booleans(),
    quote=TEXT,
    start=st.none(),
    end=st.none(),
)
REPLY = st.builds(
    Reply,
    st.sampled_from(["vi", "en"]),
    headline=st.none() | TEXT,
    lines=st.tuples(TEXT),
    sources=st.lists(SOURCE, max_size=2).map(tuple),
    alternatives=st.lists(SOURCE, max_size=2).map(tuple),
    closing=st.lists(TEXT, max_size=2).map(tuple),
)
OUTGOING = st.builds(
    Outgoing, reply=st.none() | REPLY, picture=st.none() | TEXT.map(lambda text: Picture(b"", text)), toast=TEXT
)


async def brought(body: bytes, taken: list[object]) -> int:
    """The status that a body gets."""

    async def take(update: object) -> None:
        taken.append(update)

    async def no_picture(_: str) -> bytes | None:
        return None

    app = webhook_app(SECRET, take, lambda: True, no_picture)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://zalo") as client:
        return (await client.post("/", content=body, headers={SECRET_HEADER: SECRET})).status_code


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=200) | (ANYTHING | NEARLY).map(lambda raw: json.dumps(raw).encode()))
def test_every_body_is_taken_or_turned_down(body: bytes) -> None:
    taken: list[object] = []
    assert asyncio.run(brought(body, taken)) == (200 if taken else 400)
    for update in map(parse, taken):
        if update:
            incoming(update, ("bot",))


@settings(deadline=None, max_examples=50)
@given(OUTGOING)
def test_every_reply_is_in_messages_that_zalo_takes(outgoing: Outgoing) -> None:
    for text in messages(outgoing):
        assert text.strip()
        assert utf16_units(text) <= MAX_TEXT
        text.encode()
