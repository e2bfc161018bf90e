"""What a quote says of time: the day its figures hold for, and the period that its article reports on."""

import re

from bot.sheet import Sheet

_AS_OF = re.compile(
    r"(?:tính|thống kê|số liệu|cập nhật)\s+(?:đến|tới)\s+(?:hết\s+)?(?:ngày\s+|tháng\s+|cuối\s+)?"
    r"(?P<date>\d{1,2}\s?[/\-.]\s?\d{1,2}(?:\s?[/\-.]\s?\d{4})?|\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?|\d{1,2}/\d{4}|"
    r"tháng\s+\d{1,2}(?:[/\- ](?:năm\s+)?\d{4})?|năm\s+\d{4})",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?:\d{1,2}|sáu|chín|ba|hai)\s+tháng\s+(?:đầu|cuối)\s+năm(?:\s+\d{4})?|nửa\s+(?:đầu|cuối)\s+năm(?:\s+\d{4})?|"
    r"quý\s+(?:IV|I{1,3}|[1-4])(?:\s?[/\-]\s?|\s+(?:năm\s+)?)\d{4}|nhiệm\s+kỳ\s+\d{4}\s?[-–]\s?\d{4}|giai\s+đoạn\s+\d{4}\s?[-–]\s?\d{4}",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_OPENING_LINES = 4


def as_of(quote: str) -> str | None:
    """The date that the quote gives for its figures ("Tính đến ngày 20/6/2020"), as written; None without one."""
    found = _AS_OF.search(quote)
    return found["date"] if found else None


def report_period(sheet: Sheet, quote: str) -> str | None:
    """The period that the quote, else the article's title or opening, speaks of, as written there."""
    opening = " ".join(line.text for line in sheet.lines[:_OPENING_LINES])
    for text in (quote, opening):
        if found := _PERIOD.search(text):
            written = " ".join(found.group().split())
            if not _YEAR.search(written) and (
                year := _YEAR.search(text[found.end() : found.end() + 80]) or _YEAR.search(opening)
            ):
                written = f"{written} {year.group()}"
            return written[0].lower() + written[1:]
    return None
