"""No figure, date or name without its quote: what an answer says is checked before anybody sees it.

Every answer passes `verified` once, whoever made it. A claim stands when its words stand in a quote, compared by the
one normaliser (`corpus.text`), and a figure moreover only where the quote means the same value: "94" is not proved by
"94%", nor "5 tỷ" by "3,5 tỷ". A figure that code worked out stands when its operands do and the sum is right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, DivisionByZero, InvalidOperation

from bot.answer import Answer, Computed
from bot.evidence import Evidence
from bot.verification_claims import Claim, claims_of, folded_gap
from corpus.figures import WrittenFigure, figures_in
from corpus.figures_units import MONEY, PERCENT
from corpus.number import read_number
from corpus.text import nfc, tokens

_HUNDRED = Decimal(100)
_YEAR_DIGITS = 4


def verified(answer: Answer) -> Answer:
    """The answer if all that it says stands in its quotes; else the quotes alone, without a claim.

    Quotes that do not stand in their article are left out; without any quote there is no answer.
    """
    if not answer.answered:
        return answer
    evidence = tuple(item for item in answer.evidence if is_verbatim(item))
    if not evidence:
        return replace(answer, answered=False, text=None, evidence=(), computed=(), reason="answers.not_found")
    sound = answer if len(evidence) == len(answer.evidence) else replace(answer, evidence=evidence)
    if sound.text is None or not unproved(sound.text, [item.quote for item in evidence], sound.computed):
        return sound
    return replace(sound, text=None, computed=())


def is_verbatim(evidence: Evidence) -> bool:
    """Whether a quote stands in its article where it says, or is its title."""
    if evidence.start is None or evidence.end is None:
        return evidence.quote == evidence.article.title
    return bool(evidence.quote) and evidence.article.body[evidence.start : evidence.end] == evidence.quote


def unproved(text: str, quotes: Sequence[str], computed: Sequence[Computed] = ()) -> tuple[Claim, ...]:
    """The claims of a text that stand in none of the quotes and are not rightly computed from figures that do."""
    read = [_Quote.of(quote) for quote in quotes]
    worked_out = {_spelling(one.written) for one in computed if _is_right(one, read)}
    return tuple(
        claim
        for claim in claims_of(text)
        if _spelling(claim.written) not in worked_out and not any(quote.proves(claim) for quote in read)
    )


@dataclass(frozen=True, slots=True)
class _Quote:
    """A quote taken apart: each word's key (digits as written), what stands before it, and where it is."""

    keys: tuple[str, ...]
    gaps: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    text: str
    figures: tuple[WrittenFigure, ...]

    @classmethod
    def of(cls, text: str) -> "_Quote":
        keys, gaps, spans, before = [], [], [], 0
        for word in tokens(text):
            keys.append(text[word.start : word.end] if word.is_number else word.key)
            gaps.append(folded_gap(text[before : word.start]))
            spans.append((word.start, word.end))
            before = word.end
        return cls(tuple(keys), tuple(gaps), tuple(spans), text, figures_in(text))

    def proves(self, claim: Claim) -> bool:
        """Whether the claim stands here; a capital word that only begins a sentence need not."""
        written = _Quote.of(claim.written)
        if claim.figure:
            return any(self._means(claim.figure, *place) for place in self.places(written))
        if any(True for _ in self.places(written)):
            return True
        if not claim.may_open:
            return False
        return len(written.keys) == 1 or any(True for _ in self.places(written.without_first()))

    def without_first(self) -> "_Quote":
        """The same without its first word."""
        return _Quote(self.keys[1:], self.gaps[1:], self.spans[1:], self.text, self.figures)

    def places(self, written: "_Quote") -> Iterator[tuple[int, int]]:
        """Where the words of `written` stand in this quote, one after the other, with the same between them."""
        length = len(written.keys)
        for first in range(len(self.keys) - length + 1):
            if self._stands_at(first, written):
                yield self.spans[first][0], self.spans[first + length - 1][1]

    def _stands_at(self, first: int, written: "_Quote") -> bool:
        for place, key in enumerate(written.keys, first):
            if place > first and self.gaps[place] != written.gaps[place - first]:
                return False
            if not _same_word(self.keys[place], key):
                return False
        return bool(written.keys)

    def _means(self, figure: WrittenFigure, start: int, end: int) -> bool:
        """Whether the quote, at this place, means the same by the figure, as far as it reads one there."""
        return all(_agree(figure, here) for here in self.figures if here.start < end and start < here.end)


def _same_word(ours: str, claimed: str) -> bool:
    """Equal, or a part of the quoted date: "20/6", "6/2020" or "2020" of "20/6/2020"."""
    if ours == claimed:
        return True
    if "/" in claimed:
        return ours.startswith(f"{claimed}/") or ours.endswith(f"/{claimed}")
    return len(claimed) == _YEAR_DIGITS and claimed.isdecimal() and ours.endswith(f"/{claimed}")


def _agree(claimed: WrittenFigure, quoted: WrittenFigure) -> bool:
    """Same value, range and total; a unit may be left out where it is a counted thing, not where it makes the sense."""
    if (claimed.value, claimed.high, claimed.of) != (quoted.value, quoted.high, quoted.of):
        return False
    claimed_unit, quoted_unit = _without_per(claimed.unit), _without_per(quoted.unit)
    return claimed_unit == quoted_unit or not {claimed_unit, quoted_unit} & {PERCENT, *MONEY}


def _without_per(unit: str) -> str:
    """The unit before what it is per: "%" of "%/năm", which an answer may stop at."""
    return unit.partition("/")[0]


def _is_right(one: Computed, quotes: Sequence[_Quote]) -> bool:
    """Whether the operands are quoted figures and the operation gives what is written, as far as it is written out."""
    values = [_quoted_value(operand, quotes) for operand in one.operands]
    written = _value(one.written)
    known = [value for value in values if value is not None]
    if written is None or not known or len(known) != len(values):
        return False
    try:
        exact = _result(one.operation, known)
    except (DivisionByZero, InvalidOperation):
        return False
    return exact is not None and abs(abs(exact) - abs(written)) <= _half_of_last_digit(one.written)


def _quoted_value(operand: str, quotes: Sequence[_Quote]) -> Decimal | None:
    claims = [claim for claim in claims_of(operand) if claim.figure]
    if len(claims) == 1 and any(quote.proves(claims[0]) for quote in quotes) and claims[0].figure:
        return claims[0].figure.value
    return None


def _value(written: str) -> Decimal | None:
    figures = figures_in(written)
    return figures[0].value if len(figures) == 1 else read_number(written)


def _result(operation: str, values: Sequence[Decimal]) -> Decimal | None:
    first, *others = values
    if operation == "sum":
        return sum(others, first)
    if len(others) != 1:
        return None
    (second,) = others
    if operation == "difference":
        return first - second
    if operation == "ratio":
        return first / second
    if operation == "share":
        return first / second * _HUNDRED
    return (first - second) / second * _HUNDRED if operation == "change" else None


def _half_of_last_digit(written: str) -> Decimal:
    """How far a rounded figure may be from the exact one: "11,3%" from 11.25 to 11.35; with its word of magnitude."""
    numeral = next((written[word.start : word.end] for word in tokens(written) if word.is_number), "")
    digits, value = read_number(numeral), _value(written)
    scale = value / digits if digits and value else Decimal(1)
    decimals = len(numeral.partition(",")[2])
    return scale * Decimal(1).scaleb(-decimals) / 2 if numeral else Decimal(0)


def _spelling(written: str) -> str:
    return " ".join(nfc(written).split())
