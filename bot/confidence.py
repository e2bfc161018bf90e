"""Whether the evidence answers the question: one probability from a few measures.

The model is a logistic regression, learned on answerable and unanswerable questions; its weights and how they were
fitted are in `confidence.json`.
"""

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from bot.question import Question
from bot.question_attributes import lacks_attribute
from bot.reader import Finding

# Measures of the finding that count as they are
_TAKEN = (
    "words", "pairs", "words_near", "pairs_near", "words_headed", "pairs_headed", "words_article",
    "pairs_article", "dense_run", "article_score", "passage_score", "counted", "year_near", "year_here",
    "year_conflict", "year_refuted", "day_here", "day_conflict", "part_here", "part_conflict", "missing_near",
    "missing_here", "missing_article", "missing_pair_near", "missing_pair_article", "unknown", "flipped", "fresh",
    "share", "line_share", "shape", "title", "score", "line_score", "lead", "names_here", "names_near",
    "names_article", "length", "numbers", "years_article", "second_share", "article_lead", "likeness",
    "answer_none", "answer_left", "answer_right", "answer_clause", "answer_segment", "answer_counted",
    "answer_counted_lost", "answer_in_question", "answer_overlap", "answer_change_agrees", "answer_near_shape",
    "answer_likeness", "answer_unit_fits", "answer_unit_lost", "answer_role_asked", "answer_touch_left",
    "answer_touch_right", "report_agrees", "units", "focus", "focus_article", "meant", "meant_missing", "asks",
    "hit_meaning_coverage", "hit_window_coverage", "hit_loose_pairs", "hit_article_coverage", "hit_article_years",
    "hit_cosine_lag", "answer_time_agrees", "answer_time_conflicts", "answer_deputy", "answer_any_percent",
    "noun_near", "noun_line", "noun_around", "noun_missing_near", "noun_missing_line", "rest_near", "rest_line",
    "rest_around", "rest_missing_line", "rest_missing_around", "content_near", "content_line", "joined_line",
    "joined_missing_line", "foreign_line", "foreign_around", "foreign_article", "year_gap", "year_untold",
    "month_told", "year_after", "report_other", "answer_surname", "answer_titled", "answer_compared", "answer_worded",
    "answer_spans_time",
    "answer_change_opposes", "answer_line_opposes", "answer_negation_lost", "answer_said_lead",
)  # fmt: skip
_REFUTED = 0.05
_MANY_TERMS = 12
_WELL_COVERED, _SMALL_GAP = 0.7, 0.4
_LONG = frozenset({"what", "yesno", "why", "list", "summary"})


def decision_measures(question: Question, finding: Finding) -> dict[str, float]:
    """The measures of the first finding that the decision is based on."""
    seen = finding.measures
    has_years = any(mark.startswith("y:") for mark in question.marks)
    values = {name: seen.get(name, 0.0) for name in _TAKEN}
    values["year_absent"] = float(has_years and seen.get("years_article", 1.0) == 0)
    values["year_not_near"] = float(has_years and seen.get("year_near", 0.0) < 1)
    values["names_lost"] = float(bool(question.names) and seen.get("names_article", 1.0) < 1)
    values["names_far"] = float(bool(question.names) and seen.get("names_near", 1.0) < 1)
    values["weak"] = max(0.0, _WELL_COVERED - seen.get("words_headed", 0.0))
    values["gap"] = max(0.0, seen.get("missing_article", 0.0) - _SMALL_GAP)
    values["asked_terms"] = min(1.0, seen.get("asked_terms", 0.0) / _MANY_TERMS)
    values["is_long"] = float(question.kind in _LONG)
    values["is_why"] = float(question.kind == "why")
    values["is_yesno"] = float(question.kind == "yesno")
    values["is_who"] = float(question.kind == "who")
    values["english"] = float(question.language == "en")
    values["plain"] = float(question.plain)
    values["follows"] = float(question.follows)
    values["plain_words"] = values["plain"] * values["words_headed"]
    values["english_words"] = values["english"] * values["words_headed"]
    return values


def probability(question: Question, finding: Finding) -> float:
    """The calibrated probability, 0 to 1, that a finding answers the question.

    A sentence that names another year, in an article that never names the year asked about, answers nothing, however
    much of the question it holds; nor does one without anything like the phone number or address that is asked for.
    """
    sureness = logistic(decision_measures(question, finding))
    refuted = max(finding.measures.get("year_refuted", 0.0), finding.measures.get("off_period", 0.0))
    lacking = lacks_attribute(question.text, finding.quote)
    return min(sureness, _REFUTED) if refuted >= 1 or lacking else sureness


def logistic(values: Mapping[str, float]) -> float:
    """The model's probability for given measures."""
    bias, weights = _model()
    total = bias + sum(weight * values.get(name, 0.0) for name, weight in weights.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def _model() -> tuple[float, dict[str, float]]:
    facts = json.loads(files("bot").joinpath("confidence.json").read_text("utf-8"))
    return float(facts["bias"]), {name: float(weight) for name, weight in facts["weights"].items()}
