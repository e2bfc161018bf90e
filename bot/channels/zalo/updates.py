"""What Zalo brings: one update in any of the forms that its documentation and samples show."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from bot.incoming import Incoming, Person

CHANNEL = "zalo"
TEXT = "message.text.received"
_DEEPEST = 4
_LONGEST_ID = 128
_LATEST = 10**14  # milliseconds: the year 5138
# Lone halves of surrogate pairs and control characters: no message and no database may hold them
_UNSENDABLE = re.compile(r"[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f]")
# Which event a message without an event name must have come with, by what it holds; the first that fits
_EVENTS = {
    "text": TEXT,
    "photo_url": "message.image.received",
    "photo": "message.image.received",
    "sticker": "message.sticker.received",
    "voice_url": "message.voice.received",
    "voice": "message.voice.received",
}


@dataclass(frozen=True, slots=True)
class Update:
    """One update: `key` is the same whenever the platform brings the same message again; `written_at` in seconds."""

    key: str
    chat_id: str
    event: str
    user_id: str
    name: str
    text: str
    message_id: str | None
    in_group: bool
    from_bot: bool
    written_at: float | None = None

    @property
    def body(self) -> dict[str, Any]:
        """The update as it is stored: what is needed and nothing else, in a form that `parse` reads as the same."""
        sender = {"id": self.user_id, "display_name": self.name, "is_bot": self.from_bot}
        chat = {"id": self.chat_id, "chat_type": "GROUP" if self.in_group else "PRIVATE"}
        date = None if self.written_at is None else round(self.written_at * 1000)
        message = {"message_id": self.message_id, "date": date, "from": sender, "chat": chat, "text": self.text}
        return {"event_name": self.event, "message": message}


def parse(raw: object) -> Update | None:
    """The update in JSON of any form; None where there is no message, or none that could be answered."""
    event, message = _opened(raw)
    if message is None:
        return None
    chat, sender = _object(message.get("chat")), _object(message.get("from"))
    user_id = _id(sender.get("id"))
    chat_id = _id(chat.get("id")) or user_id
    if chat_id is None:
        return None
    message_id = _id(message.get("message_id")) or _id(message.get("msg_id"))
    event = event or next((name for field, name in _EVENTS.items() if field in message), "message.unsupported.received")
    text = _words(message.get("text"))
    return Update(
        key=f"{event}:{message_id or _fingerprint(chat_id, str(message.get('date')), text)}",
        chat_id=chat_id,
        event=event,
        user_id=user_id or chat_id,
        name=_words(sender.get("display_name")) or _words(sender.get("name")),
        text=text,
        message_id=message_id,
        in_group=str(chat.get("chat_type")).upper() == "GROUP",
        from_bot=sender.get("is_bot") is True,
        written_at=_seconds(message.get("date")),
    )


def incoming(update: Update, bot_names: tuple[str, ...] = ()) -> Incoming:
    """The update as every door says it. In a group it is free of the bot's own name, however it is written."""
    is_text = update.event == TEXT and bool(update.text)
    text = update.text
    if is_text and update.in_group:
        text = _without_mention(text, bot_names)
    return Incoming(
        Person(CHANNEL, update.user_id, update.name),
        update.chat_id,
        kind="text" if is_text else "other",
        text=text if is_text else "",
        message_id=update.message_id,
        in_group=update.in_group,
    )


def _opened(raw: object) -> tuple[str, dict[str, Any] | None]:
    """Event name and message, through any number of `result` around them."""
    event = ""
    for _ in range(_DEEPEST):
        if not isinstance(raw, dict):
            return event, None
        event = _event(raw.get("event_name")) or event
        if isinstance(raw.get("message"), dict):
            return event, raw["message"]
        if "chat" in raw and ("message_id" in raw or "text" in raw):
            return event, raw
        raw = raw.get("result")
    return event, None


def _event(value: object) -> str:
    return value if isinstance(value, str) and re.fullmatch(r"[\w.]{1,64}", value, re.ASCII) else ""


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _id(value: object) -> str | None:
    """A number of the platform: a string by its documentation, a number in some samples."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**_LONGEST_ID else ""
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_ID or _UNSENDABLE.search(value):
        return None
    return value


def _words(value: object) -> str:
    return _UNSENDABLE.sub("", value).strip() if isinstance(value, str) else ""


def _seconds(milliseconds: object) -> float | None:
    """Zalo's time in seconds since 1970."""
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int | float) or not 0 < milliseconds < _LATEST:
        return None
    return round(milliseconds) / 1000


def _fingerprint(*content: str) -> str:
    """Stands for a missing message number: the same words of the same moment are the same message."""
    return hashlib.sha256("\n".join(content).encode("utf-8", "replace")).hexdigest()[:32]


def _without_mention(text: str, names: tuple[str, ...]) -> str:
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = re.sub(rf"@{re.escape(name)}(?!\w)", " ", text, count=1, flags=re.IGNORECASE)
    return " ".join(text.split(" ")).strip()
