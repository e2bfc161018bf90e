"""Zalo's updates: every documented shape is understood alike, and nothing that comes is an exception."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo.updates import Update, incoming, parse
from tests.emulators.zalo import Group, Person
from tests.emulators.zalo.shapes import SHAPES, Shape
from tests.emulators.zalo.state import PlatformState

SCALAR = st.none() | st.booleans() | st.integers(-(10**200), 10**200) | st.floats() | st.text(max_size=8)
NAMES = st.sampled_from(
    ["ok", "result", "message", "event_name", "message_id", "chat", "from", "id", "chat_type", "text", "is_bot", "x"]
)
ANYTHING = st.recursive(SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6))
MESSAGE: dict[str, Any] = {
    "message_id": "m1",
    "date": 1750316131602,
    "text": "có bao nhiêu xã?",
    "from": {"id": "a1", "display_name": "An", "is_bot": False},
    "chat": {"id": "a1", "chat_type": "PRIVATE"},
}
NEARLY = st.dictionaries(NAMES, ANYTHING, max_size=3).map(lambda changes: {"message": {**MESSAGE, **changes}})


@pytest.fixture
def an() -> Person:
    return Person(PlatformState("t", {}), "a1", "An")


def understood(raw: object) -> Update:
    update = parse(raw)
    assert update
    return update


@pytest.mark.parametrize("shape", SHAPES)
async def test_all_shapes_say_the_same(an: Person, shape: Shape) -> None:
    sent = await an.send("có bao nhiêu xã?", message_id="m1")
    update = understood(json.loads(json.dumps(shape(sent))))
    assert replace(update, written_at=1750316131.602) == understood({"message": MESSAGE})
    assert (update.key, update.chat_id, update.name) == ("message.text.received:m1", "a1", "An")


async def test_numbers_instead_of_strings_and_no_sender(an: Person) -> None:
    sent = await an.send("x", message_id="m1")
    sent["message"] |= {"message_id": 44, "chat": {"id": 12345}}
    del sent["message"]["from"]
    update = understood(sent)
    assert (update.key, update.chat_id, update.user_id) == ("message.text.received:44", "12345", "12345")


async def test_without_a_number_the_content_is_the_key(an: Person) -> None:
    one, two = await an.send("x"), await an.send("y")
    del one["message"]["message_id"], two["message"]["message_id"]
    assert understood(one).key == understood(dict(one)).key != understood(two).key


async def test_what_is_no_text_is_told_as_that(an: Person) -> None:
    for send in (an.send_image, an.send_sticker, an.send_voice, an.send_unsupported):
        update = understood(await send())
        assert incoming(update).kind == "other"
        bare = understood({"message": an.state.updates[-1]["message"]})
        assert bare.event == update.event
    assert incoming(understood(await an.send("  "))).kind == "other"


async def test_the_bots_own_name_is_left_out_in_a_group_and_only_there(an: Person) -> None:
    names = ("bot.hoidap", "Bot Hỏi Đáp")
    text = "@bot hỏi đáp có bao nhiêu xã?"
    group = understood(await an.send(text, group=Group("g1")))
    said = incoming(group, names)
    assert (said.text, said.in_group, said.chat_id, said.person.user_id) == ("có bao nhiêu xã?", True, "g1", "a1")
    assert incoming(understood(await an.send(text)), names).text == text


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        "x",
        {},
        {"ok": True},
        {"result": {"result": {"result": {"result": {"message": MESSAGE}}}}},
        {"message": []},
        {"message": {"chat": {"id": ""}}},
        {"message": {"chat": {"id": True}, "text": "x"}},
        {"message": {"chat": {"id": "x" * 129}, "text": "x"}},
        {"message": {"chat": {"id": "\ud800"}, "text": "x"}},
        {"event_name": "webhook.test"},
    ],
)
def test_what_cannot_be_answered_is_none(raw: object) -> None:
    assert parse(raw) is None


def test_nothing_is_stored_but_what_is_needed() -> None:
    deep: Any = "x"
    for _ in range(900):
        deep = [deep]
    update = understood({"message": {**MESSAGE, "extra": deep}, "other": "words"})
    assert update.body["message"] == MESSAGE
    assert set(update.body) == {"event_name", "message"}
    assert parse(update.body) == update


@given(ANYTHING | NEARLY)
def test_nothing_that_comes_is_an_exception(raw: object) -> None:
    update = parse(raw)
    if update:
        said = incoming(update, ("bot",))
        json.dumps([said.text, said.chat_id, said.person.user_id, update.key], ensure_ascii=False).encode()
        assert update == parse(json.loads(json.dumps(raw)))
        stored = parse(json.loads(json.dumps(update.body)))
        assert stored
        assert replace(stored, key=update.key) == update
