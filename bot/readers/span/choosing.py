"""Which stretch of the best lines is the answer: candidates of the shapes asked for, and their measures."""

import math
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.question import Question
from bot.question_kinds import Kind
from bot.readers.span import clauses, figures, names
from bot.readers.span.candidate import Candidate
from bot.readers.span.matching import token_matches
from bot.sheet import Line
from bot.sought import Sought
from corpus.text import number_key, plain_keys

NAMES = (
    "line", "first_line", "left", "right", "clause", "asked_shape", "near_shape", "counted", "counted_near",
    "in_question", "overlap", "surname", "change_agrees", "change_unasked", "bracketed", "compared", "words",
    "order", "fine_day", "fine_month", "fine_year", "begins", "after_place_word", "worded", "long_form", "cue",
    "after_verb", "single", "quoted", "after_total",
)  # fmt: skip
_FIGURE_SHAPES: frozenset[Kind] = frozenset({"percent", "money", "number"})
_SHORT_CLAUSE = 25
_REACH = 6.0
_CHANGE = re.compile(r"(?:tăng|giảm|sụt|vượt|thêm|hụt)(?:\s+\S+){0,3}\s*$", re.IGNORECASE)
_CHANGE_WORDS = "tang giam sut vuot them hut rise fall increase decrease grow drop rose fell exceed grew change"
_CHANGE_ASKED = frozenset(_CHANGE_WORDS.split())
_COMPARED = re.compile(r"(?:so với|so cùng kỳ|của|cùng kỳ)(?:\s+\S+){0,4}\s*$", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:]\s|[()]|\s[-–]\s")
_PLACE_WORD = re.compile(r"\b(?:tại|ở|từ|đến|về|của)\s+(?:\S+\s)?$", re.IGNORECASE)
_TOTAL = re.compile(r"\b(?:đạt|được|là|có|gồm|còn|lên|tổng|trên|với|bằng|chiếm|ở mức)\s+(?:\S+\s){0,2}$", re.IGNORECASE)
_SAYS = re.compile(
    r"^\s*[,)]?\s*(?:[-–,][^,]{3,60}[-–,])?\s*(?:cho|nói|đề|yêu|phát|chủ|báo|nhấn|khẳng|trình|đã|làm|được|chia|kêu|thông)\w*",
    re.IGNORECASE,
)


def candidates(question: Question, line: Line) -> list[Candidate]:
    """Stretches of a line that have a shape the question can be answered with, likeliest shapes first."""
    makers: dict[Kind, Sequence[Callable[[str], Sequence[Candidate]]]] = {
        "percent": (figures.percents, figures.counts),
        "money": (figures.sums, figures.counts, figures.percents),
        "number": (figures.counts, figures.sums, figures.percents),
        "when": (figures.dates,),
        "who": (names.people, names.organisations, short_clauses),
        "organisation": (names.organisations, names.people, short_clauses),
        "where": (names.places, names.organisations, short_clauses),
        "document": (figures.documents, clauses.lists),
        "list": (clauses.lists,),
        "why": (clauses.reasons,),
        "yesno": (clauses.statements,),
        "what": (clauses.statements,),
        "summary": (clauses.statements,),
    }
    seen: set[tuple[int, int]] = set()
    found: list[Candidate] = []
    for make in makers[question.kind]:
        for candidate in make(line.text):
            if (candidate.heart_start, candidate.heart_end) not in seen and candidate.end > candidate.start:
                seen.add((candidate.heart_start, candidate.heart_end))
                found.append(candidate)
    return found


def short_clauses(text: str) -> list[Candidate]:
    """Clauses of at most 25 words, for who and where questions that no name answers."""
    bounds = [0, *(m.end() for m in _CLAUSE.finditer(text)), len(text)]
    found = []
    for start, end in pairwise(bounds):
        words = list(re.finditer(r"\S+", text[start:end]))[:_SHORT_CLAUSE]
        if words:
            stop = start + words[-1].end()
            while stop > start and text[stop - 1] in ' ,;:.()"”“-–':
                stop -= 1
            if stop > start:
                found.append(Candidate(start, stop, start, stop, "what"))
    return found


class LineChooser:
    """Measures the candidates of one line."""

    def __init__(self, question: Question, sought: Sought, line: Line) -> None:
        """Find what the line matches, once for all its candidates."""
        self.question = question
        self.line = line
        self.matches = token_matches(line, sought)
        self.total = sum(term.weight for term in sought.terms) or 1.0
        self.starts = [token.start for token in line.tokens]
        self.asks_change = bool(_CHANGE_ASKED & set(plain_keys(question.text)))

    def measure(self, candidate: Candidate, order: int, score: float, *, first: bool) -> NDArray[np.float32]:
        """The measures of one candidate; `order` counts the candidates of its shape before it in the line."""
        text = self.line.text
        inside = [
            i
            for i, token in enumerate(self.line.tokens)
            if token.start >= candidate.heart_start and token.end <= candidate.heart_end
        ]
        said = [i for i, token in enumerate(self.line.tokens) if candidate.start <= token.start < candidate.end]
        left, right = self._proximity(inside)
        before, after = text[: candidate.heart_start], text[candidate.heart_end :]
        kind = self.question.kind
        changes = bool(_CHANGE.search(before[-40:]))
        values = dict.fromkeys(NAMES, 0.0)
        values.update(
            line=score,
            first_line=float(first),
            left=left,
            right=right,
            clause=self._clause(candidate),
            asked_shape=float(candidate.shape == kind),
            near_shape=float(candidate.shape != kind and candidate.shape in _FIGURE_SHAPES and kind in _FIGURE_SHAPES),
            in_question=float(self._in_question(inside)),
            overlap=self._overlap(inside),
            surname=float(
                candidate.shape == "who" and bool(inside) and names.is_surname(text[candidate.heart_start :].split()[0])
            ),
            change_agrees=float(changes and self.asks_change),
            change_unasked=float(changes and not self.asks_change),
            bracketed=float(before.count("(") > before.count(")")),
            compared=float(bool(_COMPARED.search(before[-40:]))),
            words=len(said) / 20,
            order=1.0 / (1 + order),
            begins=float(candidate.heart_start < 3),  # noqa: PLR2004 - a quote mark or dash may open the line
            after_place_word=float(candidate.shape == "where" and bool(_PLACE_WORD.search(before[-20:]))),
            worded=float(not any(c.isdigit() for c in text[candidate.heart_start : candidate.heart_end])),
            long_form=float(candidate.shape == "what"),
            cue=float(candidate.shape in {"why", "list"}),
            after_verb=float(candidate.shape in {"who", "organisation"} and bool(_SAYS.match(text[candidate.end :]))),
            single=float(len(inside) == 1),
            quoted=float(before.rstrip().endswith(("“", '"', "'"))),
            after_total=float(bool(_TOTAL.search(before[max(0, len(before) - 30) :]))),
        )
        values["counted"], values["counted_near"] = self._counted(inside)
        if candidate.shape == "when":
            self._fineness(text[candidate.heart_start : candidate.heart_end], values)
        del after
        return np.array([values[name] for name in NAMES], np.float32)

    def _proximity(self, inside: Sequence[int]) -> tuple[float, float]:
        if not inside:
            return 0.0, 0.0
        first, last = inside[0], inside[-1]
        left = sum(gain * math.exp(-(first - i) / _REACH) for i, gain in self.matches.items() if i < first)
        right = sum(gain * math.exp(-(i - last) / _REACH) for i, gain in self.matches.items() if i > last)
        return 3 * left / self.total, 3 * right / self.total

    def _clause(self, candidate: Candidate) -> float:
        text = self.line.text
        start = max((m.end() for m in _CLAUSE.finditer(text, 0, candidate.heart_start)), default=0)
        following = _CLAUSE.search(text, candidate.heart_end)
        end = following.start() if following else len(text)
        held = sum(gain for i, gain in self.matches.items() if start <= self.starts[i] < end)
        return held / self.total

    def _in_question(self, inside: Sequence[int]) -> bool:
        figures_inside = [self.line.tokens[i].key for i in inside if self.line.tokens[i].is_number]
        return bool(figures_inside) and any(number_key(key) in self.question.numbers for key in figures_inside)

    def _overlap(self, inside: Sequence[int]) -> float:
        return sum(i in self.matches for i in inside) / len(inside) if inside else 0.0

    def _counted(self, inside: Sequence[int]) -> tuple[float, float]:
        counted = self.question.counted
        if not counted or not inside:
            return 0.0, 0.0
        following = [token.plain for token in self.line.tokens[inside[-1] + 1 : inside[-1] + 8]]
        if following[: len(counted)] == list(counted):
            return 1.0, 1.0
        if following[:1] == [counted[0]]:
            return 0.7, 1.0
        return 0.0, 0.5 if counted[0] in following[:4] else 0.0

    def _fineness(self, heart: str, values: dict[str, float]) -> None:
        asked = (
            " ".join(plain_keys(self.question.text)) if self.question.language == "vi" else self.question.text.lower()
        )
        wants_day = bool(re.search(r"ngay|hom nao|\bdate\b|what day|which day", asked))
        wants_month = bool(re.search(r"thang (?:nao|may)|\bmonth\b", asked))
        wants_year = bool(re.search(r"nam (?:nao|bao|may)|\byear\b", asked)) and not wants_day
        has_day = bool(re.search(r"\d{1,2}\s?[/-]\s?\d{1,2}(?!\d{2})|\d tháng \d", heart))
        has_month = "tháng" in heart.lower() or has_day
        values["fine_day"] = float(wants_day and has_day) - float(wants_day and not has_day)
        values["fine_month"] = float(wants_month and has_month and not has_day)
        values["fine_year"] = float(wants_year and not has_month) - 0.5 * float(not wants_year and not has_month)
