"""The shape of a reader: from a question and the articles that search found to stretches of text that may answer it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.question import Question
from bot.question_likeness import Likeness
from bot.sought import Sought
from corpus.article import Article


@dataclass(frozen=True, slots=True)
class Passage:
    """A hit within an article: `body[start:end]`.

    `share` is its score as a share of the best hit's, `likeness` its similarity to the question by the embedding model
    (0 without one), `parts` what search measured of it (`index.measures`).
    """

    start: int
    end: int
    share: float
    likeness: float = 0.0
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """An article that search found, with its hits; `share` is its best score as a share of the best of all."""

    article: Article
    share: float
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """All that a reader gets: the question, its terms, and the articles, best first; `likeness` where there is one."""

    question: Question
    sought: Sought
    found: tuple[Found, ...]
    likeness: Likeness | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch that may answer: `quote` proves it (`body[start:end]`, or the title when `start` is None).

    `text` is the short answer, verbatim in the quote, or None when only the quote speaks. `score` compares findings
    of one question; `measures` are what the decision to answer is based on (`bot.confidence`).
    """

    article: Article
    quote: str
    start: int | None
    end: int | None
    text: str | None
    score: float
    measures: dict[str, float] = field(default_factory=dict)


class Reader(Protocol):
    """A part of the shelf `bot/readers`; it may be called from several threads at once."""

    def read(self, material: Material) -> tuple[Finding, ...]:
        """Findings, best first; empty when nothing was found. The first is what would be answered."""
        ...
