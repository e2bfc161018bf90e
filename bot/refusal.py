"""Why a question is declined: what the evidence lacks, in words that a person can act on."""

import re
from collections.abc import Sequence
from datetime import date

from bot.question import Question
from bot.question_names import Name, name_as_written, pairs_of
from bot.reader import Finding, Found
from bot.sheet import lay_out
from bot.spoken_time import asked_months, asked_years, period_written
from bot.wording import say
from corpus.article import Article
from corpus.period import report_period
from corpus.period_values import Period

_SURELY_MISSING = 0.99
_LIKELY = 0.5
# A report that is so much further from the question than the best one is hardly on the same thing
_AS_GOOD = 3.0
_SPAN = re.compile(
    r"(?:(?:nhiệm kỳ|nhiem ky|giai đoạn|giai doan|năm học|nam hoc)\s+)?(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d",
    re.IGNORECASE,
)


def reason_to_decline(
    question: Question,
    findings: Sequence[Finding],
    nearness: float = 0.0,
    *,
    found: Sequence[Found] = (),
    other_time: bool = False,
) -> tuple[str, dict[str, str]]:
    """A wording key and its details: the missing period or name where that is what is missing.

    `nearness` is the probability as a share of what would have been enough: near misses are said to be unsure.
    `found` are the articles that were read, `other_time` says that they speak of another time than is asked for.
    """
    seen = findings[0].measures
    missing_name = _missing_name(question, findings, found)
    time = _asked_time(question)
    lacks_time = seen.get("years_article", 1.0) < _SURELY_MISSING or seen.get("off_period", 0.0) >= 1
    if time and (lacks_time or other_time):
        details = {"time": time}
        key = "answers.missing_time"
        if question.names:
            details["name"] = missing_name or name_as_written(question.text, question.names[0])
            key += "_for"
        if not missing_name and (nearest := _nearest_report(question, findings)):
            details["nearest"] = nearest
            key += "_nearest"
        return key, details
    if missing_name:
        return "answers.missing_name", {"name": missing_name}
    return ("answers.not_sure" if nearness >= _LIKELY else "answers.not_found"), {}


def _missing_name(question: Question, findings: Sequence[Finding], found: Sequence[Found]) -> str:
    """The first name of the question that stands in none of the articles found; empty when all do."""
    if any(finding.measures.get("names_article", 1.0) >= _SURELY_MISSING for finding in findings):
        return ""
    articles = [*(one.article for one in findings), *(one.article for one in found)]
    for name in question.names:
        if not any(_stands(name, article) for article in articles):
            return name_as_written(question.text, name)
    return ""


def _stands(name: Name, article: Article) -> bool:
    held = lay_out(f"{article.title}\n{article.body}", None, -1).features
    present = held["plain_pairs"] | held["plain_words"]
    return all(any(form in present for form in forms) for forms in pairs_of(name))


def _nearest_report(question: Question, findings: Sequence[Finding]) -> str:
    """The period of the report that lies nearest to the time asked for; empty when none of those found has one.

    Of those on one year that on the part of it that is asked for, then the last one.
    """
    years, months = asked_years(question), asked_months(question)
    found = [
        (finding, period)
        for finding in findings
        if findings[0].score - finding.score <= _AS_GOOD and (period := report_period(finding.article))
    ]
    if not found:
        return ""

    def distance(entry: tuple[Finding, Period]) -> tuple[int, bool, int]:
        period = entry[1]
        away = [(abs(period.end.year - year), abs((period.end - date(year, 12, 31)).days)) for year in years]
        in_years, in_days = min(away, default=(0, 0))
        return in_years, months is not None and (period.start.month, period.end.month) != months, in_days

    return period_written(min(found, key=distance)[1], question.language)


def _asked_time(question: Question) -> str:
    """The year, or part of a year, that a question asks for, in its own language; empty when it names none."""
    language = question.language
    if span := _SPAN.search(question.text):
        return " ".join(span.group().split()).replace("N", "n", 1).replace("G", "g", 1)
    years = sorted(mark[2:] for mark in question.marks if mark.startswith("y:"))
    parts = [
        say(language, f"answers.time_{mark[0]}{mark[2:] if mark[0] == 'h' else ''}", number=mark[2:])
        for mark in sorted(question.marks)
        if mark[0] in "dhqn" and not mark.startswith("n:-")
    ]
    said = [*parts, *([say(language, "answers.time_y", number=", ".join(years))] if years else [])]
    return (" of " if language == "en" else " ").join(said)
