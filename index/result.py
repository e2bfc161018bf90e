"""What a search returns: the hits, and how the question was understood."""

from dataclasses import dataclass

from index.hit import Hit
from index.language import Language
from index.lexical_query import Piece, QueryTerm


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a question was understood.

    Attributes:
        language: the language that it was taken to be in.
        plain: whether it was typed without diacritics.
        terms: what was looked for, with weights.
        notes: readings in words, such as `UBND = uỷ ban nhân dân` or `congress: đại hội`.
        pieces: the words and phrases that an English question was cut into, with their readings.
    """

    language: Language
    plain: bool
    terms: tuple[QueryTerm, ...]
    notes: tuple[str, ...]
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, and the explanation."""

    hits: tuple[Hit, ...]
    language: Language
    plain: bool
    explanation: Explanation
