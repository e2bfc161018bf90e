"""Why a question is declined: what the evidence lacks, in words that a person can act on."""

from bot.question import Question
from bot.question_names import name_as_written, pairs_of
from bot.reader import Finding
from bot.sheet import lay_out
from bot.wording import say
from corpus.period import article_period

_SURELY_MISSING = 0.99
_LIKELY = 0.5


def reason_to_decline(question: Question, finding: Finding, nearness: float = 0.0) -> tuple[str, dict[str, str]]:
    """A wording key and its details: the missing period or name where that is what is missing.

    `nearness` is the probability as a share of what would have been enough: near misses are said to be unsure.
    """
    seen = finding.measures
    missing_name = _missing_name(question, finding)
    time = _asked_time(question)
    if time and (seen.get("years_article", 1.0) < _SURELY_MISSING or seen.get("off_period", 0.0) >= 1):
        details = {"time": time}
        key = "answers.missing_time"
        if question.names:
            details["name"] = missing_name or name_as_written(question.text, question.names[0])
            key += "_for"
        if seen.get("names_article", 1.0) >= _SURELY_MISSING and (nearest := article_period(finding.article)):
            details["nearest"] = nearest
            key += "_nearest"
        return key, details
    if missing_name:
        return "answers.missing_name", {"name": missing_name}
    return ("answers.not_sure" if nearness >= _LIKELY else "answers.not_found"), {}


def _missing_name(question: Question, finding: Finding) -> str:
    """The first name of the question that stands nowhere in the article; empty when all do."""
    if finding.measures.get("names_article", 1.0) >= _SURELY_MISSING:
        return ""
    line = f"{finding.article.title}\n{finding.article.body}"
    held = lay_out(line, None, -1).features
    present = held["plain_pairs"] | held["plain_words"]
    for name in question.names:
        pairs = pairs_of(name)
        if pairs and not all(any(form in present for form in forms) for forms in pairs):
            return name_as_written(question.text, name)
    return ""


def _asked_time(question: Question) -> str:
    """The year, or part of a year, that a question asks for, in its own language; empty when it names none."""
    language = question.language
    years = sorted(mark[2:] for mark in question.marks if mark.startswith("y:"))
    parts = [
        say(language, f"answers.time_{mark[0]}{mark[2:] if mark[0] == 'h' else ''}", number=mark[2:])
        for mark in sorted(question.marks)
        if mark[0] in "hqn" and not mark.startswith("n:-")
    ]
    said = [*parts, *([say(language, "answers.time_y", number=", ".join(years))] if years else [])]
    return (" of " if language == "en" else " ").join(said)
