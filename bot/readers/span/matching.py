"""How well each line of a sheet holds each term that is sought."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.sheet import Line
from bot.sought import Sought

Strengths = NDArray[np.float32]


def line_strengths(line: Line, sought: Sought) -> list[float]:
    """Per term the strength of its best form in the line, 0 when it has none there."""
    best = [0.0] * len(sought.terms)
    words, plain = sought.lookup["words"], sought.lookup["plain_words"]
    pairs, plain_pairs = sought.lookup["pairs"], sought.lookup["plain_pairs"]
    for token in line.tokens:
        for number, strength in words.get(token.key, ()):
            best[number] = max(best[number], strength)
        for number, strength in plain.get(token.plain, ()):
            best[number] = max(best[number], strength)
    for pair in line.pairs:
        for number, strength in pairs.get(pair, ()):
            best[number] = max(best[number], strength)
    for pair in line.plain_pairs:
        for number, strength in plain_pairs.get(pair, ()):
            best[number] = max(best[number], strength)
    return best


def strengths(lines: Sequence[Line], sought: Sought) -> Strengths:
    """Strengths of all terms in all lines; shape (lines, terms)."""
    if not lines or not sought.terms:
        return np.zeros((len(lines), len(sought.terms)), np.float32)
    return np.array([line_strengths(line, sought) for line in lines], np.float32)


def token_matches(line: Line, sought: Sought) -> dict[int, float]:
    """Token positions of the line that match a term, with the information matched there (pairs count on both words)."""
    found: dict[int, float] = {}
    weights = [term.weight for term in sought.terms]

    def note(position: int, places: Sequence[tuple[int, float]], share: float) -> None:
        gain = max((weights[number] * strength for number, strength in places), default=0.0) * share
        found[position] = max(found.get(position, 0.0), gain)

    for i, token in enumerate(line.tokens):
        for kind, key in (("words", token.key), ("plain_words", token.plain)):
            if places := sought.lookup[kind].get(key):
                note(i, places, 1.0)
    for kind, pairs in (("pairs", line.pairs), ("plain_pairs", line.plain_pairs)):
        for i, pair in enumerate(pairs):
            if pair and (places := sought.lookup[kind].get(pair)):
                note(i, places, 0.7)
                note(i + 1, places, 0.7)
    return found
