"""Whether a sentence can hold what a question asks for at all: a figure, a name, a date, a reason."""

import re
from functools import lru_cache

from bot.question_kinds import Kind

_NAME = r"(?:[A-ZĐÀ-ỸÂÊÔĂƠƯ][a-zà-ỹđ]+\s+){1,4}[A-ZĐÀ-ỸÂÊÔĂƠƯ][a-zà-ỹđ]+"
_FIGURE = r"\d"
_PATTERNS: dict[Kind, re.Pattern[str]] = {
    "percent": re.compile(r"\d\s*(?:%|phần trăm|phần nghìn|‰)"),
    "money": re.compile(
        r"\d[\d.,]*\s*(?:-\s*\d[\d.,]*\s*)?(?:nghìn|ngàn|triệu|tỷ|tỉ|đồng|USD|đô la|đôla|euro|bảng|yên|won|\$)|\$\s*\d"
    ),
    "number": re.compile(
        r"(?<![\d/.,])(?!(?:19|20)\d\d(?![\d.,]))\d[\d.,]*|\b(?:một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|trăm|"
        r"nghìn|vạn|triệu)\b"
    ),
    "when": re.compile(
        r"\d{1,2}[/-]\d{1,2}|(?:19|20)\d\d|\b(?:[Nn]gày|[Tt]háng|[Nn]ăm|[Tt]hế kỷ|[Qq]uý|[Gg]iờ|\dh|sáng|"
        r"chiều|tối)\s*\d"
    ),
    "who": re.compile(_NAME),
    "where": re.compile(r"[A-ZĐÀ-ỸÂÊÔĂƠƯ][a-zà-ỹđ]+|\b(?:tại|ở|trên|trong)\b"),
    "organisation": re.compile(r"[A-ZĐÀ-ỸÂÊÔĂƠƯ][\wÀ-ỹ]+"),
    "document": re.compile(r"\d+\s*[-/]\s*[A-ZĐ]|số \d+|\d+/\d+|“|\""),
    "list": re.compile(r"[;:]|,.*,|, .* và "),
    "why": re.compile(
        r"\b(?:vì|do|bởi|nhờ|nhằm|để|nguyên nhân|lý do|khiến|dẫn đến|dẫn tới|xuất phát|tránh|ảnh hưởng|gây)\b",
        re.IGNORECASE,
    ),
}


_DAY = re.compile(r"\d{1,2}\s?[/-]\s?\d{1,2}(?!\d)|\d{1,2} tháng \d|(?:ngày|mùng|mồng) \d", re.IGNORECASE)
_MONTH = re.compile(r"tháng \d|\d{1,2}[/-]\d", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")
_FINE: dict[str, re.Pattern[str]] = {"day": _DAY, "month": _MONTH, "year": _YEAR}
_COARSER = 0.4
_GIVES_REASON = re.compile(r"\b(?:vì|do|bởi|nhờ|nhằm|nguyên nhân|lý do|xuất phát từ)\b", re.IGNORECASE)


@lru_cache(maxsize=1 << 14)
def can_hold(text: str, kind: Kind, fineness: str = "") -> float:
    """How well a sentence shows the shape of an answer of this kind, 0 to 1; 1 for kinds without a shape.

    `fineness` is what a question for a time wants to know: `day`, `month`, `year` or nothing in particular.
    """
    pattern = _PATTERNS.get(kind)
    if pattern is None:
        return 1.0
    if not pattern.search(text):
        return 0.0
    if kind == "why" and not _GIVES_REASON.search(text):
        return _COARSER
    fine = _FINE.get(fineness) if kind == "when" else None
    return 1.0 if fine is None or fine.search(text) else _COARSER
