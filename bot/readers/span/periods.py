"""Whether a line speaks of another period than the one asked about: another year's report is never an answer.

A line belongs to the years that it names, except those it only compares with ("so với cùng kỳ năm 2019"), else to the
years its report is about: those of the title and opening, else of the publication date. The same holds for parts of a
year. What names no period at all is not refused here.
"""

from dataclasses import dataclass
from itertools import pairwise

from bot.question import Question
from bot.question_time import years
from bot.sheet import Line, Sheet

_OPENING_SENTENCES = 2
# Reports on a year appear until the end of the following March
_LATE_MONTHS = frozenset({"01", "02", "03"})
_PART_LETTERS = frozenset("hqn")
_FAR = 5
_WHOLE_YEAR = frozenset({("tong", "ket"), ("ca", "nam")})


@dataclass(frozen=True, slots=True)
class Report:
    """What an article reports on: `marks` of its title and opening, else of its publication; `whole_year` by title."""

    marks: frozenset[str]
    whole_year: bool


def report_of(sheet: Sheet) -> Report:
    """The period that an article reports on; no marks when nothing tells."""
    opening = [line.own_marks for line in sheet.lines if line.number < _OPENING_SENTENCES]
    marks = frozenset[str]().union(*opening)
    title = [token.plain for line in sheet.lines if line.start is None for token in line.tokens]
    whole_year = not _WHOLE_YEAR.isdisjoint(pairwise(title))
    published = sheet.article.published
    if years(marks) or not published:
        return Report(marks, whole_year)
    year, month = published[:4], published[5:7]
    before = {f"y:{int(year) - 1}"} if year.isdigit() and month in _LATE_MONTHS else set[str]()
    return Report(marks | {f"y:{year}"} | before, whole_year)


def is_off_period(question: Question, report: Report, line: Line) -> bool:
    """Whether the question asks for a year or part of a year, and the line tells of another one."""
    asked_years, asked_parts = years(question.marks), _parts(question.marks)
    if asked_years:
        known = years(line.own_marks) | years(report.marks)
        if known and not asked_years & known:
            return True
    if not asked_parts:
        return False
    told = _parts(line.own_marks) or _parts(report.marks)
    return not asked_parts & told if told else report.whole_year


def year_measures(question: Question, sheet: Sheet) -> dict[str, float]:
    """How far the years of an article are from those asked for: half a decade and more is 1.

    `year_untold` says that it names no year at all, `year_after` that all its years are before those asked for,
    `report_other` that headline and opening name others, `month_told` which share of the days and months it names.
    """
    asked, told = years(question.marks), years(sheet.all_marks)
    dates = frozenset(mark for mark in question.marks if mark[0] in "dm")
    month_told = len(dates & sheet.marks) / len(dates) if dates else 1.0
    found = {"year_gap": 0.0, "year_untold": 0.0, "year_after": 0.0, "report_other": 0.0, "month_told": month_told}
    if not asked:
        return found
    wanted, known = [int(mark[2:]) for mark in asked], [int(mark[2:]) for mark in told]
    found["year_untold"] = float(not known)
    if known:
        found["year_gap"] = min(_FAR, *(abs(one - other) for one in wanted for other in known)) / _FAR
        found["year_after"] = float(min(wanted) > max(known))
    report = years(report_of(sheet).marks)
    found["report_other"] = float(bool(report) and not report & asked)
    return found


def _parts(marks: frozenset[str]) -> frozenset[str]:
    return frozenset(mark for mark in marks if mark[0] in _PART_LETTERS)
