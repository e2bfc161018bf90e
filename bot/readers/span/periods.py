"""Whether a line speaks of another period than the one asked about: another year's report is never an answer.

A line belongs to the years that it names, except those it only compares with ("so với cùng kỳ năm 2019"), else to the
years its report is about: those of the title and opening, else of the publication date. The same holds for parts of a
year. What names no period at all is not refused here.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.question import Question
from bot.question_time import marks_of_tokens, years
from bot.sheet import Line, Sheet
from corpus.text import Token

_OPENING_SENTENCES = 2
# Reports on a year appear until the end of the following March
_LATE_MONTHS = frozenset({"01", "02", "03"})
_PART_LETTERS = frozenset("hqn")
# How many words may stand between "so với" or "cùng kỳ" and the year compared with
_REACH = 7
_COMPARED = (("so", "voi"), ("cung", "ki"), ("cung", "ky"), ("hon",), ("kem",), ("nam", "truoc"))


def is_off_period(question: Question, sheet: Sheet, line: Line) -> bool:
    """Whether the question asks for a year or part of a year, and the line tells of another one."""
    asked_years, asked_parts = years(question.marks), _parts(question.marks)
    if not asked_years and not asked_parts:
        return False
    told = own_marks(line.tokens)
    report = report_marks(sheet)
    if asked_years:
        known = years(told) | years(report)
        if known and not asked_years & known:
            return True
    if asked_parts:
        known = _parts(told) or _parts(report)
        if known and not asked_parts & known:
            return True
        if not known and _covers_whole_year(sheet):
            return True
    return False


def own_marks(found: Sequence[Token]) -> frozenset[str]:
    """The marks of time of a line without the periods that it only compares with."""
    words = [token.plain for token in found]
    kept = list(_uncompared(found, words))
    return marks_of_tokens(kept)


def report_marks(sheet: Sheet) -> frozenset[str]:
    """The marks of the period that an article reports on: of its title and opening, else of its publication."""
    opening = [line for line in sheet.lines if line.number < _OPENING_SENTENCES]
    marks = frozenset().union(*(own_marks(line.tokens) for line in opening)) if opening else frozenset[str]()
    published = sheet.article.published
    if years(marks) or not published:
        return marks
    year, month = published[:4], published[5:7]
    last = {f"y:{int(year) - 1}"} if year.isdigit() and month in _LATE_MONTHS else set()
    return marks | {f"y:{year}"} | last


def _parts(marks: frozenset[str]) -> frozenset[str]:
    return frozenset(mark for mark in marks if mark[0] in _PART_LETTERS)


def _covers_whole_year(sheet: Sheet) -> bool:
    title = [token.plain for line in sheet.lines if line.start is None for token in line.tokens]
    return any(pair in {("tong", "ket"), ("ca", "nam")} for pair in pairwise(title))


def _uncompared(found: Sequence[Token], words: Sequence[str]) -> Iterator[Token]:
    """The tokens that do not stand within reach after words of comparison."""
    until = -1
    for i, token in enumerate(found):
        if any(tuple(words[i : i + len(sign)]) == sign for sign in _COMPARED):
            until = i + _REACH
        if i > until or not (token.is_number or token.plain in {"quy", "nua", "thang"}):
            yield token
