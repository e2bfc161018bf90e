"""Which parameters each method takes, of which type: a call that names others is refused.

Telegram ignores unknown parameters; refusing them shows a misspelt one in a test instead of in a chat.
"""

import json
from collections.abc import Mapping

from tests.emulators.telegram.errors import ApiFault, bad_request

_MARKUP = "reply_markup:object link_preview_options:object"
# "name!" is required; types: int, str, bool, chat, object, array, file
_SIGNATURES = {
    "getMe": "",
    "getUpdates": "offset:int limit:int timeout:int allowed_updates:array",
    "setWebhook": "url!:str secret_token:str allowed_updates:array drop_pending_updates:bool "
    "max_connections:int ip_address:str",
    "deleteWebhook": "drop_pending_updates:bool",
    "getWebhookInfo": "",
    "setMyCommands": "commands!:array scope:object language_code:str",
    "sendMessage": "chat_id!:chat text!:str parse_mode:str entities:array disable_notification:bool "
    f"protect_content:bool message_thread_id:int reply_parameters:object {_MARKUP}",
    "sendChatAction": "chat_id!:chat action!:str message_thread_id:int",
    "editMessageText": f"chat_id:chat message_id:int text!:str parse_mode:str entities:array {_MARKUP}",
    "editMessageReplyMarkup": "chat_id:chat message_id:int reply_markup:object",
    "sendPhoto": "chat_id!:chat photo!:file caption:str parse_mode:str caption_entities:array "
    "disable_notification:bool protect_content:bool message_thread_id:int reply_parameters:object reply_markup:object",
    "deleteMessage": "chat_id!:chat message_id!:int",
    "answerInlineQuery": "inline_query_id!:str results!:array cache_time:int is_personal:bool next_offset:str "
    "button:object",
    "answerCallbackQuery": "callback_query_id!:str text:str show_alert:bool url:str cache_time:int",
    "getFile": "file_id!:str",
}
_JSON_KINDS: dict[str, type] = {"object": dict, "array": list}


def _boolean(name: str, value: object) -> bool:
    words = {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in words:
        return words[value]
    raise bad_request(f"parameter {name} must be Boolean")


def _integer(name: str, value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.removeprefix("-").isdecimal():
        return int(value)
    raise bad_request(f"parameter {name} must be Integer")


def _json(name: str, value: object, kind: type) -> object:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name}: not JSON") from None
    if not isinstance(value, kind):
        raise bad_request(f"can't parse {name}: expected {kind.__name__}")
    return value


def _typed(name: str, kind: str, value: object) -> object:
    if kind == "bool":
        return _boolean(name, value)
    if kind == "int":
        return _integer(name, value)
    if kind == "chat":
        return value if isinstance(value, str) and value.startswith("@") else _integer(name, value)
    if kind == "file":
        if not isinstance(value, bytes):
            raise bad_request(f"there is no {name} in the request")
        return value
    if kind in _JSON_KINDS:
        return _json(name, value, _JSON_KINDS[kind])
    if not isinstance(value, str):
        raise bad_request(f"parameter {name} must be String")
    return value


def read_parameters(method: str, given: Mapping[str, object]) -> dict[str, object]:
    """The typed parameters of a call; ApiFault 404 for an unknown method, 400 for anything that does not fit."""
    if method not in _SIGNATURES:
        raise ApiFault(404, "Not Found")
    signature: dict[str, str] = {}
    required = set()
    for entry in _SIGNATURES[method].split():
        name, _, kind = entry.partition(":")
        signature[name.rstrip("!")] = kind
        if name.endswith("!"):
            required.add(name.rstrip("!"))
    unknown = sorted(set(given) - set(signature))
    if unknown:
        raise bad_request(f"unknown parameter {unknown[0]} of {method}")
    missing = sorted(required - set(given))
    if missing:
        raise bad_request(f"parameter {missing[0]} of {method} is missing")
    return {name: _typed(name, signature[name], value) for name, value in given.items()}
