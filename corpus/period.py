"""What a text says of time: the day that its figures hold for, and the period that an article reports on.

Both are given as written, because an answer may only say what stands in its proof; `report_period` gives the period
as a value too, for comparing and sorting.
"""

import re

from corpus.article import Article
from corpus.composed import composed
from corpus.period_values import Mention, Period, Setting, periods_in, published_day

_SPACE = r"[^\S\n]+"
_DAY_MONTH = r"\d{1,2}\s?[/.\-–]\s?\d{1,2}(?:\s?[/.\-–]\s?\d{4})?"
_DATE = (
    rf"(?:{_DAY_MONTH}|\d{{1,2}}\s?/\s?\d{{4}}|\d{{1,2}}{_SPACE}tháng{_SPACE}\d{{1,2}}(?:{_SPACE}năm{_SPACE}\d{{4}})?"
    rf"|(?:(?:đầu|giữa|cuối|hết){_SPACE})?tháng{_SPACE}\d{{1,2}}(?:\s?[/\-]\s?\d{{4}}|{_SPACE}năm{_SPACE}\d{{4}})?"
    rf"|(?:(?:đầu|giữa|cuối|hết){_SPACE})?năm{_SPACE}\d{{4}}|quý{_SPACE}(?:IV|I{{1,3}}|[1-4])(?:\s?[/\-]\s?\d{{4}})?)"
)
_AS_OF = re.compile(
    rf"\b(?:(?:tính|thống{_SPACE}kê|số{_SPACE}liệu|cập{_SPACE}nhật|lũy{_SPACE}kế|luỹ{_SPACE}kế)(?:{_SPACE}từ[^.;\n\d]{{1,40}}?)?"
    rf"{_SPACE}(?:cho{_SPACE})?(?:đến|tới)|(?:đến|tới)(?={_SPACE}(?:thời{_SPACE}điểm|hết{_SPACE}ngày)))"
    rf"{_SPACE}(?:thời{_SPACE}điểm{_SPACE})?(?:hết{_SPACE})?(?:\d{{1,2}}(?:h|{_SPACE}giờ)\d{{0,2}},?{_SPACE})?"
    rf"(?:(?:sáng|trưa|chiều|tối){_SPACE})?(?:ngày{_SPACE}|hôm{_SPACE})?(?P<date>{_DATE})(?![\d%])",
    re.IGNORECASE,
)
_YEARS = r"\d{4}\s?[-–/]\s?\d{4}"
_PERIOD = re.compile(
    rf"\b(?:(?:\d{{1,2}}|một|hai|ba|bốn|sáu|bảy|tám|chín){_SPACE}tháng{_SPACE}(?:đầu|cuối)(?:{_SPACE}của)?{_SPACE}năm"
    rf"|nửa{_SPACE}(?:đầu|cuối){_SPACE}năm|quý{_SPACE}(?:IV|I{{1,3}}|[1-4])\b(?:\s?[/\-]\s?(?=\d{{4}})|{_SPACE}năm)?)"
    rf"(?:{_SPACE}học)?(?:\s?\d{{4}}(?:\s?[-–]\s?\d{{4}})?)?"
    rf"|\b(?:nhiệm{_SPACE}kỳ|giai{_SPACE}đoạn|năm{_SPACE}học){_SPACE}{_YEARS}"
    rf"|\b(?:(?:công{_SPACE}tác|kết{_SPACE}quả|tổng{_SPACE}kết)(?:{_SPACE}(?!quý\b|nửa\b|tháng\b)[^\W\d]+){{0,8}}{_SPACE})(?P<year>năm{_SPACE}\d{{4}})",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_REPORTING = re.compile(r"(?:sơ kết|tổng kết|nhìn lại|kiểm điểm)(?:\W+\w+){0,8}\W*$", re.IGNORECASE)
# A headline is about what it names; an opening may name any year
_TITLED = re.compile(
    r"(?:sơ kết|tổng kết|kết quả|công tác|trong|cả|khép lại|hết|đánh giá|kiểm điểm)(?:\W+\w+){0,8}\W*$", re.IGNORECASE
)
_PARTS_OF_YEAR = frozenset({"half", "quarter", "months"})
_PARTS = _PARTS_OF_YEAR | {"term", "years"}
# Reports on a year come out around its end
_DAYS_AFTER = 75
_OPENING_LINES = 4
_NEAR = 80


def as_of_dates(text: str) -> list[tuple[int, int, str]]:
    """Days that figures are said to hold for ("Tính đến ngày 20/6/2020"): start, end and the date as written."""
    plain, offsets = composed(text)
    found = []
    for match in _AS_OF.finditer(plain):
        start, end = offsets[match.start("date")], offsets[match.end("date")]
        found.append((start, end, text[start:end]))
    return found


def article_period(article: Article) -> str | None:
    """The period that an article reports on, in its own words ("6 tháng đầu năm 2020"); None when it names none.

    It is looked for in the title, then in the opening lines. A year left unsaid there is taken from what stands
    near, else from the date of publication.
    """
    opening = _opening(article)
    return _stated(article.title, opening, article.published) or _stated(opening, opening, article.published)


def _opening(article: Article) -> str:
    lines = [line for line in article.body.splitlines() if line.strip()][:_OPENING_LINES]
    return "\n".join([article.title, *lines])


def _stated(text: str, opening: str, published: str | None) -> str | None:
    plain, _ = composed(text)
    match = _PERIOD.search(plain)
    if not match:
        return None
    written = " ".join((match["year"] or match.group()).split())
    if not _YEAR.search(written):
        written = _with_year(written, plain[match.end() :][:_NEAR], opening, published)
    return written[0].lower() + written[1:]


def _with_year(written: str, near: str, opening: str, published: str | None) -> str:
    for text in (near, opening, published or ""):
        if year := _YEAR.search(text):
            return f"{written} {year.group()}" if written.endswith("năm") else f"{written} năm {year.group()}"
    return written


def report_period(article: Article) -> Period | None:
    """The period that an article reports on, as a value; None when its title and opening lines name none.

    A whole year counts only where the text reports on it ("tổng kết năm 2020"), because any news may name a year.
    """
    opening = _opening(article)
    year = _YEAR.search(opening)
    setting = Setting(published_day(article.published), year=int(year.group()) if year else None)
    if setting.published and (not setting.year or setting.year > setting.published.year):
        setting = Setting(setting.published)
    for text in (article.title, opening):
        for mention in periods_in(text, setting):
            period = mention.period
            is_near = setting.published is not None and abs((setting.published - period.end).days) <= _DAYS_AFTER
            in_title = text == article.title
            is_reported = _is_reported_year(text, mention, _TITLED if in_title else _REPORTING)
            is_reported = is_reported or (period.kind == "year" and in_title and is_near)
            if not mention.compared and (period.kind in _PARTS or is_reported):
                is_ahead = setting.published is not None and period.start > setting.published
                return period.moved(-1) if is_ahead and period.kind in _PARTS_OF_YEAR else period
    return None


def _is_reported_year(text: str, mention: Mention, reporting: re.Pattern[str]) -> bool:
    if mention.period.kind != "year":
        return False
    line = text[text.rfind("\n", 0, mention.start) + 1 : mention.start]
    return bool(reporting.search(composed(line)[0]))
