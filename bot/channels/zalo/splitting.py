"""Texts cut into messages that Zalo takes: nothing but white space around a cut is left out."""

import unicodedata

MAX_UNITS = 2000
_BREAKS = ("\n\n", "\n", ". ", " ")
_JOINERS = "\u200d\ufe0f"


def units(text: str) -> int:
    """Length in UTF-16 units.

    Zalo says "characters" without saying which; UTF-16 units are what its `text_styles` counts in, and no other count
    of a text is larger.
    """
    return len(text) + sum(character > "\uffff" for character in text)


def split(text: str, limit: int = MAX_UNITS) -> list[str]:
    """The text in pieces of at most `limit` units, cut at a paragraph, line, sentence or word where there is one."""
    pieces = []
    rest = text.strip()
    while units(rest) > limit:
        end = _cut(rest, _reach(rest, limit))
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*pieces, rest] if rest else pieces


def _reach(text: str, limit: int) -> int:
    """The largest end so that `text[:end]` has at most `limit` units; at least one character."""
    end = min(limit, len(text))
    over = units(text[:end]) - limit
    while over > 0 and end > 1:
        end -= 1
        over -= 2 if text[end] > "\uffff" else 1
    return end


def _cut(text: str, most: int) -> int:
    half = max(1, most // 2)
    for mark in _BREAKS:
        found = text.rfind(mark, half, most)
        if found >= 0:
            return found + len(mark)
    end = most
    while half < end < len(text) and _joined(text[end - 1], text[end]):
        end -= 1
    return end if end > half else most


def _joined(before: str, after: str) -> bool:
    """Whether a person may see both characters as one: a mark on a letter, an emoji of several parts."""
    return unicodedata.category(after).startswith("M") or after in _JOINERS or before == "\u200d"
