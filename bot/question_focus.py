"""The words that a question turns on: those next to its question word, which the proof should hold.

"Đại hội họp ở hội trường nào?" turns on "hội trường", "Ai chủ trì?" on "chủ trì": an article that has everything else
does not answer it.
"""

import re

from corpus.text import plain_keys
from index.language import Language

_VIETNAMESE_ASKING = """
nao gi ai bao nhieu may dau khi gio the nhu ra sao vi tai la co duoc bi cua va cac nhung da dang se cho biet hay xin
a vay nhi ha thi ma trong o vao do boi de voi cai viec hom
"""
_ASKING = frozenset(_VIETNAMESE_ASKING.split())
_ENGLISH_WORDS = """
which what who whom whose when where why how many much did do does is are was were has have had will would can could
the a an of in on at for to by and s be been it its their his her that
"""
_ENGLISH_ASKING = frozenset(_ENGLISH_WORDS.split())
_BACK, _AHEAD = 3, 3


def focus_words(text: str, language: Language) -> frozenset[str]:
    """Plain keys of the words (lower-case words, for English) that a question turns on; empty when it has none."""
    if language == "en":
        words = re.findall(r"[a-z0-9]+", text.lower())
        asking = next((i for i, word in enumerate(words) if word in _ENGLISH_ASKING and word[0] in "wh"), None)
        if asking is None:
            return frozenset()
        return frozenset([word for word in words[asking:] if word not in _ENGLISH_ASKING][:_AHEAD])
    words = plain_keys(text)
    found: set[str] = set()
    for i, word in enumerate(words):
        if word in {"nao", "gi"} or (word == "dau" and i and words[i - 1] in {"o", "tai", "tu"}):
            found.update([w for w in reversed(words[:i]) if w not in _ASKING][:_BACK])
        elif word == "ai" and (i == 0 or words[i - 1] in {"do", "la", "co", "nhung", "hoi"}):
            ahead = [w for w in words[i + 1 :] if w not in _ASKING][:_AHEAD]
            found.update(ahead or [w for w in words[:i] if w not in _ASKING][:_AHEAD])
        elif word == "nhieu" and i and words[i - 1] == "bao":
            found.update(_around_count(words, i))
    return frozenset(found)


def _around_count(words: list[str], i: int) -> list[str]:
    """What is counted, and what is said of it: the words after "bao nhiêu", else those before."""
    ahead = [w for w in words[i + 1 : i + 5] if w not in _ASKING][:_AHEAD]
    return ahead or [w for w in reversed(words[: i - 1]) if w not in _ASKING][:_BACK]
