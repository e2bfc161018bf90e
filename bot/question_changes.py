"""Rises and falls that a question takes for granted: "why did it fall by 10.6 %?" must not meet "rose by 10.6 %"."""

import re
from collections.abc import Sequence

from corpus.text import tokens
from index.language import Language

_RISES = frozenset({"tang", "len", "vuot", "rise", "rose", "increase", "increased", "grew", "grow", "exceed", "gain"})
_FALLS = frozenset(
    {"giam", "sut", "tut", "xuong", "hut", "lo", "fall", "fell", "drop", "dropped", "decrease", "lose", "lost"}
)
_REACH = 5


def change_before(words: Sequence[str]) -> str:
    """`up`, `down` or nothing: the last word of change among the plain words before a figure."""
    for word in reversed(words):
        if word in _RISES:
            return "up"
        if word in _FALLS:
            return "down"
    return ""


def asserted_changes(text: str, language: Language) -> tuple[tuple[str, str], ...]:
    """Figures of a question with the change that it asserts of them; years are no such figures."""
    found = tokens(text)
    plain = [token.plain for token in found]
    changes = []
    for i, token in enumerate(found):
        if token.is_number and not re.fullmatch(r"(?:19|20)\d\d", token.key):
            direction = change_before(plain[max(0, i - _REACH) : i])
            key = token.key.replace(".", ",") if language == "en" else token.key
            if direction:
                changes.append((key, direction))
    return tuple(changes)
