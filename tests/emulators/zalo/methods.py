"""What each method does to the emulated platform."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import httpx

from tests.emulators.zalo.parameters import bad_request
from tests.emulators.zalo.state import ApiFault, BotMessage, Json, PlatformState, Webhook

SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105 - the header's name

Parameters = dict[str, str]
Gone = Callable[[], Awaitable[bool]]


async def get_me(state: PlatformState, _: Parameters) -> object:
    return state.me


async def get_webhook_info(state: PlatformState, _: Parameters) -> object:
    hook = state.webhook
    return {"url": hook.url, "updated_at": hook.updated} if hook else {"url": "", "updated_at": 0}


async def set_webhook(state: PlatformState, given: Parameters) -> object:
    state.webhook = Webhook(given["url"], given["secret_token"], state.now())
    return {"url": given["url"], "updated_at": state.webhook.updated}


async def delete_webhook(state: PlatformState, _: Parameters) -> object:
    state.webhook = None
    return {"url": "", "updated_at": state.now()}


async def call_webhook(state: PlatformState, _: Parameters) -> object:
    """Calls the webhook once with an event that holds no message."""
    hook = state.webhook
    if hook is None:
        raise bad_request("no webhook is set")
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(hook.url, json={"event_name": "webhook.test"}, headers={SECRET_HEADER: hook.secret})
    if not answer.is_success:
        raise bad_request(f"the webhook answered {answer.status_code}")
    return True


def _reach(state: PlatformState, chat_id: str) -> None:
    """Whether the bot may write there, and has messages left this month."""
    if chat_id not in state.chats:
        raise bad_request("chat not found")
    if chat_id in state.blocked:
        raise ApiFault(403, "Forbidden")
    if chat_id not in state.written_to and len(state.written_to) >= state.most_people:
        raise ApiFault(403, f"Forbidden: a basic bot serves {state.most_people} users")
    if state.quota <= 0:
        raise ApiFault(429, "Quota exceeded")


def _deliver(state: PlatformState, chat_id: str, text: str, photo: str | None = None) -> object:
    _reach(state, chat_id)
    state.quota -= 1
    state.written_to.add(chat_id)
    message = BotMessage(chat_id, state.new_message_id(), text, photo)
    state.sent.append(message)
    return {"message_id": message.message_id, "date": state.now()}


async def send_message(state: PlatformState, given: Parameters) -> object:
    return _deliver(state, given["chat_id"], given["text"])


async def _fetched(url: str) -> bool:
    """Whether there is a picture at an address; those beyond loopback are believed."""
    if urlsplit(url).hostname != "127.0.0.1":
        return True
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(url)
    return answer.is_success and answer.headers.get("content-type", "").startswith("image/")


async def send_photo(state: PlatformState, given: Parameters) -> object:
    if not await _fetched(given["photo"]):
        raise bad_request("the photo cannot be fetched")
    return _deliver(state, given["chat_id"], given.get("caption", ""), given["photo"])


async def send_media(state: PlatformState, given: Parameters) -> object:
    return _deliver(state, given["chat_id"], "")


async def send_chat_action(state: PlatformState, given: Parameters) -> object:
    _reach(state, given["chat_id"])
    state.actions.append((given["chat_id"], given["action"]))
    return True


HANDLERS: dict[str, Callable[[PlatformState, Parameters], Awaitable[object]]] = {
    "getMe": get_me,
    "setWebhook": set_webhook,
    "getWebhookInfo": get_webhook_info,
    "deleteWebhook": delete_webhook,
    "testWebhook": call_webhook,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendSticker": send_media,
    "sendVoice": send_media,
    "sendChatAction": send_chat_action,
}


async def get_updates(state: PlatformState, given: Parameters, gone: Gone) -> Json:
    """Waits for one update and hands it out for good; 408 when nothing came.

    While a webhook is set nothing ever comes, and nothing says why: that is how the platform is. An update is not
    given to a caller whose connection is closed already.
    """
    state.polls += 1
    await state.tell()
    seconds = int(given.get("timeout", "30"))
    try:
        await state.wait_until(
            lambda: state.closing or bool(state.updates and state.webhook is None and not state.down), seconds=seconds
        )
    except TimeoutError:
        raise ApiFault(408, "Request timeout") from None
    if state.closing or not state.updates or await gone():
        raise ApiFault(408, "Request timeout")
    return state.shape(state.updates.pop(0))
