"""Whether the change that a report states agrees with the figure of the report before."""

import re
from decimal import Decimal

from corpus.figures_article import Figure
from corpus.figures_units import PERCENT

_AGREES, _DISAGREES = 0.3, -0.3
_ROUNDING = Decimal("0.11")
# "giảm 8%" is said of 8,4 % as well
_UNSURE = Decimal(1)
_HUNDRED = Decimal(100)
_DIRECTION = re.compile(r"(?<!\w)(tăng|giảm)(?!\w)")
_AGAINST = re.compile(r"so với (?:cùng|năm|mức|6|nửa|quý)|cùng k[ỳì]|năm (?:trước|ngoái)")


def agreement(earlier: Figure, later: Figure, behind: str) -> float:
    """Plus where the change that `later` states leads from `earlier`, minus where it surely does not, else nothing.

    `behind` is what its sentence says behind `later`: where no change could be told from it, the direction still
    must not be the opposite ("đạt 2,76 triệu tấn với 1,18 tỉ USD, giảm lần lượt 6,3% ... so với cùng kỳ").
    """
    change, difference = later.change, later.value - earlier.value
    if change is None:
        told = set(_DIRECTION.findall(behind.lower())) if _AGAINST.search(behind.lower()) else set()
        return _DISAGREES if told == {"giảm" if difference > 0 else "tăng"} and difference else 0.0
    if not _against_last_year(change.against):
        return 0.0
    signed = difference if change.direction == "up" else -difference
    if change.amount is not None:
        return _judged(abs(signed - change.amount), abs(change.amount) * _ROUNDING / 10, abs(change.amount) / 10)
    if change.share is not None and earlier.value and later.unit != PERCENT:
        share = signed / earlier.value * _HUNDRED
        return _judged(abs(share - change.share), _ROUNDING, max(_UNSURE, abs(change.share) / 10))
    return 0.0


def _judged(off: Decimal, rounding: Decimal, unsure: Decimal) -> float:
    """What a stated change says of two figures that miss it by `off`: yes, nothing where it may be rounded, or no."""
    if off <= rounding:
        return _AGREES
    return 0.0 if off <= unsure else _DISAGREES


def _against_last_year(against: str) -> bool:
    return not against or any(word in against for word in ("kỳ", "kì", "năm", "tháng", "quý"))
