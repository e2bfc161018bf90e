"""A text in composed form (NFC) with the way back: where each of its places lies in the text as it was given."""

import unicodedata
from collections.abc import Sequence


def composed(text: str) -> tuple[str, Sequence[int]]:
    """The text in NFC, and for each place in it (the end included) the offset into the text as given."""
    if unicodedata.is_normalized("NFC", text):
        return text, range(len(text) + 1)
    pieces: list[str] = []
    offsets: list[int] = []
    start = 0
    for position in range(1, len(text) + 1):
        if position < len(text) and unicodedata.combining(text[position]):
            continue
        piece = unicodedata.normalize("NFC", text[start:position])
        pieces.append(piece)
        offsets.extend([start] * len(piece))
        start = position
    return "".join(pieces), [*offsets, len(text)]
