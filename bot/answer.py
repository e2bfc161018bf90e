"""The answer: what the evidence says to the question, or why nothing may be said."""

from dataclasses import dataclass, field
from typing import Literal

from bot.comparison_series import Comparison
from bot.evidence import Evidence

Language = Literal["vi", "en"]
Operation = Literal["sum", "difference", "ratio", "share", "change"]


@dataclass(frozen=True, slots=True)
class Computed:
    """A figure in an answer that code worked out: `written` as it stands there, `operands` as they stand in quotes.

    Of two operands a and b, `difference` is a - b, `ratio` a / b, `share` a in percent of b, and `change` by how many
    percent a differs from b. A rise and a fall are told by words, so `written` has no sign.
    """

    written: str
    operation: Operation
    operands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered or declined question.

    `text` is the short answer in the article's own words (None when declined, or when only a quote can be shown);
    each figure, date and name in it stands in a quote of `evidence`, or is one of `computed` (`bot.verification`).
    `reason` is a key of the wording files (why declined), with `details` to fill it in. `as_of` and `period` are
    what the proof says of time, as written in the text. `alternatives` are the nearest articles of a refusal,
    `others` what further articles say to an answered question, best first. `comparison` is set when the answer
    compares figures of several periods.
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
    others: tuple[Evidence, ...] = ()
    computed: tuple[Computed, ...] = ()
    comparison: Comparison | None = None
