"""Marks: dates, quarters, half-years and ordinals of a text in one spelling, so that different spellings meet.

`20/6/2020`, `ngày 20 tháng 6 năm 2020` and `June 20, 2020` all leave the mark `d:2020-06-20`; `quý II`, `quý 2`
and `second quarter` leave `q:2`; `6 tháng đầu năm`, `nửa đầu năm` and `first half of the year` leave `h:1`.
Everything is matched on the text without diacritics, so that plain typing leaves the same marks.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from corpus.text import strip_diacritics

_MONTHS = "january february march april may june july august september october november december"
_MONTH_NUMBER = {name: n for n, name in enumerate(_MONTHS.split(), 1)} | {
    name[:3]: n for n, name in enumerate(_MONTHS.split(), 1)
}
_VI_NUMBERS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9}
_EN_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
_EN_ORDINALS = {word: n for n, word in enumerate(_ORDINALS.split(), 1)}
_LARGEST_MONTH, _LARGEST_DAY, _LARGEST_ORDINAL = 12, 31, 60

_COUNT = rf"\d{{1,2}}|{'|'.join(_VI_NUMBERS)}"
_EN_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTH_NUMBER, key=len, reverse=True))})"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_OF_YEAR = rf"(?:[\s,]*(?:nam|trong nam|of|in|/|-)?\s*{_YEAR})?"

# Each begins with what can be leapt to: a letter, or a figure with what must not stand before it looked at behind
_VI_DAY = re.compile(
    rf"ngay(?<!\wngay)\s+(?P<day>\d{{1,2}})\s+thang\s+(?P<month>\d{{1,2}})\b(?:\s*(?:nam|[/,.-])?\s*{_YEAR})?"
)
_VI_NUMERIC = re.compile(
    rf"(?P<day>\d(?<![\d/.,-]\d)\d?)(?P<sep>[/.-])(?P<month>\d{{1,2}})(?:(?P=sep){_YEAR})?(?![\d/%]|[.,-]\d)"
)
_VI_MONTH = re.compile(rf"thang(?<!\wthang)\s+(?P<month>\d{{1,2}})\s*(?:nam|[/-])\s*{_YEAR}")
_DIGIT = re.compile(r"\d[/.-]\d")
_VI_QUARTER = re.compile(rf"quy(?<!\wquy)\s+(?P<n>iv|i{{1,3}}|[1-4])\b{_OF_YEAR}")
_VI_MONTHS = re.compile(rf"\b(?P<n>{_COUNT})\s+thang\s+(?P<which>dau|cuoi)\s+(?:cua\s+)?nam\b(?:\s*{_YEAR})?")
_VI_HALF = re.compile(
    rf"\bnua\s+(?:nam\s+)?(?P<which>dau|cuoi)\s+(?:(?:cua\s+)?nam\b|(?=(?:19|20)\d\d\b))(?:\s*{_YEAR})?"
)
# "6 tháng 2017", "9 tháng đầu 2017", "9 tháng năm 2017"; the number before is looked for once the rest is found
_VI_MONTHS_OF_YEAR = re.compile(rf"thang(?<!\wthang)\s+(?:(?P<which>dau|cuoi)\s+)?(?:nam\s+)?{_YEAR}\b")
_COUNT_BEFORE = re.compile(rf"(?<!ngay )\b(?P<n>{_COUNT})\s+$")
_LONGEST_COUNT = 12
# Looking back for the start of the word lets the search leap from letter to letter: twice as fast as `\b` before
_VI_ORDINAL = re.compile(
    r"(?:lan thu(?<!\wlan thu)|khoa(?<!\wkhoa)|thu(?<!\wthu)|ky(?<!\wky))\s+(?P<n>[ivxl]{1,7}|\d{1,2})\b"
)
_EN_DATE = re.compile(
    rf"\b{_EN_MONTH}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+{_YEAR})?"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_EN_MONTH.replace('month', 'month2')}\b"
    r"(?:,?\s+(?P<year2>(?:19|20)\d\d))?"
    rf"|\b{_EN_MONTH.replace('month', 'month3')}\.?,?\s+(?:of\s+)?(?P<year3>(?:19|20)\d\d)"
)
_EN_QUARTER = re.compile(
    rf"\b(?:(?P<word>first|second|third|fourth|[1-4](?:st|nd|rd|th))\s+quarter|q(?P<n>[1-4]))\b{_OF_YEAR}"
)
_EN_HALF = re.compile(rf"\b(?P<which>first|second|last)\s+half\b(?:\s+of\s+(?:the\s+year\s*)?(?:of\s+)?)?(?:{_YEAR})?")
_EN_MONTHS = re.compile(
    rf"\b(?P<which>first|last)\s+(?P<n>\d{{1,2}}|{'|'.join(_EN_NUMBERS)})\s+months\b(?:\s+of\s+(?:the\s+year\s*)?)?(?:{_YEAR})?"
)
_EN_ORDINAL = re.compile(rf"\b(?:(?P<n>\d{{1,2}})(?:st|nd|rd|th)|(?P<word>{'|'.join(_EN_ORDINALS)}))\b")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def roman(numeral: str) -> int:
    """The value of a lower-cased Roman numeral up to 89; 0 when it is none. `"xiv"` is 14."""
    if not re.fullmatch(r"l?x{0,3}(?:ix|iv|v?i{0,3})|xl(?:ix|iv|v?i{0,3})", numeral):
        return 0
    values = [_ROMAN[c] for c in numeral]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    return _VI_NUMBERS.get(written) or _EN_NUMBERS.get(written) or roman(written)


def _dates(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for match in pattern.finditer(text):
        parts = match.groupdict()
        day = parts.get("day") or parts.get("day2")
        written = parts["month"] or parts.get("month2") or parts.get("month3") or ""
        year = parts["year"] or parts.get("year2") or parts.get("year3")
        month = _MONTH_NUMBER.get(written) or int(written)
        if not 1 <= month <= _LARGEST_MONTH or (day and not 1 <= int(day) <= _LARGEST_DAY):
            continue
        if day:
            yield f"d:{month:02}-{int(day):02}"
        if day and year:
            yield f"d:{year}-{month:02}-{int(day):02}"
        if year:
            yield f"m:{year}-{month:02}"


def _with_year(mark: str, year: str | None) -> Iterator[str]:
    yield mark
    if year:
        kind, number = mark.split(":")
        yield f"{kind}:{year}-{number}"


def _months(number: int, which: str, year: str | None) -> Iterator[str]:
    last = which in ("cuoi", "last", "second")
    if number == 6:  # noqa: PLR2004 - six months are half a year
        yield from _with_year("h:2" if last else "h:1", year)
    elif number:
        yield from _with_year(f"{'l' if last else 'n'}:{number}", year)


def _vietnamese(text: str) -> Iterator[str]:
    # Looking first for what each must hold saves half of the time
    if _DIGIT.search(text):
        yield from _dates(_VI_NUMERIC, text)
    if "thang" in text:
        yield from _of_months(text)
    if "quy" in text:
        for match in _VI_QUARTER.finditer(text):
            yield from _with_year(f"q:{_number(match['n'])}", match["year"])
    if "nua" in text:
        for match in _VI_HALF.finditer(text):
            yield from _months(6, match["which"], match["year"])
    for match in _VI_ORDINAL.finditer(text):
        number = _number(match["n"])
        if 0 < number <= _LARGEST_ORDINAL:
            yield f"o:{number}"


def _of_months(text: str) -> Iterator[str]:
    if "ngay" in text:
        yield from _dates(_VI_DAY, text)
    yield from _dates(_VI_MONTH, text)
    for match in _VI_MONTHS_OF_YEAR.finditer(text):
        count = _COUNT_BEFORE.search(text[max(match.start() - _LONGEST_COUNT, 0) : match.start()])
        if count and 0 < _number(count["n"]) <= _LARGEST_MONTH:
            yield from _months(_number(count["n"]), match["which"] or "dau", match["year"])
    if "dau" in text or "cuoi" in text:
        for match in _VI_MONTHS.finditer(text):
            yield from _months(_number(match["n"]), match["which"], match["year"])


def _english(text: str) -> Iterator[str]:
    yield from _dates(_EN_DATE, text)
    for match in _EN_QUARTER.finditer(text):
        word = match["word"]
        number = int(match["n"] or (word[0] if word[0].isdigit() else _EN_ORDINALS[word]))
        yield from _with_year(f"q:{number}", match["year"])
    for match in _EN_HALF.finditer(text):
        yield from _months(6, match["which"], match["year"])
    for match in _EN_MONTHS.finditer(text):
        yield from _months(_number(match["n"]), match["which"], match["year"])
    for match in _EN_ORDINAL.finditer(text):
        yield f"o:{int(match['n']) if match['n'] else _EN_ORDINALS[match['word']]}"


@lru_cache(maxsize=256)
def marks(text: str) -> tuple[str, ...]:
    """The marks of a Vietnamese text, with or without diacritics, each once."""
    return marks_of_bare(strip_diacritics(text).lower())


def marks_of_bare(text: str) -> tuple[str, ...]:
    """The marks of a text that is in lower case and without diacritics already, each once."""
    return tuple(dict.fromkeys(_vietnamese(text)))


def english_marks(text: str) -> tuple[str, ...]:
    """The marks of an English question, each once; numeric dates are read as day/month."""
    lowered = strip_diacritics(text).lower()
    return tuple(dict.fromkeys((*_english(lowered), *_dates(_VI_NUMERIC, lowered))))
