"""What the Bot API methods around messages do to the emulated platform."""

import dataclasses
import re
from typing import Any

from tests.emulators.telegram.errors import ApiFault, bad_request
from tests.emulators.telegram.html import check_text, parse_html, utf16_units
from tests.emulators.telegram.state import BotMessage, Json, PlatformState

_MAX_CALLBACK_BYTES = 64
_MAX_CAPTION = 1024
_MAX_PHOTO_BYTES = 10 * 1024 * 1024
_MAX_RESULTS = 50

Parameters = dict[str, Any]


def chat_of(state: PlatformState, chat_id: object) -> Json:
    if isinstance(chat_id, int) and chat_id in state.moved:
        description = "Bad Request: group chat was upgraded to a supergroup chat"
        raise ApiFault(400, description, migrate_to=state.moved[chat_id])
    if not isinstance(chat_id, int) or chat_id not in state.chats:
        raise bad_request("chat not found")
    return state.chats[chat_id]


def _text(given: Parameters) -> tuple[str, list[Json]]:
    mode = given.get("parse_mode")
    if mode is not None and mode != "HTML":
        raise bad_request("unsupported parse_mode")
    text, entities = parse_html(given["text"]) if mode else (given["text"], given.get("entities", []))
    check_text(text, entities)
    return text, entities


def _check_markup(markup: Json | None) -> None:
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            unknown = set(button) - {"text", "callback_data", "url"}
            if unknown or not button.get("text") or len(button) != 2:
                raise bad_request("can't parse inline keyboard button")
            if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= _MAX_CALLBACK_BYTES:
                raise bad_request("BUTTON_DATA_INVALID")
    if markup is not None and set(markup) != {"inline_keyboard"}:
        raise bad_request("can't parse reply keyboard markup JSON object")


def _seen(chat_id: int, message_id: int, given: Parameters, text: str, entities: list[Json]) -> BotMessage:
    reply_to = given.get("reply_parameters", {}).get("message_id")
    thread, markup = given.get("message_thread_id"), given.get("reply_markup")
    return BotMessage(
        chat_id,
        message_id,
        text,
        given.get("text", given.get("caption", "")),
        tuple(entities),
        markup,
        thread,
        reply_to,
    )


def _as_json(state: PlatformState, chat: Json, seen: BotMessage) -> Json:
    message: Json = {"message_id": seen.message_id, "date": state.now(), "chat": chat, "from": state.me}
    prefix = ""
    if seen.picture is not None:
        prefix = "caption_"
        sizes = [{"file_id": f"own{seen.message_id}", "file_unique_id": "own", "width": 90, "height": 60}]
        message |= {"photo": sizes} | ({"caption": seen.text} if seen.text else {})
    else:
        message["text"] = seen.text
    if seen.entities:
        message[f"{prefix}entities"] = list(seen.entities)
    if seen.markup:
        message["reply_markup"] = seen.markup
    if seen.thread_id:
        message |= {"message_thread_id": seen.thread_id, "is_topic_message": True}
    return message


async def send_message(state: PlatformState, given: Parameters) -> Json:
    chat = chat_of(state, given["chat_id"])
    text, entities = _text(given)
    _check_markup(given.get("reply_markup"))
    _check_reply(state, chat, given)
    return _kept(state, chat, _seen(chat["id"], state.new_message_id(), given, text, entities))


def _check_reply(state: PlatformState, chat: Json, given: Parameters) -> None:
    reply = given.get("reply_parameters")
    if (
        reply
        and (chat["id"], reply.get("message_id")) not in state.messages
        and not reply.get("allow_sending_without_reply")
    ):
        raise bad_request("message to be replied not found")


def _kept(state: PlatformState, chat: Json, seen: BotMessage) -> Json:
    state.sent.append(seen)
    message = state.messages[chat["id"], seen.message_id] = _as_json(state, chat, seen)
    return message


async def send_photo(state: PlatformState, given: Parameters) -> Json:
    chat = chat_of(state, given["chat_id"])
    if not given["photo"].startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8")) or len(given["photo"]) > _MAX_PHOTO_BYTES:
        raise bad_request("IMAGE_PROCESS_FAILED")
    text, entities = parse_html(given.get("caption", "")) if given.get("parse_mode") else (given.get("caption", ""), [])
    if utf16_units(text) > _MAX_CAPTION:
        raise bad_request("message caption is too long")
    _check_markup(given.get("reply_markup"))
    _check_reply(state, chat, given)
    seen = _seen(chat["id"], state.new_message_id(), given, text, entities)
    return _kept(state, chat, dataclasses.replace(seen, picture=given["photo"]))


async def delete_message(state: PlatformState, given: Parameters) -> bool:
    chat = chat_of(state, given["chat_id"])
    message = state.messages.get((chat["id"], given["message_id"]))
    if message is None:
        raise bad_request("message to delete not found")
    if message["from"]["id"] != state.me["id"]:
        raise bad_request("message can't be deleted")
    del state.messages[chat["id"], given["message_id"]]
    state.deleted.append((chat["id"], given["message_id"]))
    return True


async def answer_inline_query(state: PlatformState, given: Parameters) -> bool:
    query = given["inline_query_id"]
    if state.inline_queries.get(query, given) is not None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    results = given["results"]
    if len(results) > _MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len({result.get("id") for result in results}) != len(results):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        _check_result(result)
    button = given.get("button")
    if button and not (button.get("text") and re.fullmatch(r"[\w-]{1,64}", button.get("start_parameter", ""))):
        raise bad_request("can't parse the button")
    state.inline_queries[query] = given
    return True


def _check_result(result: Json) -> None:
    known = {"type", "id", "title", "input_message_content", "reply_markup", "description", "url"}
    content = result.get("input_message_content", {})
    if set(result) - known or result.get("type") != "article" or not result.get("title"):
        raise bad_request("can't parse the result")
    if not 1 <= len(str(result.get("id", "")).encode()) <= _MAX_CALLBACK_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if set(content) - {"message_text", "parse_mode", "link_preview_options"} or content.get("parse_mode") != "HTML":
        raise bad_request("can't parse the message content")
    check_text(*parse_html(content.get("message_text", "")))
    _check_markup(result.get("reply_markup"))


def _own_message(state: PlatformState, given: Parameters) -> Json:
    chat_of(state, given.get("chat_id", 0))
    message = state.messages.get((given.get("chat_id", 0), given.get("message_id", 0)))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != state.me["id"]:
        raise bad_request("message can't be edited")
    return message


async def edit_message_text(state: PlatformState, given: Parameters) -> Json:
    message = _own_message(state, given)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    text, entities = _text(given)
    _check_markup(given.get("reply_markup"))
    if text == message["text"] and given.get("reply_markup") == message.get("reply_markup"):
        raise bad_request("message is not modified")
    seen = _seen(message["chat"]["id"], message["message_id"], given, text, entities)
    state.edits.append(seen)
    edited = _as_json(state, message["chat"], seen) | {"edit_date": state.now()}
    state.messages[seen.chat_id, seen.message_id] = edited
    return edited


async def edit_message_reply_markup(state: PlatformState, given: Parameters) -> Json:
    message = _own_message(state, given)
    _check_markup(given.get("reply_markup"))
    if given.get("reply_markup") == message.get("reply_markup"):
        raise bad_request("message is not modified")
    message.pop("reply_markup", None)
    return message
