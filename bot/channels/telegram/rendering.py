"""What is said, as requests to Telegram that can wait in the outbox: JSON, names of our own, HTML text."""

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.channels.telegram.addressing import CHANNEL
from bot.channels.telegram.callbacks import callback_data
from bot.channels.telegram.layout import reply_spans
from bot.channels.telegram.markup import Span, sendable, to_html, utf16_units
from bot.channels.telegram.splitting import split
from bot.outgoing import Outgoing, Picture
from bot.reply import Button
from bot.state.outbox import Send

MAX_CAPTION = 1024
MAX_TOAST = 200
# Two buttons share a row when neither is longer
_SHORT_LABEL = 18
_LONGEST_LABEL = 64
_log = logging.getLogger(__name__)

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Place:
    """Where replies go: chat, thread of a forum, whether they quote what they answer (in groups).

    `earlier` are messages that the first replies take the place of: the answer to a question that was edited.
    """

    chat_id: str
    thread_id: str | None = None
    quotes: bool = False
    earlier: deque[str] = field(default_factory=deque)


def answer_label(message_id: str) -> str:
    """What the texts that answer a message are found again by."""
    return f"to:{message_id}"


def picture_label(message_id: str) -> str:
    """What the pictures that answer a message are found again by."""
    return f"picture:{message_id}"


def requests(place: Place, said: Outgoing) -> list[Send]:
    """The requests for one thing said, but for its toast; several messages where one does not hold the text."""
    sends = []
    if said.reply:
        sends += _texts(place, said, reply_spans(said.reply), said.reply.buttons)
    if said.picture:
        sends += _picture(place, said, said.picture)
    return sends


def toast(query_id: str, said: Sequence[Outgoing]) -> Send:
    """The answer that each pressed button needs, with the first notice that fits."""
    texts = [one.toast for one in said if one.toast and utf16_units(one.toast) <= MAX_TOAST]
    parameters = {"query_id": query_id, "text": sendable(texts[0])} if texts else {"query_id": query_id}
    return Send(CHANNEL, f"query:{query_id}", "answerCallbackQuery", parameters)


def long_toasts(place: Place, said: Sequence[Outgoing]) -> list[Send]:
    """Notices that no toast holds, as messages."""
    return [
        send
        for one in said
        if one.toast and utf16_units(one.toast) > MAX_TOAST
        for send in _texts(place, one, [Span(sendable(one.toast))], ())
    ]


def removal(place: Place, message_id: str) -> Send:
    """Takes a message of the bot away."""
    return Send(CHANNEL, place.chat_id, "deleteMessage", {"message_id": message_id})


def _texts(place: Place, said: Outgoing, spans: Sequence[Span], buttons: Sequence[Button]) -> list[Send]:
    label = answer_label(said.answers_to) if said.answers_to else None
    replaced = deque([said.replaces]) if said.replaces else place.earlier
    sends = []
    parts = split(spans)
    for number, part in enumerate(parts):
        parameters: Json = {"text": to_html(part)}
        keyboard = _keyboard(buttons) if number == len(parts) - 1 else []
        if keyboard:
            parameters["keyboard"] = keyboard
        if number == 0:
            parameters |= _quoting(place, said)
        parameters |= _threaded(place)
        if replaced:
            parameters["message_id"] = replaced.popleft()
            sends.append(Send(CHANNEL, place.chat_id, "editMessageText", parameters, label=label))
        else:
            sends.append(Send(CHANNEL, place.chat_id, "sendMessage", parameters, label=label))
    return sends


def _picture(place: Place, said: Outgoing, picture: Picture) -> list[Send]:
    first, *rest = split([Span(sendable(picture.caption))], limit=MAX_CAPTION) or [[]]
    parameters: Json = {"text": to_html(first)} | _threaded(place)
    if said.reply is None:
        parameters |= _quoting(place, said)
    label = picture_label(said.answers_to) if said.answers_to else None
    photo = Send(CHANNEL, place.chat_id, "sendPhoto", parameters, picture.png, label)
    texts = [Send(CHANNEL, place.chat_id, "sendMessage", {"text": to_html(part)} | _threaded(place)) for part in rest]
    return [photo, *texts]


def _quoting(place: Place, said: Outgoing) -> Json:
    return {"reply_to": said.answers_to} if place.quotes and said.answers_to else {}


def _threaded(place: Place) -> Json:
    return {"thread_id": place.thread_id} if place.thread_id else {}


def _keyboard(buttons: Sequence[Button]) -> list[list[list[str]]]:
    """Rows of label and data, two to a row where both are short."""
    rows: list[list[list[str]]] = []
    for button in buttons:
        data = callback_data(button)
        if data is None:
            _log.error("a button %s does not fit Telegram's 64 bytes and is left out", button.action)
            continue
        entry = [sendable(button.label)[:_LONGEST_LABEL], data]
        fits = rows and len(rows[-1]) == 1 and max(len(entry[0]), len(rows[-1][0][0])) <= _SHORT_LABEL
        if fits:
            rows[-1].append(entry)
        else:
            rows.append([entry])
    return rows
