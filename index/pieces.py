"""Which pieces of a question stand in a text, each in its best reading: `traffic` as `giao thông` or `lưu thông`.

Sums over the words of all readings give a text more for holding two readings of one piece than for holding two
pieces. Here a piece counts once, by its likeliest reading that is found, and is worth what it is rare.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.lexical_query import Piece, QueryTerm, Reading
from index.sought import Sought

Floats = NDArray[np.float32]
Held = NDArray[np.bool_]

NAMES = (
    "piece_coverage",  # share of the pieces that stand in passage or heading, by rarity
    "piece_body",  # ... in the passage itself
    "piece_head",  # ... in title or lead
    "piece_article",  # ... anywhere in the article
    "piece_missing",  # the rarest piece that stands nowhere in the article
)
# A reading of several words of which only some pairs stand in a text
_IN_PART = 0.6
_RAREST = 10.0


class SoughtPieces:
    """The pieces of a question with what each is worth."""

    def __init__(self, pieces: Sequence[Piece], rarity: Callable[[QueryTerm], float]) -> None:
        self._pieces = pieces
        self._worth = np.array([_worth(piece, rarity) for piece in pieces], np.float32)

    def finder(self) -> "Finder":
        """Something that looks for them in the texts of one segment."""
        return Finder(self._pieces, self._worth)


class Finder:
    """Collects where the pieces stand, for one way of typing after the other."""

    def __init__(self, pieces: Sequence[Piece], worth: Floats) -> None:
        self._pieces = pieces
        self._worth = worth
        self._places: dict[str, Floats] = {}

    def add(self, question: Sought, place: str, words: Floats, pairs: Floats) -> None:
        """Look in texts: `words` and `pairs` say how often each of the question's stands in each text.

        Args:
            question: the terms that the counts are of.
            place: `body`, `head` or `article`.
            words: shape (texts, counted words).
            pairs: shape (texts, pairs).
        """
        number_of = {word: at for at, word in enumerate(question.words[: question.counted])}
        found = np.zeros((len(words), len(self._pieces)), np.float32)
        numbers = _pair_numbers(question)
        for at, piece in enumerate(self._pieces):
            for reading in piece.readings:
                if reading.is_plain == question.plain:
                    one = _found(reading, words > 0, pairs > 0, number_of, numbers)
                    np.maximum(found[:, at], one, out=found[:, at])
        before = self._places.get(place)
        self._places[place] = found if before is None else np.maximum(before, found)

    def measures(self) -> dict[str, Floats]:
        """The measures of each text; empty when nothing was looked for."""
        if not self._places:
            return {}
        body, head = self._places["body"], self._places["head"]
        shares = self._worth / np.float32(max(float(self._worth.sum()), 1e-9))
        article = np.maximum(self._places["article"], head)
        missing = ((1 - article) * self._worth).max(axis=1, initial=0.0) / np.float32(_RAREST)
        values = (np.maximum(body, head) @ shares, body @ shares, head @ shares, article @ shares, missing)
        return dict(zip(NAMES, values, strict=True))


def _worth(piece: Piece, rarity: Callable[[QueryTerm], float]) -> float:
    """Rarity of a piece: of how many passages hold its readings on average, by how likely they are."""
    whole = sum(reading.share for reading in piece.readings)
    held = sum(reading.share * math.exp(-_rarity(reading, rarity)) for reading in piece.readings)
    return max(-math.log(held / whole), 0.0)


def _rarity(reading: Reading, rarity: Callable[[QueryTerm], float]) -> float:
    word_kind, pair_kind = reading.kinds
    if len(reading.words) == 1:
        return rarity(QueryTerm(word_kind, reading.words[0], 1.0, ""))
    return max(rarity(QueryTerm(pair_kind, f"{a}_{b}", 1.0, "")) for a, b in pairwise(reading.words))


def _pair_numbers(question: Sought) -> dict[str, int]:
    places = np.argwhere(question.pairs > 0)
    return {
        f"{question.words[left - 1]}_{question.words[right - 1]}": int(question.pairs[left, right]) - 1
        for left, right in places.tolist()
    }


def _found(
    reading: Reading, words: Held, pairs: Held, word_numbers: Mapping[str, int], pair_numbers: Mapping[str, int]
) -> Floats:
    """How surely a reading stands in each text."""
    # the square root: the second reading of a piece is less of a surprise than its probability says
    worth = np.float32(reading.share**0.5)
    if len(reading.words) == 1:
        at = word_numbers.get(reading.words[0])
        return np.zeros(len(words), np.float32) if at is None else words[:, at] * worth
    known = [pair_numbers[name] for a, b in pairwise(reading.words) if (name := f"{a}_{b}") in pair_numbers]
    part = pairs[:, known].sum(axis=1, dtype=np.float32) / np.float32(len(reading.words) - 1)
    return np.asarray(np.where(part == 1, worth, part * np.float32(_IN_PART) * worth), np.float32)
