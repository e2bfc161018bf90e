"""What each Bot API method does to the emulated platform."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.emulators.telegram.errors import ApiFault, bad_request
from tests.emulators.telegram.html import utf16_units
from tests.emulators.telegram.messages import (
    answer_inline_query,
    chat_of,
    delete_message,
    edit_message_reply_markup,
    edit_message_text,
    send_message,
    send_photo,
)
from tests.emulators.telegram.state import Json, PlatformState, Webhook

_ACTIONS = frozenset({"typing", "upload_photo", "upload_document"})
_MAX_FILE_BYTES = 20 * 1024 * 1024
_MAX_COMMANDS = 100
_MAX_SECRET = 256

Parameters = dict[str, Any]


async def get_me(state: PlatformState, _: Parameters) -> Json:
    return state.me


async def get_updates(state: PlatformState, given: Parameters) -> list[Json]:
    """Long polling: waits until something is there, answers 409 to a poll that another one replaces."""
    if state.webhook is not None:
        raise ApiFault(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
    limit = given.get("limit", 100)
    if not 1 <= limit <= 100:
        raise bad_request("limit must be between 1 and 100")
    offset = given.get("offset", 0)
    if offset > 0:
        state.confirm_before(offset)
    elif offset < 0:
        state.updates = state.updates[offset:]
    state.poll_number += 1
    mine = state.poll_number
    await state.tell()

    def ready() -> bool:
        return bool(_wanted(state, given)) or state.poll_number != mine or state.closing or state.webhook is not None

    try:
        await state.wait_until(ready, seconds=given.get("timeout", 0))
    except TimeoutError:
        return []
    if state.poll_number != mine:
        raise ApiFault(
            409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
        )
    return _wanted(state, given)[:limit]


def _wanted(state: PlatformState, given: Parameters) -> list[Json]:
    allowed = given.get("allowed_updates")
    return [update for update in state.updates if not allowed or set(update) & set(allowed)]


async def set_webhook(state: PlatformState, given: Parameters) -> bool:
    secret = given.get("secret_token")
    if secret is not None and not 1 <= len(secret) <= _MAX_SECRET:
        raise bad_request("secret token must be of 1-256 characters")
    if given.get("drop_pending_updates"):
        state.updates.clear()
    state.webhook = Webhook(given["url"], secret, given.get("allowed_updates")) if given["url"] else None
    return True


async def delete_webhook(state: PlatformState, given: Parameters) -> bool:
    if given.get("drop_pending_updates"):
        state.updates.clear()
    state.webhook = None
    return True


async def get_webhook_info(state: PlatformState, _: Parameters) -> Json:
    hook = state.webhook
    info = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(state.updates),
    }
    return info | ({"last_error_message": hook.last_error} if hook and hook.last_error else {})


async def set_my_commands(state: PlatformState, given: Parameters) -> bool:
    commands = given["commands"]
    if len(commands) > _MAX_COMMANDS:
        raise bad_request("too many commands")
    for command in commands:
        name, description = command.get("command", ""), command.get("description", "")
        if not (1 <= len(name) <= 32 and name.replace("_", "").isalnum() and name == name.lower() and name.isascii()):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    scope = given.get("scope", {"type": "default"})
    if scope.get("type") == "chat":
        chat_of(state, scope.get("chat_id"))
    elif scope.get("type") != "default":
        raise bad_request("unsupported command scope")
    state.commands[str(scope.get("chat_id", "default")), given.get("language_code", "")] = commands
    return True


async def send_chat_action(state: PlatformState, given: Parameters) -> bool:
    chat_of(state, given["chat_id"])
    if given["action"] not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


async def answer_callback_query(state: PlatformState, given: Parameters) -> bool:
    if given["callback_query_id"] not in state.callbacks:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if utf16_units(given.get("text", "")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    state.callbacks[given["callback_query_id"]] = given
    return True


async def get_file(state: PlatformState, given: Parameters) -> Json:
    file_id = given["file_id"]
    if file_id not in state.files:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    path, content = state.files[file_id]
    if len(content) > _MAX_FILE_BYTES:
        raise bad_request("file is too big")
    return {"file_id": file_id, "file_unique_id": f"u{file_id}", "file_size": len(content), "file_path": path}


HANDLERS: dict[str, Callable[[PlatformState, Parameters], Awaitable[object]]] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "setMyCommands": set_my_commands,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "deleteMessage": delete_message,
    "answerInlineQuery": answer_inline_query,
    "sendChatAction": send_chat_action,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "answerCallbackQuery": answer_callback_query,
    "getFile": get_file,
}


async def carry_out(state: PlatformState, method: str, given: Parameters) -> object:
    """One call with the faults that were asked for; getUpdates alone may take its time."""
    if state.outage():
        raise ApiFault(502, "Bad Gateway")
    before = state.take_fault(method, given.get("chat_id"), after=False)
    if before:
        raise ApiFault(before.status, before.description, retry_after=before.retry_after, body=before.body)
    result = await HANDLERS[method](state, given)
    lost = state.take_fault(method, given.get("chat_id"), after=True)
    if lost:
        raise ApiFault(lost.status, lost.description, body=lost.body)
    return result
