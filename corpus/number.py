"""Numbers as Vietnamese writes them, read and written: `1.234,5`, `3,2 tỷ`, `5-10`, `hai mươi lăm`, `một phần ba`.

A dot parts thousands and a comma decimals; a dot that cannot part thousands (`2.6`) is read as a decimal one, because
newspapers write that too. Dates, years and designations (`1/7/2020`, `khóa 12`, `Nghị quyết 42`) are numerals but
count nothing: `numbers_in` leaves them out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus.composed import composed
from corpus.number_words import worded_numbers, worded_value

_SCALES = {"nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_WORDS_OF_SCALE = "|".join(_SCALES)
_GAP = "[ \u00a0\u202f]"
_SCALE = re.compile(
    rf"{_GAP}?((?:{_WORDS_OF_SCALE})(?:{_GAP}(?:{_WORDS_OF_SCALE}))?)(?![^\W\d_])(?:{_GAP}(rưỡi)(?!\w))?", re.IGNORECASE
)
# Digits that belong together: a number, a range, a date, a ratio
_CHUNK = re.compile(r"[0-9]+(?:[.,/:–\u00a0\u202f-][0-9]+)*")
# What joins digits to a word before them: "Covid-19", "A15", "US$5"
_JOINING = re.compile(r"[\w$]$|\w[-–/.,:]$")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.\u00a0\u202f]\d{3})+(?:,\d+)?")
_ENGLISH_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}(?:\.\d+)?")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_DASH = re.compile(r"[-–]")
_RANGE_TAIL = re.compile(rf"{_GAP}?[-–]{_GAP}?(\d+(?:[.,]\d+)*)(?![\d/:–-])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = re.compile(r"(?:19|20)\d\d[/–-](?:(?:19|20)\d\d|\d\d)")
_DATE_OR_TIME = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}[/-](?:19|20)\d\d|\d{1,2}:\d{2}(?::\d{2})?|\d{4}-\d{2}-\d{2}"
)
_DAY_MONTH = re.compile(r"(\d{1,2})[/-](\d{1,2})")
_RATIO = re.compile(r"(\d+)/(\d+)")
_HIGHEST_DAY, _HIGHEST_MONTH, _PERCENTS = 31, 12, 100
_LEFT = 26
_QUOTES = "\"'“”‘’("
_BEFORE_NUMBER = frozenset({" ", "\u00a0", "-", "~"})
_JOINERS = frozenset({"/", "-"})
_DASHES = frozenset({"-", "–"})
# Right before a numeral these make it a date, a rank or somebody's name for something
_NAMING_WORDS = """ngày tháng quý thứ khóa khoá đợt điều khoản mục chương hạng rằm mồng mùng hồi lúc covid quận phường
tầng thôn ấp tập trang lớp loại lần số xóm tuần"""
_NAMING = frozenset(_NAMING_WORDS.split())
_NAMING_PAIRS = frozenset({
    "nghị quyết", "nghị định", "quyết định", "chỉ thị", "thông tư", "công văn", "kết luận", "quy định", "pháp lệnh",
    "quốc lộ", "tỉnh lộ", "trung ương", "đại hội", "khu phố", "giai đoạn", "học kỳ", "kỳ họp", "đại lộ",
})  # fmt: skip
_COUNTING_PAIRS = frozenset({
    "con số", "tổng số", "trong số", "mỗi ngày", "một ngày", "mỗi tháng", "mỗi lớp", "mỗi lần", "mỗi tuần",
})  # fmt: skip
_MARKS = frozenset({"gần", "khoảng", "hơn", "trên", "dưới", "ước", "ngót", "chừng", "cỡ", "~"})
_MARK_PAIRS = frozenset({
    "không quá", "ít nhất", "tối thiểu", "tối đa", "xấp xỉ", "trên dưới", "chưa đến", "chưa tới", "chưa đầy",
    "ước khoảng", "ước đạt", "ước tính",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number that counts or measures: `text[start:end]` says `value`, or a range from `value` to `high`.

    `mark` is the word before it that makes it approximate, in lower case ("gần", "trên"), else empty. `of` is what a
    ratio is out of (19 in "17/19"). `scaled` says that a word of magnitude belongs to it, `worded` that it is written
    in words, `single` that it is one such word, which may well mean something else.
    """

    value: Decimal
    start: int
    end: int
    high: Decimal | None = None
    mark: str = ""
    of: Decimal | None = None
    scaled: bool = False
    worded: bool = False
    single: bool = False


def read_number(written: str) -> Decimal | None:
    """The value of a single number in digits ("1.234,5", "3,2 tỷ") or words; None when it is none."""
    text, _ = composed(written.strip())
    scale = _SCALE.search(text)
    if scale and scale.end() == len(text) and (plain := _digits(text[: scale.start()])) is not None:
        return _scaled(plain, scale)
    value = _digits(text)
    return worded_value(text) if value is None else value


def write_number(value: Decimal, *, most_decimals: int | None = None) -> str:
    """A value in Vietnamese writing ("1.234,5"), rounded half up to `most_decimals`, without trailing zeros."""
    shown = value if most_decimals is None else round(value, most_decimals)
    whole, _, decimals = f"{abs(shown):,f}".partition(".")
    decimals = decimals.rstrip("0")
    sign = "-" if shown < 0 else ""
    return sign + whole.replace(",", ".") + (f",{decimals}" if decimals else "")


def numbers_in(text: str) -> list[Number]:
    """The numbers of a text that count or measure something, in order; single number words are among them."""
    plain, offsets = composed(text)
    found = sorted([*_in_digits(plain), *_in_words(plain)], key=lambda number: number.start)
    if plain is text:
        return found
    return [_moved(number, offsets[number.start], offsets[number.end]) for number in found]


def _moved(number: Number, start: int, end: int) -> Number:
    return Number(
        number.value, start, end, number.high, number.mark, number.of, number.scaled, number.worded, number.single
    )


def _in_digits(text: str) -> Iterator[Number]:
    until = 0
    for chunk in _CHUNK.finditer(text):
        start = chunk.start()
        if start < until or (not text[start - 1 : start].isspace() and _JOINING.search(text, max(0, start - 2), start)):
            continue
        if number := _number(text, start, chunk.end()):
            until = number.end
            yield number


def _in_words(text: str) -> Iterator[Number]:
    for start, end, value, single in worded_numbers(text):
        before = _words_before(text, start)
        if not _is_named(before):
            yield Number(value, start, end, mark=_mark(before), worded=True, single=single)


def _number(text: str, start: int, end: int) -> Number | None:
    """The number that begins with the digits `text[start:end]`, or None when they are a date or a name."""
    written = text[start:end]
    following = text[end : end + 2]
    is_whole = written.isdigit()
    if (following[:1] in _JOINERS and following[1:].isupper()) or (
        following[:1] == "h" and not following[1:].isalpha()
    ):
        return None
    if not is_whole and _DATE_OR_TIME.fullmatch(written):
        return None
    low, high, of = (Decimal(written), None, None) if is_whole else _values(written)
    before = _words_before(text, start)
    if low is None or (of is not None and (_is_day_and_month(written, before) or _YEARS.fullmatch(written))):
        return None
    if high is None and of is None and following.strip()[:1] in _DASHES:
        high, end = _range_end(text, end, low)
    scale = _SCALE.match(text, end)
    measured = scale or text[end : end + 1] == "%" or text[end : end + 2] in {" %", "\u00a0%"}
    if not measured and (is_whole or high is not None) and (_is_named(before) or _is_year(written, high)):
        return None
    mark = _mark(before)
    if scale:
        big = None if high is None else _scaled(high, scale)
        return Number(_scaled(low, scale), start, scale.end(), big, mark, of, scaled=True)
    return Number(low, start, end, high, mark, of)


def _range_end(text: str, end: int, low: Decimal) -> tuple[Decimal | None, int]:
    """The upper end of a range written with spaces ("2.000 - 3.000"), and where it ends."""
    tail = _RANGE_TAIL.match(text, end)
    high = _digits(tail[1]) if tail else None
    return (high, tail.end()) if tail and high is not None and high > low else (None, end)


def _values(written: str) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Low and high value of digits that belong together, and what a ratio is out of."""
    if "/" in written:
        ratio = _RATIO.fullmatch(written)
        return (Decimal(ratio[1]), None, Decimal(ratio[2])) if ratio else (None, None, None)
    parts = _DASH.split(written)
    values = [_digits(part) for part in parts]
    if len(values) == 1:
        return values[0], None, None
    low, high = values[0], values[1]
    if len(values) > 2 or low is None or high is None or low >= high:  # noqa: PLR2004 - the two ends of a range
        return None, None, None
    return low, high, None


def _digits(written: str) -> Decimal | None:
    if _THOUSANDS.fullmatch(written):
        return Decimal(re.sub("[.\u00a0\u202f]", "", written).replace(",", "."))
    if _ENGLISH_THOUSANDS.fullmatch(written):
        return Decimal(written.replace(",", ""))
    return Decimal(written.replace(",", ".")) if _PLAIN.fullmatch(written) and written.isascii() else None


def _scaled(value: Decimal, scale: re.Match[str]) -> Decimal:
    product, last = value, 1
    for word in scale[1].lower().split():
        last = _SCALES[word]
        product *= last
    return product + (Decimal(last) / 2 if scale[2] else 0)


def _is_day_and_month(written: str, before: tuple[str, str]) -> bool:
    """Whether "1/7" is a day; "17/19" is not, and "9/12" is one unless an amount is said to be out of a total."""
    match = _DAY_MONTH.fullmatch(written)
    if not match or not 0 < int(match[1]) <= _HIGHEST_DAY or not 0 < int(match[2]) <= _HIGHEST_MONTH:
        return False
    return not (before[1] in {"có", "đạt", "được", "với", "là", "đã"} and int(match[1]) <= int(match[2]))


def _is_year(written: str, high: Decimal | None) -> bool:
    years = _DASH.split(written)
    return bool(_YEAR.fullmatch(years[0])) and (high is None or bool(_YEAR.fullmatch(years[-1])) or high < _PERCENTS)


def _words_before(text: str, start: int) -> tuple[str, str]:
    """The two words right before a number in lower case, empty where anything but a space parts them from it."""
    if text[start - 1 : start] not in _BEFORE_NUMBER:
        return "", ""
    words = text[max(0, start - _LEFT) : start].lower().replace("-", " ").split()[-2:]
    last = words[-1].lstrip(_QUOTES) if words else ""
    first = words[0].lstrip(_QUOTES) if len(words) > 1 else ""
    return (first if first.isalpha() else ""), (last if last.isalpha() or last == "~" else "")


def _is_named(before: tuple[str, str]) -> bool:
    pair = f"{before[0]} {before[1]}"
    return (before[1] in _NAMING or pair in _NAMING_PAIRS) and pair not in _COUNTING_PAIRS


def _mark(before: tuple[str, str]) -> str:
    pair = f"{before[0]} {before[1]}"
    if pair in _MARK_PAIRS:
        return pair
    return before[1] if before[1] in _MARKS else ""
