"""Figures of a line: shares, sums of money, counts with what they count, dates and numbered documents."""

import re
from collections.abc import Iterator

from bot.readers.span.candidate import Candidate

_NUMBER = r"\d+(?:[.,]\d+)*"
_SPAN = rf"{_NUMBER}(?:\s?(?:-|–|đến|tới)\s?{_NUMBER})?"
_ABOUT = r"(?:(?:hơn|trên|gần|khoảng|dưới|xấp xỉ|ước|ước đạt|chừng|tối thiểu|ít nhất|tới|đến|chỉ|quá)\s+){1,2}"
_SIZE = r"(?:(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?!\w))"
_COIN = r"(?:đồng|VNĐ|VND|USD|đô la(?: Mỹ)?|đôla|euro|EUR|yên|won|nhân dân tệ|bảng Anh|rupee|\$|€)"
_PER = r"(?:\s?/\s?[^\W\d_]+(?:/[^\W\d_]+)?)"

_PERCENT = re.compile(
    rf"(?P<about>{_ABOUT})?(?P<heart>{_SPAN}\s?(?:%|‰|phần trăm|phần nghìn)(?:\s?(?:-|–)\s?{_NUMBER}\s?%)?)"
)
_MONEY = re.compile(
    rf"(?P<about>{_ABOUT})?(?P<heart>\$\s?{_NUMBER}(?:\s{_SIZE})*|"
    rf"{_SPAN}(?:\s?{_SIZE}){{0,2}}\s?{_COIN}{_PER}?|{_SPAN}(?:\s?(?:tỷ|tỉ)))(?![\wÀ-ỹ])",
    re.IGNORECASE,
)
_WORDED = r"hai|ba|bốn|sáu|bảy|tám|chín|mười(?: (?:một|hai|ba|bốn|lăm|sáu|bảy|tám|chín))?|hàng (?:chục|trăm|nghìn)"
_COUNT = re.compile(
    rf"(?P<about>{_ABOUT})?(?P<heart>(?<![\d/.,\-–])(?:{_SPAN})(?:\s{_SIZE}){{0,2}}(?!\s?[%/]|\d)|\b(?:{_WORDED})\b)",
    re.IGNORECASE,
)
# What is counted: up to five words, ended by punctuation, another figure or a word that opens something new
_UNIT = re.compile(r"(?:\s?/\s?|\s+[\"“']?)[^\W\d_]+(?:\s[\"”])?")
_UNIT_ENDS = (
    "trong và với tại ở do vì để đã được bị cho từ theo của là so thì có không còn nhằm nhưng khi đến tới "
    "trên dưới mà sẽ "
    "đang đạt tăng giảm chiếm bằng hoặc cùng này đó ngày tháng năm vào nên về gồm tham thuộc bởi qua"
)
_UNIT_END = frozenset(_UNIT_ENDS.split())
_UNIT_WORDS = 5
# "6 tháng đầu năm", "9 tháng năm 2020" name a time; "khoá XII", "quận 2", "bão số 5" name a thing
_NAMES_TIME = re.compile(r"\s+tháng\s+(?:đầu|cuối|qua|vừa|của\s+năm|năm|\d{4})|\s+(?:đầu|cuối)\s+(?:năm|tháng)")
_NAMES_THING = re.compile(
    r"\b(?:khoá|khóa|kỳ\s+họp|lần|điều|khoản|quận|phường|khối|loại|cấp|quân\s+khu|bão|bão\s+số|covid-?|lớp|tổ|kênh|"
    r"mẫu|nhóm|chỉ\s+thị|nghị\s+quyết|nghị\s+định|đề\s+án|chương\s+trình|(?<!con\s)(?<!tổng\s)(?<!trong\s)số|"
    r"giai\s+đoạn|thứ|hạng|đường|quốc\s+lộ|số\s+nhà)\s?(?:thứ\s+|số\s+)?$",
    re.IGNORECASE,
)
_RANK = re.compile(r"\b(?:thứ|hạng)\s+$", re.IGNORECASE)
_DAY = r"(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|rạng sáng|mùng|mồng)"
_D = r"\d{1,2}"
_Y = r"(?:1[0-9]|20)\d\d"
# "14-3" is a day only behind a word for days: elsewhere it is a range or a score
_DAY_BEFORE = (
    "(?:"
    + "|".join(
        rf"(?<={word}\s)" for word in ("ngày", "sáng", "trưa", "chiều", "tối", "đêm", "hôm", "từ", "đến", "tới", "hết")
    )
    + ")"
)
_WHEN = re.compile(
    rf"""(?P<about>(?:(?:trước|sau|từ|đến hết|hết|đến|tới|khoảng|cuối|đầu|giữa)\s+)?(?:{_DAY}\s+){{1,2}}|
        (?:trước|sau|từ|đến hết|đến|tới|cuối|đầu|giữa)\s+)?
    (?P<heart>{_D}\s?[/\-.]\s?{_D}\s?[/\-.]\s?{_Y}|{_DAY_BEFORE}{_D}\s?-\s?{_D}(?![/\-\d%])|
        {_D}/{_D}(?![/\d%]|\s(?:chặng|số|tổng|trong|chỉ|phần|đơn|xã|vụ|người|hồ|diện|nhiệm))|{_D}\s+tháng\s+{_D}(?:(?:\s+năm|,)?\s+{_Y})?|
        tháng\s+{_D}\s?(?:[/\-]|năm|,)?\s?{_Y}|tháng\s+{_D}|(?:năm|niên\ vụ)\s+{_Y}(?:\s?[-–/]\s?{_Y})?|thập\ niên\ \d+|
        quý\s+(?:IV|I{{1,3}}|[1-4])(?:\s?(?:[/\-]|năm)?\s?{_Y})?|
        thế\ kỷ\ (?:thứ\ )?(?:\d+|[IVX]+)|\d{{1,2}}\s?(?:giờ|h)\s?\d{{0,2}}|
        {_D}/{_Y}|{_Y}\s?[-–]\s?{_Y}|{_Y})(?![\d])""",
    re.VERBOSE | re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"(?P<about>(?:quyết định|chỉ thị|nghị quyết|nghị định|thông tư|kết luận|quy định|công văn|kế hoạch|hướng "
    r"dẫn|văn bản|luật|"
    r"đề án|hiệp định)\s+(?:số\s+)?|"
    r"số\s+)?(?P<heart>\d+\s?[-/]\s?(?:\d{4}\s?/\s?)?[A-ZĐ][A-ZĐa-z]*(?:\s?[-/]\s?[A-ZĐƯ][A-ZĐƯa-z]*)*)"
    r"(?:,? ngày \d{1,2}[/-]\d{1,2}[/-]\d{4})?",
    re.IGNORECASE,
)


def _found(pattern: re.Pattern[str], text: str, shape: str) -> Iterator[Candidate]:
    for match in pattern.finditer(text):
        heart = match.span("heart")
        start = match.start("about") if match["about"] else heart[0]
        yield Candidate(start, max(match.end(), heart[1]), *heart, shape)  # type: ignore[arg-type]  # callers name a Kind


def percents(text: str) -> list[Candidate]:
    """Shares: `gần 10%`, `0,27 - 0,29%`."""
    return list(_found(_PERCENT, text, "percent"))


def sums(text: str) -> list[Candidate]:
    """Sums of money: `hơn 4,6 tỷ đồng`, `3.826 đồng / kg`."""
    return list(_found(_MONEY, text, "money"))


def dates(text: str) -> list[Candidate]:
    """Dates, months, years, quarters, centuries, hours."""
    return list(_found(_WHEN, text, "when"))


def documents(text: str) -> list[Candidate]:
    """Numbered documents: `Quyết định số 1475/QĐ-BTC ngày 28/9/2020`."""
    return list(_found(_DOCUMENT, text, "document"))


def counts(text: str) -> list[Candidate]:
    """Other figures with what they count: `128.026 đơn vị máu`; those that are shares, money or dates are left out."""
    taken = [(c.heart_start, c.heart_end) for c in (*percents(text), *dates(text), *documents(text))]
    found = []
    for match in _COUNT.finditer(text):
        start, end = match.span("heart")
        if any(start < b and a < end for a, b in taken) or _only_names(text, start, end):
            continue
        found.append(
            Candidate(match.start("about") if match["about"] else start, _with_unit(text, end), start, end, "number")
        )
    return found


def _only_names(text: str, start: int, end: int) -> bool:
    """Whether a figure is part of a name or of a span of time; a rank ("thứ 47") counts as a figure."""
    before = text[max(0, start - 24) : start]
    named = _NAMES_THING.search(before) and not _RANK.search(before)
    return bool(named or _NAMES_TIME.match(text, end) or text[end : end + 1].isupper())


def _with_unit(text: str, end: int) -> int:
    for _ in range(_UNIT_WORDS):
        following = _UNIT.match(text, end)
        if not following or following.group().strip(" /\"“”'").lower() in _UNIT_END:
            break
        end = following.end()
    return end
