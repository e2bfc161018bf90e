"""What is looked for: weighted terms, and what they were made from."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One feature to look for: its kind (a field of the lexical index), its text and its weight.

    `source` is the piece of the question that it stands for.
    """

    kind: str
    text: str
    weight: float
    source: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to say a piece of a question in Vietnamese: word keys (plain ones if `is_plain`), and how likely it is.

    `share` is relative to the likeliest reading of the piece: above 0, at most 1.
    """

    words: tuple[str, ...]
    share: float
    is_plain: bool = False

    @property
    def kinds(self) -> tuple[str, str]:
        """The kinds of features that its words and its pairs are."""
        return ("plain_words", "plain_pairs") if self.is_plain else ("words", "pairs")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or phrase of a question that is looked for as a whole, in one of its readings."""

    source: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class LexicalQuery:
    """All terms of a question, each (kind, text) once, and the pieces that it is cut into."""

    terms: tuple[QueryTerm, ...]
    notes: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()


def merged(terms: Iterable[QueryTerm]) -> tuple[QueryTerm, ...]:
    """Terms with equal kind and text added up; terms of no weight left out."""
    found: dict[tuple[str, str], QueryTerm] = {}
    for term in terms:
        key = (term.kind, term.text)
        before = found.get(key)
        weight = term.weight + (before.weight if before else 0.0)
        if weight > 0:
            found[key] = QueryTerm(term.kind, term.text, weight, before.source if before else term.source)
    return tuple(found.values())


def rarity_of(held: float, passages: int) -> float:
    """Inverse document frequency as BM25 has it: of a term that `held` of `passages` passages hold; above 0."""
    return math.log(1 + (max(passages - held, 0) + 0.5) / (held + 0.5))
