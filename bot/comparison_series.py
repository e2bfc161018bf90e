"""The noun of a comparison: one figure per period, each with the sentence that proves it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from bot.evidence import Evidence

Trend = Literal["up", "down", "same"]


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a comparison: `value` in whole units, `written` as `quote` has it, `mark` ("gần") before it.

    `label` names the period as a person reads it ("6 tháng đầu năm 2020"). `evidence` is the sentence.
    """

    label: str
    start: date
    end: date
    value: Decimal
    written: str
    mark: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Step:
    """From one point to the next: `amount` is how much it rose or fell, `share` by how many percent (None from zero).

    Both are worked out by code from the two figures and are never negative; `trend` says which way. `amount_written`
    and `share_written` are as shown.
    """

    trend: Trend
    amount: Decimal
    amount_written: str
    share: Decimal | None
    share_written: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A series over periods of one kind, oldest first: one thing counted, one `unit`, one place.

    `counted` is what was asked for, in the words of the question.

    `steps[i]` leads from `points[i]` to `points[i + 1]`; `overall` from the first to the last (None for two points or
    fewer). `stated` is what the text itself says of the change, when only one period was found; `total` the sum of the
    points as shown, when that was asked for.
    """

    counted: str
    unit: str
    place: str | None
    points: tuple[Point, ...]
    steps: tuple[Step, ...]
    overall: Step | None = None
    stated: str | None = None
    total: str | None = None
