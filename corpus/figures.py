"""Figures as they stand in a text: a number with its unit ("94%", "gần 55.000 người", "152,4 tỷ đồng")."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.composed import composed
from corpus.figures_units import SHARE, unit_at
from corpus.number import Number, numbers_in

_BILLION = 10**9
# "6 tháng đầu năm", "nửa đầu năm", "9 tháng năm 2020": spans of time, which are no figures (see corpus.period)
_PERIOD_TAIL = re.compile(r"\s+(?:đầu|cuối|vừa qua|qua|năm \d{4})(?!\w)", re.IGNORECASE)
_SPANS = frozenset({"tháng", "quý", "năm"})


@dataclass(frozen=True, slots=True)
class WrittenFigure:
    """A figure in a text: `text[start:end]` is the number with its unit.

    `value` is in whole units, so that "3,2 tỷ đồng" is 3200000000 of "đồng"; `high` the upper end of a range. `unit`
    is in one spelling ("%" for "phần trăm"), empty for a bare number. `mark` is the word before the figure that makes
    it approximate ("gần", "trên"), else empty. `of` is what a ratio is out of ("17/19 chỉ tiêu"). The number without
    its unit is `text[start:number_end]`.
    """

    value: Decimal
    unit: str
    start: int
    end: int
    high: Decimal | None = None
    mark: str = ""
    of: Decimal | None = None
    number_end: int = 0


def figures_in(text: str) -> tuple[WrittenFigure, ...]:
    """The figures of a text in order, without dates, years, ranks and names that hold a number."""
    plain, offsets = composed(text)
    found = (_figure(plain, number) for number in numbers_in(plain))
    figures = (figure for figure in found if figure is not None)
    return tuple(figures) if plain is text else tuple(_moved(figure, offsets) for figure in figures)


def _moved(figure: WrittenFigure, offsets: Sequence[int]) -> WrittenFigure:
    start, end, number_end = offsets[figure.start], offsets[figure.end], offsets[figure.number_end]
    return replace(figure, start=start, end=end, number_end=number_end)


def _figure(text: str, number: Number) -> WrittenFigure | None:
    unit, end, known = unit_at(text, number.end)
    following = text[number.end : number.end + 1]
    if (number.single or number.of) and not known:
        return None
    if (unit in _SPANS and number.value < 1) or ((unit in _SPANS or number.worded) and _PERIOD_TAIL.match(text, end)):
        return None
    if not unit:
        if following.isalpha():
            return None
        if number.worded and number.value < 1:
            unit = SHARE
        elif number.scaled and number.value >= _BILLION:
            unit = "đồng"
    elif number.worded and number.value < 1 and not known:
        unit, end = SHARE, number.end
    return WrittenFigure(number.value, unit, number.start, end, number.high, number.mark, number.of, number.end)
