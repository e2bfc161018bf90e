"""Which parameters each method takes, of which type: a call that names others is refused.

The platform may ignore unknown parameters; refusing them shows a misspelt one in a test instead of in a chat.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from tests.emulators.zalo.state import ApiFault

MAX_TEXT = 2000
SECRET_LENGTHS = range(8, 257)
_ACTIONS = frozenset({"typing", "upload_photo"})
# "name!" is required
_SIGNATURES = {
    "getMe": "",
    "getUpdates": "timeout",
    "setWebhook": "url! secret_token!",
    "getWebhookInfo": "",
    "deleteWebhook": "",
    "testWebhook": "",
    "sendMessage": "chat_id! text! parse_mode text_styles",
    "sendPhoto": "chat_id! photo! caption",
    "sendSticker": "chat_id! sticker!",
    "sendVoice": "chat_id! voice_url!",
    "sendChatAction": "chat_id! action!",
}


def bad_request(description: str) -> ApiFault:
    """A call that can never succeed as it was made."""
    return ApiFault(400, f"Bad request: {description}")


def utf16_units(text: str) -> int:
    """Length in UTF-16 units: what `text_styles` counts its offsets in, and never less than any other count."""
    return len(text.encode("utf-16-le")) // 2


def read_parameters(method: str, given: Mapping[str, object]) -> dict[str, str]:
    """The parameters of a call, all of them strings; ApiFault 404 for an unknown method, 400 for what does not fit."""
    if method not in _SIGNATURES:
        raise ApiFault(404, "Not found")
    names = _SIGNATURES[method].split()
    known = {name.rstrip("!") for name in names}
    required = {name.rstrip("!") for name in names if name.endswith("!")}
    if unknown := sorted(set(given) - known):
        raise bad_request(f"unknown parameter {unknown[0]} of {method}")
    if missing := sorted(required - set(given)):
        raise bad_request(f"parameter {missing[0]} of {method} is missing")
    parameters: dict[str, str] = {}
    for name, value in given.items():
        if not isinstance(value, str):
            raise bad_request(f"parameter {name} must be a string")
        parameters[name] = value
    _check(parameters)
    return parameters


def _check(given: Mapping[str, str]) -> None:
    for name in ("text", "caption"):
        text = given.get(name)
        if text is not None and not (text.strip() and utf16_units(text) <= MAX_TEXT):
            raise bad_request(f"{name} must have 1-{MAX_TEXT} characters")
    if not given.get("timeout", "0").isdecimal():
        raise bad_request("timeout must be a number of seconds, as a string")
    if given.get("action", "typing") not in _ACTIONS:
        raise bad_request("unknown action")
    if "secret_token" in given and len(given["secret_token"]) not in SECRET_LENGTHS:
        raise bad_request("secret_token must have 8-256 characters")
    for name in ("url", "photo", "voice_url"):
        if name in given:
            _check_address(name, given[name])


def _check_address(name: str, url: str) -> None:
    """Public HTTPS only; loopback stands for a public address here."""
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname != "127.0.0.1":
        raise bad_request(f"{name} must be an https address")
