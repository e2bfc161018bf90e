"""What a chat may have been told twice when the bot died: the one message that was on its way."""

from collections.abc import Hashable, Iterable
from typing import Any, Protocol

Said = tuple[Hashable, str]


class Call(Protocol):
    """A call of the bot, as an emulator remembers it."""

    @property
    def method(self) -> str:
        """What was called."""

    @property
    def parameters(self) -> dict[str, Any]:
        """With what."""


def lives_in(calls: Iterable[Call]) -> list[list[Said]]:
    """The messages that each bot sent, as (chat, text); every bot begins by asking who it is."""
    lives: list[list[Said]] = [[]]
    for call in calls:
        if call.method == "getMe":
            lives.append([])
        elif call.method == "sendMessage":
            lives[-1].append((call.parameters["chat_id"], call.parameters["text"]))
    return lives


def repeated_without_need(lives: Iterable[list[Said]]) -> list[str]:
    """Messages that came again though no death fell on their sending.

    A death leaves one message per chat of which nobody knows whether the platform took it: the last one that the
    chat got. All others must not come again. A message upon which two deaths fall may come three times.
    """
    wrong = []
    unsure: dict[Hashable, str] = {}
    known: set[Said] = set()
    for life in lives:
        for chat, text in life:
            if (chat, text) in known and unsure.get(chat) != text:
                wrong.append(text)
            known.add((chat, text))
            unsure.pop(chat, None)  # whoever sends the next one has settled the one before
        unsure |= dict(life)
    return wrong
