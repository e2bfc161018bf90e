"""What speaks against a stretch as the answer: a span of time for a count, a rise where a fall is asked about."""

from functools import lru_cache

from bot.question import Question
from bot.question_changes import change_before
from bot.readers.span.candidate import Candidate
from bot.sheet import Line
from corpus.text import plain_keys

NAMES = ("spans_time", "change_opposes", "line_opposes", "negated", "negation_lost", "negation_unasked")
_OF_TIME = frozenset({"nam", "thang", "ngay", "gio", "phut", "tuan", "tuoi", "buoi", "quy", "dem"})
_NOT = frozenset({"khong", "chua", "chang"})
_CLOSING = 2
_REACH = 5


def change_asked(question: Question) -> str:
    """`up` or `down` where a question speaks of one of them alone, else nothing."""
    found = {change_before([word]) for word in words_of(question.text)} - {""}
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=64)
def words_of(question: str) -> tuple[str, ...]:
    """Plain keys of a question, which is asked of many lines."""
    return tuple(plain_keys(question))


def is_negated(question: Question) -> bool:
    """Whether a question asks for what is not, or not yet: not where "không" or "chưa" only ends a yes-or-no one."""
    words = words_of(question.text)
    if question.language == "en":
        return bool({"not", "never", "no", "without"} & set(words)) or "n't" in question.text or "n’t" in question.text
    return bool(_NOT & set(words[:-_CLOSING])) and question.kind != "yesno"


def line_measures(question: Question, change: str, line: Line) -> dict[str, float]:
    """What speaks against a line, whatever stands in it: the opposite change, or a negation too few or too many."""
    told = not _NOT.isdisjoint(line.features["plain_words"])
    asked = is_negated(question)
    return {
        "line_opposes": float(line_opposes(change, line)),
        "negated": float(asked and told),
        "negation_lost": float(asked and not told),
        "negation_unasked": float(told and not asked),
    }


def line_opposes(asked: str, line: Line) -> bool:
    """Whether a line tells of the opposite change alone."""
    if not asked:
        return False
    told = {change_before([word]) for word in line.features["plain_words"]} - {""}
    return bool(told) and asked not in told


def against(question: Question, asked: str, line: Line, candidate: Candidate, inside: list[int]) -> dict[str, float]:
    """The measures of `NAMES` but the line's; `inside` are the tokens of the candidate's heart."""
    if not inside:
        return {}
    tokens = line.tokens
    following = tokens[inside[-1] + 1].plain if inside[-1] + 1 < len(tokens) else ""
    wanted = any(unit[0] in _OF_TIME for unit in question.units) or bool(set(question.counted) & _OF_TIME)
    is_count = candidate.shape in {"number", "money"} and question.kind in {"number", "money", "percent"}
    told = change_before([token.plain for token in tokens[max(0, inside[0] - _REACH) : inside[0]]])
    return {
        "spans_time": float(is_count and following in _OF_TIME and not wanted),
        "change_opposes": float(bool(asked) and bool(told) and told != asked),
    }
