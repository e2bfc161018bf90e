"""Whatever Telegram's answer holds, the updates that can be read are read."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import Update

from bot.channels.telegram.polling import PollingRequest

SCALAR = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(max_size=8)
MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}
NAMES = st.sampled_from(["message", "callback_query", "chat", "from", "id", "type", "date", "text", "entities", "x"])
ANYTHING = st.recursive(SCALAR, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5))
NEARLY = st.dictionaries(NAMES, ANYTHING, max_size=3).map(lambda changes: {"message": {**MESSAGE, **changes}})
CONTENT = st.dictionaries(NAMES, ANYTHING, max_size=4) | NEARLY


@settings(deadline=None)
@given(st.lists(CONTENT, max_size=4))
def test_every_update_can_be_read_or_is_emptied(contents: list[dict[str, object]]) -> None:
    sent = [{**content, "update_id": number} for number, content in enumerate(contents)]
    answer = PollingRequest.parse_json_payload(json.dumps({"ok": True, "result": sent}).encode())
    updates = Update.de_list(answer["result"], None)
    assert [update.update_id for update in updates] == list(range(len(sent)))
    for update in updates:
        json.dumps(update.to_dict())
