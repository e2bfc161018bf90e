"""Which time an answer speaks of, by its own sentence and its article, and whether it is the one asked for."""

import re
from datetime import timedelta

from bot.question import Question
from bot.reader import Finding
from corpus.article import Article
from corpus.period import article_period, report_period
from corpus.period_values import Mention, Period, Setting, periods_in, published_day
from corpus.sentences import sentence_spans
from index.language import Language

REPORTED = frozenset({"half", "quarter", "months", "year", "years", "term", "month"})
_OF_ONE_YEAR = frozenset({"half", "quarter", "months", "year"})
COUNTING = frozenset({"percent", "number", "money"})
_CLAUSE_END = re.compile(r"[,;:()](?!\d)")
_QUARTER, _LAST_MONTH = 3, 12
# "6 tháng đầu năm nay": the year said in figures takes the place of the word
_BY_TODAY = re.compile(r"\s(?:nay|này|qua|ngoái|trước)$")


def spoken_period(finding: Finding) -> str | None:
    """The period that an answer speaks of, as its sentence writes it, else the one that its article reports on.

    Of several the last one before the answer counts: "Sau nửa đầu năm hụt hơi, cả năm 2020 kết nạp 2.436 đảng viên".
    What a figure is only compared with is not its period.
    """
    named = _named(finding)
    before = [mention for mention in named if mention.start <= _place(finding)]
    chosen = before[-1] if before else next(iter(named), None)
    if chosen:
        return period_written(chosen.period)
    if stated := article_period(finding.article):
        return stated
    report = report_period(finding.article)
    return period_written(report) if report else None


def period_written(period: Period, language: Language = "vi") -> str:
    """A period with its year, in the words of its text as they stand within a sentence, in English in English."""
    year = period.end.year
    if language == "en":
        names = {
            "half": f"{'first' if period.start.month == 1 else 'second'} half of {year}",
            "quarter": f"quarter {(period.start.month + 2) // 3} of {year}",
            "year": str(year),
            "term": f"{period.start.year}-{year}",
            "years": f"{period.start.year}-{year}",
        }
        return names.get(period.kind, f"{period.start.month}/{period.start.year} to {period.end.month}/{year}")
    written = period.written[:1].lower() + period.written[1:]
    return written if str(year) in written else f"{_BY_TODAY.sub('', written)} {year}"


def asked_months(question: Question) -> tuple[int, int] | None:
    """The first and last month of the part of a year that a question asks for; None when it asks for no part."""
    for mark in question.marks:
        name, _, value = mark.partition(":")
        if name == "h":
            return (1, 6) if value == "1" else (7, 12)
        if name == "q" and value.isdigit():
            return _QUARTER * int(value) - 2, _QUARTER * int(value)
        if name == "n" and value.isdigit() and int(value) <= _LAST_MONTH:
            return 1, int(value)
    return None


def asked_years(question: Question) -> frozenset[int]:
    """The years that a question names."""
    return frozenset(int(mark[2:]) for mark in question.marks if mark.startswith("y:"))


def names_day(article: Article, day: str) -> bool:
    """Whether an article names a day ("1/7"), or was published on it or the day after."""
    if published := published_day(article.published):
        near = (published, published - timedelta(days=1))
        if day in {f"{one.day}/{one.month}" for one in near}:
            return True
    first, _, month = day.partition("/")
    written = re.compile(rf"(?<!\d)0?{first}(?:\s?[/.–-]\s?|\s+tháng\s+)0?{month}(?!\d)", re.IGNORECASE)
    return bool(written.search(article.title) or written.search(article.body))


def speaks_of_other(question: Question, finding: Finding) -> bool:
    """Whether the sentence of an answer gives it for another time than is asked for, or its article knows no such day.

    What a sentence leaves unsaid is no contradiction; nor is a whole year in the report on the part of it that is
    asked for ("dự toán năm 2020" in the report on its first half).
    """
    if any(not names_day(finding.article, mark[2:]) for mark in question.marks if mark.startswith("d:")):
        return True
    if question.kind not in COUNTING or finding.text is None or not (asked_years(question) or asked_months(question)):
        return False
    place = _place(finding)
    before = [one for one in _named(finding) if one.start <= place and one.period.kind in _OF_ONE_YEAR]
    if not before or not _is_other(question, before[-1].period, finding.article):
        return False
    # Where the time asked for is named as well, the other one must stand right before the figure
    if all(_is_other(question, one.period, finding.article) for one in before):
        return True
    return not _CLAUSE_END.search(_sentence_of(finding), before[-1].end, place)


def _is_other(question: Question, period: Period, article: Article) -> bool:
    years, months = asked_years(question), asked_months(question)
    if years and period.end.year not in years:
        return True
    if months is None or (months[0] <= period.start.month and period.end.month <= months[1]):
        return False
    report = report_period(article)
    return report is None or (report.start.month, report.end.month) != months


def _named(finding: Finding) -> list[Mention]:
    """The periods that the sentence of an answer names for itself."""
    setting = Setting(published_day(finding.article.published), report_period(finding.article))
    found = periods_in(_sentence_of(finding), setting)
    return [mention for mention in found if not mention.compared and mention.period.kind in REPORTED]


def _place(finding: Finding) -> int:
    """Where the short answer stands in its sentence; the end of it where there is none."""
    sentence = _sentence_of(finding)
    return sentence.find(finding.text) if finding.text else len(sentence)


def _sentence_of(finding: Finding) -> str:
    """The sentence of the quote that holds the short answer; the whole quote where it is longer than one."""
    quote, text = finding.quote, finding.text
    if not text:
        return quote
    return next((quote[start:end] for start, end in sentence_spans(quote) if text in quote[start:end]), quote)
