"""Comparing two figures as they are written: the difference in the same scale, the share with one decimal."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from bot.comparison_series import Step, Trend
from corpus.figures_article import Figure
from corpus.figures_units import PERCENT, PERCENT_POINTS
from corpus.number import write_number

_SCALES = {"nghìn tỷ": 10**12, "tỷ": 10**9, "tỉ": 10**9, "triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3}
_SCALE = re.compile(r"\d\s*(nghìn tỷ|tỷ|tỉ|triệu|nghìn|ngàn)(?!\w)", re.IGNORECASE)
_DECIMALS = re.compile(r",(\d+)")
_TENTH = Decimal("0.1")
_HUNDRED = Decimal(100)


def step(earlier: Figure, later: Figure, earlier_written: str, later_written: str) -> Step:
    """From one figure to a later one of the same unit."""
    difference = later.value - earlier.value
    trend: Trend = "same" if not difference else "up" if difference > 0 else "down"
    amount = abs(difference)
    unit = earlier.unit if earlier.unit == later.unit else ""
    share = None
    if earlier.value and later.unit != PERCENT:
        share = amount / earlier.value * _HUNDRED
    shown = None if share is None else f"{write_number(share.quantize(_TENTH, ROUND_HALF_UP))}%"
    return Step(trend, amount, _amount_written(amount, unit, earlier_written, later_written), share, shown)


def total(figures: Sequence[Figure], written: Sequence[str]) -> str | None:
    """The sum of figures as they are written; None for shares, which have no sum."""
    if any(is_share(one.unit) or one.high is not None for one in figures):
        return None
    units = {one.unit for one in figures}
    return _amount_written(
        sum((one.value for one in figures), Decimal(0)), units.pop() if len(units) == 1 else "", *written
    )


def is_share(unit: str) -> bool:
    """Whether a unit is a share, or one thing per another: such figures cannot be added."""
    return unit in {PERCENT, PERCENT_POINTS} or "/" in unit


def _amount_written(amount: Decimal, unit: str, *sides: str) -> str:
    """A difference as the two figures are written: in their scale ("tỷ đồng") and with as many decimals."""
    scales = [match[1].lower() for side in sides if (match := _SCALE.search(side))]
    decimals = max((len(match[1]) for side in sides if (match := _DECIMALS.search(side))), default=0)
    scale = scales[0] if len(scales) == len(sides) and len({_SCALES[one] for one in scales}) == 1 else ""
    number = amount / _SCALES[scale] if scale else amount
    name = PERCENT_POINTS if unit == PERCENT else unit
    return " ".join(part for part in (write_number(number, most_decimals=decimals), scale, name) if part)
