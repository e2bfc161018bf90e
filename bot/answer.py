"""The answer: what the evidence says to the question, or why nothing may be said."""

from dataclasses import dataclass, field
from typing import Literal

from bot.evidence import Evidence

Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered or declined question.

    `text` is the short answer in the article's own words (None when declined); it stands verbatim in
    `evidence[0].quote`. `reason` is a key of the wording files (why declined), with `details` to fill it in.
    `as_of` and `period` are what the proof says of time, as written in the text. `alternatives` are the nearest
    articles of a refusal.
    """

    question: str
    language: Language
    answered: bool
    text: str | None = None
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 0.0
    period: str | None = None
    as_of: str | None = None
    reason: str | None = None
    details: dict[str, str] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    alternatives: tuple[Evidence, ...] = ()
