"""Periods as values: "6 tháng đầu năm", "quý II", "nhiệm kỳ 2020-2025", "cùng kỳ" with their first and last day.

What a text leaves out (a year, most often) is taken from the period that its article reports on, else from the date
of publication. The day of import never stands in for it.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.composed import composed

PeriodKind = Literal["day", "month", "quarter", "months", "half", "year", "years", "term"]

_YEAR = r"(?:19|20)\d\d"
_S = r"[^\S\n]+"
_NUMBERS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "giêng": 1, "chạp": 12,
}  # fmt: skip
_COUNT = r"(?P<count>\d{1,2}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
# The year behind a part of it: "/2020", " năm 2020", " 2020", " năm nay"; "năm" alone is the year spoken of
_OF = (
    rf"(?:\s?[/–-]\s?(?P<year>{_YEAR})|(?:{_S}của)?(?:{_S}năm)?{_S}(?P<spaced>{_YEAR})(?!\s?[–-]\s?\d)"
    rf"|(?:{_S}của)?{_S}năm(?:{_S}(?P<relative>nay|ngoái|trước|qua|liền{_S}trước))?(?!{_S}(?:học|tới|sau))"
    rf"|{_S}(?P<same>cùng{_S}kỳ))(?![\w])"
)
_ANY_YEAR = re.compile("19[0-9][0-9]|20[0-9][0-9]")
_BEFORE = frozenset({"ngoái", "trước"})
_MONTHS, _HALF, _QUARTER = 12, 6, 3
_KINDS_OF_MONTHS: dict[int, PeriodKind] = {_HALF: "half", _QUARTER: "quarter", _MONTHS: "year"}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time from its first day `start` to its last day `end`, and how the text writes it."""

    start: date
    end: date
    written: str
    kind: PeriodKind

    def moved(self, years: int) -> "Period":
        """The same part of another year; `written` stays what it was."""
        return Period(_moved(self.start, years), _moved(self.end, years), self.written, self.kind)


@dataclass(frozen=True, slots=True)
class Mention:
    """A period that `text[start:end]` names; `compared` when the text only measures its own time against it."""

    period: Period
    start: int
    end: int
    compared: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a text's own time: when it was published, and the period or year it reports on."""

    published: date | None = None
    report: Period | None = None
    year: int | None = None

    @property
    def own_year(self) -> int | None:
        """The year that "năm" and a part of a year without one mean."""
        if self.report is not None:
            return self.report.end.year
        return self.year or (self.published.year if self.published else None)


_Span = tuple[date, date, PeriodKind]
_Resolver = Callable[[re.Match[str], Setting], _Span | None]


def published_day(published: str | None) -> date | None:
    """The day of an article's `published`; None when it is unknown or no date."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def periods_in(text: str, setting: Setting) -> list[Mention]:
    """The periods that a text names, in order; what cannot be placed in time is left out."""
    plain, offsets = composed(text)
    lowered = plain.lower()
    if len(lowered) != len(plain) or (setting.own_year is None and not _ANY_YEAR.search(lowered)):
        return []
    found: list[Mention] = []
    until = 0
    for trigger in _TRIGGER.finditer(lowered):
        position = trigger.start()
        before = lowered[position - 1 : position]
        if position < until or before.isalnum() or before in _INSIDE:
            continue
        match, span = _read(lowered, trigger.group(), position, setting)
        if match and span:
            until = match.end()
            written = " ".join(plain[position:until].split())
            compared = match[0].startswith("cùng") or bool(
                _COMPARING.search(lowered, max(0, position - _LEFT), position)
            )
            found.append(Mention(Period(*span[:2], written, span[2]), offsets[position], offsets[until], compared))
    return found


def _read(lowered: str, trigger: str, position: int, setting: Setting) -> tuple[re.Match[str] | None, _Span | None]:
    """What begins at a place where a period may begin."""
    for pattern, resolver in _PATTERNS["1" if trigger.isdigit() else trigger]:
        match = pattern.match(lowered, position)
        if match and (span := _span_of(resolver, match, setting)):
            return match, span
    return None, None


def _span_of(resolver: _Resolver, match: re.Match[str], setting: Setting) -> _Span | None:
    try:
        return resolver(match, setting)
    except ValueError:  # the 31st of June, the year 0: no day at all
        return None


def _year(match: re.Match[str], setting: Setting) -> int | None:
    groups = match.groupdict()
    if said := groups.get("year") or groups.get("spaced"):
        return int(said)
    own = setting.own_year
    relative = (groups.get("relative") or "").split()
    before = groups.get("same") or (relative and relative[-1] in _BEFORE)
    return own - 1 if own is not None and before else own


def _months(year: int | None, first: int, last: int, kind: PeriodKind) -> _Span | None:
    if year is None or not 1 <= first <= last <= _MONTHS:
        return None
    return date(year, first, 1), date(year, last, monthrange(year, last)[1]), kind


def _number(written: str) -> int:
    return int(written) if written.isdigit() else _NUMBERS[written]


def _half(match: re.Match[str], setting: Setting) -> _Span | None:
    first = 1 if match["side"] == "đầu" else _HALF + 1
    return _months(_year(match, setting), first, first + _HALF - 1, "half")


def _counted_months(match: re.Match[str], setting: Setting) -> _Span | None:
    """The first or last so many months of a year; three of them that open it are its first quarter."""
    count = _number(match["count"])
    kind = _KINDS_OF_MONTHS.get(count, "months")
    if match.groupdict().get("side") == "cuối":
        return _months(_year(match, setting), _MONTHS - count + 1, _MONTHS, kind)
    return _months(_year(match, setting), 1, count, kind)


def _quarter(match: re.Match[str], setting: Setting) -> _Span | None:
    last = _number(match["count"]) * _QUARTER
    return _months(_year(match, setting), last - _QUARTER + 1, last, "quarter")


def _month(match: re.Match[str], setting: Setting) -> _Span | None:
    month = _number(match["count"])
    year = _year(match, setting)
    if (
        not any(match.groupdict().get(name) for name in ("year", "spaced", "relative"))
        and setting.published
        and not setting.report
    ):
        year = _nearest_year(setting.published, month, 15)
    return _months(year, month, month, "month")


def _day(match: re.Match[str], setting: Setting) -> _Span | None:
    day, month = int(match["day"]), int(match["month"])
    if match["year"]:
        year: int | None = int(match["year"])
    elif setting.published:
        year = _nearest_year(setting.published, month, day)
    else:
        year = setting.own_year
    return (date(year, month, day), date(year, month, day), "day") if year else None


def _nearest_year(published: date, month: int, day: int) -> int:
    """The year in which a day without one lies nearest to the day of publication."""
    years = (published.year - 1, published.year, published.year + 1)
    return min(years, key=lambda year: abs((date(year, month, min(day, 28)) - published).days))


def _whole_year(match: re.Match[str], setting: Setting) -> _Span | None:
    return _months(_year(match, setting), 1, _MONTHS, "year")


def _years(match: re.Match[str], setting: Setting) -> _Span | None:
    del setting
    first, last = int(match["first"]), int(match["last"])
    last = last if last > 100 else first // 100 * 100 + last  # noqa: PLR2004 - "2019-20"
    kind: PeriodKind = "term" if match["name"].startswith("nhiệm") else "years"
    return (date(first, 1, 1), date(last, 12, 31), kind) if first < last else None


def _same_time(match: re.Match[str], setting: Setting) -> _Span | None:
    """The reported part of the year ("cùng kỳ"), one year before or in the year that is named."""
    if setting.report is None:
        return None
    groups = match.groupdict()
    said = groups.get("year") or groups.get("spaced")
    moved = setting.report.moved(int(said) - setting.report.end.year if said else -1)
    return moved.start, moved.end, moved.kind


def _moved(day: date, years: int) -> date:
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


_LEFT = 24
_COMPARING = re.compile(
    r"(?:\bso(?:\s+với)?|\bhơn|\bkém|\bbằng|\bcùng kỳ)\s+(?:mức\s+(?:của\s+)?|cả\s+|cuối\s+|đầu\s+|của\s+)?$"
)
_INSIDE = frozenset("/.,-")
_DAY = (
    rf"(?P<day>\d{{1,2}})(?:\s?[/.-]\s?|{_S}tháng{_S})(?P<month>\d{{1,2}})"
    rf"(?:(?:\s?[/.-]\s?|{_S}năm{_S})(?P<year>{_YEAR}))?"
)
_SCHOOL = rf"(?P<name>nhiệm{_S}kỳ|giai{_S}đoạn|năm{_S}học|niên{_S}(?:vụ|khóa|khoá)|(?:\d|năm|mười){_S}năm)"
_COUNTED = (rf"{_COUNT}{_S}tháng(?:{_S}(?P<side>đầu|cuối))?{_OF}", _counted_months)
_LONG = (rf"{_SCHOOL}{_S}\(?(?P<first>{_YEAR})\s?[–/-]\s?(?P<last>{_YEAR}|\d\d)(?!\d)", _years)
_RUN_OF_MONTHS = rf"(?P<count>[369]|ba|sáu|chín){_S}tháng(?!\w|{_S}(?:đầu|cuối|năm))"
_BEHIND = "(?:(?<=qua )|(?<=trong )|(?<=sau )|(?<=hết ))"
_ENTRIES: tuple[tuple[str, str, _Resolver], ...] = (
    # the words that a pattern may begin with (1 stands for any digit), the pattern, and what it means
    ("cùng", rf"cùng{_S}(?:kỳ|kì|thời{_S}điểm){_OF}", _same_time),
    ("cùng", rf"cùng{_S}(?:kỳ|kì)(?!\w)", _same_time),
    ("nửa", rf"nửa{_S}(?P<side>đầu|cuối){_OF}", _half),
    ("quý", rf"quý{_S}(?P<count>iv|i{{1,3}}|[1-4]|một|hai|ba|bốn|tư){_OF}", _quarter),
    ("quý", rf"quý{_S}(?P<count>iv|i{{1,3}}|[1-4])(?!\w)", _quarter),
    ("tháng", rf"tháng{_S}(?P<count>\d{{1,2}}|giêng|chạp){_OF}", _month),
    ("tháng", rf"tháng{_S}(?P<count>\d{{1,2}}|giêng|chạp)(?![\w%]|[.,/]\d)", _month),
    ("1 năm mười nhiệm giai niên", *_LONG),
    ("năm cả", rf"(?:cả{_S})?năm{_S}(?P<year>{_YEAR})(?!\s?[–/-]\s?\d|\w)", _whole_year),
    ("năm", rf"năm{_S}(?P<relative>nay|ngoái|trước|qua)(?!\w)", _whole_year),
    ("cả", rf"cả{_S}năm(?!\w)", _whole_year),
    ("1 một hai ba bốn năm sáu bảy tám chín mười", *_COUNTED),
    ("1", rf"{_DAY}(?![\w%/]|[.,-]\d)", _day),
    ("1", rf"(?<=so với )(?P<year>{_YEAR})(?!\w|[/.,-]\d)", _whole_year),
    ("1 ba sáu chín", rf"{_BEHIND}{_RUN_OF_MONTHS}", _counted_months),
    ("lũy luỹ", rf"(?:lũy|luỹ){_S}kế{_S}{_RUN_OF_MONTHS}", _counted_months),
    ("ngày", rf"ngày{_S}{_DAY}(?![\w%/]|[.,-]\d)", _day),
)
_PATTERNS: dict[str, list[tuple[re.Pattern[str], _Resolver]]] = {}
for _first_words, _pattern, _meaning in _ENTRIES:
    for _word in _first_words.split():
        _PATTERNS.setdefault(_word, []).append((re.compile(_pattern), _meaning))
# Literals first, so that the scan is fast; what they begin is looked at afterwards. Number words are mostly others
_COUNTS = frozenset({"một", "hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười"})
_WORDS = (f"{word}(?={_S}(?:tháng|năm))" if word in _COUNTS else word for word in _PATTERNS if word != "1")
_TRIGGER = re.compile("|".join([*_WORDS, *"0123456789"]))
