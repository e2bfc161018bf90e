"""Whatever comes from outside: no unhandled exception, no privileged act by a member, no token in a log or a reply."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram import Update, User

from bot.channels.telegram.addressing import incoming_of
from bot.channels.telegram.retrying import STRANGE_FORM
from bot.dialogue.dialogue import Dialogue
from bot.incoming import Incoming
from tests.fakes.telegram_parts import KNOWN, Bench

ME = User(7, "Hỏi Đáp", is_bot=True, username="hoidap_test_bot")
SCALAR = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(max_size=8)
NAMES = st.sampled_from([
    "message", "edited_message", "callback_query", "chat", "from", "id", "type", "date", "edit_date", "text", "caption",
    "entities", "caption_entities", "document", "photo", "data", "via_bot", "reply_to_message", "is_topic_message",
    "message_thread_id", "forward_origin", "offset", "length", "user", "is_bot", "first_name", "file_id", "sticker",
])  # fmt: skip
ANYTHING = st.recursive(SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5))
PERSON = {"id": 5, "is_bot": False, "first_name": "An"}
MESSAGE = {
    "message_id": 1,
    "date": 1,
    "chat": {"id": -5, "type": "group"},
    "from": PERSON,
    "text": "@hoidap_test_bot à",
}
MENTIONED = MESSAGE | {"entities": [{"type": "mention", "offset": 0, "length": 16}]}
PRESSED = {"id": "1", "from": PERSON, "chat_instance": "1", "message": MESSAGE, "data": "x:y"}
CHANGES = st.dictionaries(NAMES, ANYTHING, max_size=3)
UPDATES = (
    CHANGES.map(lambda changes: {"message": {**MENTIONED, **changes}})
    | CHANGES.map(lambda changes: {"edited_message": {**MENTIONED, "edit_date": 2, **changes}})
    | CHANGES.map(lambda changes: {"callback_query": {**PRESSED, **changes}})
    | CHANGES
)
ACTIONS = ["para", "next", "yes", "no", "why", "forget", "speak", "undo", "approve", "remove", "restore", "draft"]


async def fetch(_: str, __: int | None) -> bytes:
    return b""


@settings(deadline=None, max_examples=150)
@given(UPDATES)
def test_every_update_is_read_or_is_of_a_strange_form(content: dict[str, object]) -> None:
    try:
        update = Update.de_json({**content, "update_id": 1}, None)
        incoming = incoming_of(update, ME, fetch)
    except STRANGE_FORM:
        return  # the intake leaves it out
    assert incoming is None or isinstance(incoming, Incoming)
    if incoming:
        assert incoming.person.channel == "telegram"
        assert incoming.chat_id.removeprefix("-").isdecimal()
        json.dumps(incoming.text)


def known_actions() -> Sequence[str]:
    """All that the dialogue knows, with some that it does not."""
    return [*Dialogue.__dict__.get("ACTIONS", ()), *ACTIONS]


@settings(deadline=None, max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    forged=st.lists(
        st.builds(lambda action, rest: f"{action}:{rest}"[:40], st.sampled_from(known_actions()), st.text(max_size=12))
        | st.text(min_size=1, max_size=16),
        min_size=8,
        max_size=15,
    ),
    texts=st.lists(st.text(min_size=1, max_size=40).filter(str.strip), min_size=5, max_size=8),
)
async def test_a_member_gets_nowhere_with_forged_buttons_and_strange_texts(
    tmp_path_factory: pytest.TempPathFactory, caplog: pytest.LogCaptureFixture, forged: list[str], texts: list[str]
) -> None:
    caplog.clear()
    with caplog.at_level(logging.INFO):
        async with Bench.opened(Path(tmp_path_factory.mktemp("fuzz"))) as bench:
            await _tried(bench, forged, texts)
            said = [sent.text for sent in bench.telegram.state.sent] + [str(bench.telegram.state.callbacks)]
            assert not await bench.state.connection.fetch("SELECT 1 FROM people WHERE role IS NOT NULL")
            assert await bench.store.count() == 0
    secret = bench.telegram.token.partition(":")[2]
    assert secret not in caplog.text
    assert all(secret not in text for text in said)
    assert "incident" not in caplog.text
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def _tried(bench: Bench, forged: list[str], texts: list[str]) -> None:
    member = bench.telegram.user(5)
    async with bench.running():
        await member.send(KNOWN)
        answer = await bench.telegram.wait_for_reply(member)
        for data in forged:
            await bench.telegram.wait_for_callback_answer(await member.press(answer, data))
        for text in texts:
            bench.time.now += 60
            await member.send(f"{text} ?")
        await bench.telegram.wait_until(lambda: not bench.telegram.state.updates)
        await bench.everything_is_dealt_with()
