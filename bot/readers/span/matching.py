"""How well each line of a sheet holds each term that is sought."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray

from bot.question import Question
from bot.sheet import Line
from bot.sought import KINDS, Sought
from index.english_stem import stem

Strengths = NDArray[np.float32]
Features = Mapping[str, AbstractSet[str]]

# A pair that matches counts on each of its words a little less than a word that matches by itself
_PAIR_SHARE = 0.7
# Words whose first letters are those of an abbreviation are likely, not surely, what it stands for
_INITIALS = 0.8


def strengths(lines: Sequence[Line], sought: Sought) -> Strengths:
    """Strength of the best form of each term in each line, 0 where it has none; shape (lines, terms)."""
    held = np.zeros((len(lines), len(sought.terms)), np.float32)
    spelled = [(number, term.initials) for number, term in enumerate(sought.terms) if term.initials]
    for row, line in zip(held, lines, strict=True):
        _fill(row, line.features, sought)
        for number, letters in spelled:
            if letters in line.initials:
                row[number] = max(row[number], _INITIALS)
    return held


def focus_keys(question: Question) -> frozenset[str]:
    """The words that a question turns on as its terms may be called: English ones with their stems."""
    return question.focus | frozenset(map(stem, question.focus)) if question.language == "en" else question.focus


def held_by(features: Features, sought: Sought) -> Strengths:
    """The same for features by kind that come from anywhere; shape (terms,)."""
    row = np.zeros(len(sought.terms), np.float32)
    _fill(row, features, sought)
    return row


def _fill(row: Strengths, features: Features, sought: Sought) -> None:
    for kind in KINDS:
        places = sought.lookup[kind]
        for text in places.keys() & features[kind]:
            for number, strength in places[text]:
                row[number] = max(row[number], strength)


def token_matches(line: Line, sought: Sought) -> dict[int, float]:
    """Token positions of the line that match a term, with the information matched there (pairs count on both words)."""
    found: dict[int, float] = {}
    for kind, share in (("words", 1.0), ("plain_words", 1.0), ("pairs", _PAIR_SHARE), ("plain_pairs", _PAIR_SHARE)):
        places = sought.lookup[kind]
        hits = places.keys() & line.features[kind]
        if not hits:
            continue
        gains = {
            text: share * max(sought.terms[number].weight * strength for number, strength in places[text])
            for text in hits
        }
        for position, text in enumerate(_sequence(line, kind)):
            if text in gains:
                found[position] = max(found.get(position, 0.0), gains[text])
                if kind.endswith("pairs"):
                    found[position + 1] = max(found.get(position + 1, 0.0), gains[text])
    return found


def _sequence(line: Line, kind: str) -> Sequence[str]:
    if kind == "pairs":
        return line.pairs
    if kind == "plain_pairs":
        return line.plain_pairs
    return [token.key for token in line.tokens] if kind == "words" else [token.plain for token in line.tokens]
