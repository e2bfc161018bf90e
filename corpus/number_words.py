"""Vietnamese number words: `mười hai`, `hai mươi lăm`, `một trăm linh ba`, `một phần ba`, `một nửa`, and back.

Several of these syllables also mean something else (`năm` is "year" too, `ba` "father", `tư` "private"), so a single
syllable is only taken for a number where the caller knows that something counted follows it.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

_UNITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_WRITTEN = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_HALF = Decimal("0.5")
_TENS, _HUNDREDS = 10, 100

_UNIT = "một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín"
# 5 behind tens is "lăm": "mười năm" says ten years
_ONES = "một|hai|ba|bốn|sáu|bảy|bẩy|tám|chín|lăm"
_LAST = f"{_ONES}|mốt|tư|nhăm"
_GAP = "[ \u00a0]"
_BELOW_100 = f"(?:(?:{_UNIT}){_GAP}mươi(?:{_GAP}(?:{_LAST}))?|mười(?:{_GAP}(?:{_ONES}))?)"
_BELOW_1000 = (
    f"(?:(?:{_UNIT}){_GAP}trăm(?:{_GAP}(?:{_BELOW_100}|(?:linh|lẻ){_GAP}(?:{_LAST}|năm)))?(?:{_GAP}rưỡi)?|{_BELOW_100})"
)
_SCALE = f"(?:{'|'.join(_SCALES)})"
_GROUP = f"(?:{_BELOW_1000}|{_UNIT}){_GAP}{_SCALE}(?:{_GAP}{_SCALE})?"
_SCALED = f"{_GROUP}(?:{_GAP}{_GROUP})*(?:{_GAP}(?:{_BELOW_1000}|rưỡi))?"
_FRACTION = f"(?:{_UNIT}){_GAP}phần{_GAP}(?:{_UNIT}|tư|mười|trăm)|(?:một{_GAP})?nửa|phân{_GAP}nửa"
# Where number words may begin, in lower case: found fast, as most of a text is none
_FIRST = re.compile(f"{_UNIT}|mười|nửa|phân")
# Fractions; several words; single syllables that hardly ever mean anything but a number
_NUMBER = re.compile(rf"(?:({_FRACTION}|{_SCALED}|{_BELOW_1000})|hai|ba|bốn|sáu|bảy|tám|chín)(?![\w-])")


def worded_numbers(text: str) -> Iterator[tuple[int, int, Decimal, bool]]:
    """Number words in a text in composed form: start, end, value, and whether it is a single syllable."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return
    until = 0
    for first in _FIRST.finditer(lowered):
        position = first.start()
        before = lowered[position - 1 : position]
        if position < until or before.isalnum() or before == "-":
            continue
        match = _NUMBER.match(lowered, position)
        if match and (value := worded_value(match.group())) is not None:
            until = match.end()
            yield match.start(), match.end(), value, not match[1]


def worded_value(words: str) -> Decimal | None:
    """The value of number words in composed form ("hai mươi lăm" is 25); None when they are none."""
    spoken = words.lower().split()
    if not spoken:
        return None
    if spoken in (["nửa"], ["một", "nửa"], ["phân", "nửa"]):
        return _HALF
    if "phần" in spoken:
        at = spoken.index("phần")
        above, below = _whole(spoken[:at]), _whole(spoken[at + 1 :])
        return Decimal(above) / Decimal(below) if above is not None and below else None
    half = spoken[-1] == "rưỡi"
    rest = spoken[:-1] if half else spoken
    value = _whole(rest)
    if value is None:
        return None
    last = rest[-1]
    step = _HUNDREDS if last == "trăm" else _SCALES.get(last, 1)
    return Decimal(value) + (step * _HALF if half else 0)


def number_words(value: int) -> str:
    """A whole number from 0 to 999 in words ("hai trăm linh năm")."""
    if value < _TENS:
        return _WRITTEN[value]
    if value < _HUNDREDS:
        tens, ones = divmod(value, _TENS)
        head = "mười" if tens == 1 else f"{_WRITTEN[tens]} mươi"
        last = {0: "", 1: " một" if tens == 1 else " mốt", 5: " lăm"}.get(ones, f" {_WRITTEN[ones]}")
        return head + last
    hundreds, rest = divmod(value, _HUNDREDS)
    head = f"{_WRITTEN[hundreds]} trăm"
    if not rest:
        return head
    return f"{head} linh {_WRITTEN[rest]}" if rest < _TENS else f"{head} {number_words(rest)}"


def _whole(spoken: list[str]) -> int | None:
    """The whole number that the words say, groups of up to 999 each followed by its magnitude."""
    total = group = 0
    pending: int | None = None
    for word in spoken:
        if word in _UNITS:
            if pending is not None:
                return None
            pending = _UNITS[word]
        elif word == "mười":
            group, pending = group + _TENS, None
        elif word == "mươi":
            group, pending = group + (pending or 0) * _TENS, None
        elif word == "trăm":
            group, pending = group + (1 if pending is None else pending) * _HUNDREDS, None
        elif word in _SCALES and not group and pending is None:
            total *= _SCALES[word]
        elif word in _SCALES:
            total, group, pending = total + (group + (pending or 0)) * _SCALES[word], 0, None
        elif word not in {"linh", "lẻ"}:
            return None
    return total + group + (pending or 0) if spoken else None
