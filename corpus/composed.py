"""A text in composed form (NFC) with the way back: where each of its places lies in the text as it was given."""

import re
import unicodedata
from collections.abc import Sequence

# A letter with the marks that stand behind it; everything between such clusters is mostly composed already
_CLUSTER = re.compile(r"(?s)[^\u0300-\u036f]?[\u0300-\u036f]+")


def composed(text: str) -> tuple[str, Sequence[int]]:
    """The text in NFC, and for each place in it (the end included) the offset into the text as given."""
    if unicodedata.is_normalized("NFC", text):
        return text, range(len(text) + 1)
    pieces: list[str] = []
    offsets: list[int] = []
    done = 0
    for cluster in _CLUSTER.finditer(text):
        start, end = cluster.span()
        _append(pieces, offsets, text, done, start)
        piece = unicodedata.normalize("NFC", cluster.group())
        pieces.append(piece)
        offsets.extend([start] * len(piece))
        done = end
    _append(pieces, offsets, text, done, len(text))
    offsets.append(len(text))
    return "".join(pieces), offsets


def _append(pieces: list[str], offsets: list[int], text: str, start: int, end: int) -> None:
    """A run without marks of its own; a few signs in it may still be written in a form of their own (Å as Ångström)."""
    run = text[start:end]
    if unicodedata.is_normalized("NFC", run):
        pieces.append(run)
        offsets.extend(range(start, end))
        return
    for position, character in enumerate(run, start):
        piece = unicodedata.normalize("NFC", character)
        pieces.append(piece)
        offsets.extend([position] * len(piece))
