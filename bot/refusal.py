"""Why a question is declined: what the evidence lacks, in words that a person can act on."""

from bot.question import Question
from bot.reader import Finding

_SURELY_MISSING = 0.99


def reason_to_decline(question: Question, finding: Finding) -> tuple[str, dict[str, str]]:
    """A wording key and its details: the missing year or name where that is what is missing."""
    asked = sorted(mark[2:] for mark in question.marks if mark.startswith("y:"))
    if asked and finding.measures.get("years_article", 1.0) < _SURELY_MISSING:
        return "answers.missing_year", {"year": ", ".join(asked)}
    return "answers.not_found", {}
