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
class LexicalQuery:
    """All terms of a question, each (kind, text) once."""

    terms: tuple[QueryTerm, ...]
    notes: tuple[str, ...] = ()


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
