"""Which stretch of the best lines is the answer: candidates of the shapes asked for, and their measures."""

import math
import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.question import Question
from bot.question_kinds import Kind
from bot.question_places import is_of_kind, place_kind_asked
from bot.question_units import fits
from bot.readers.span import clauses, figures, names, plausible
from bot.readers.span.candidate import Candidate
from bot.readers.span.matching import token_matches
from bot.readers.span.support import LINE_NAMES
from bot.readers.span.times import TimesOf
from bot.sheet import Line
from bot.sought import Sought
from corpus.text import number_key, plain_keys

NAMES = (
    "line", "first_line", "left", "right", "clause", "segment", "left_best", "near_best", "clause_best",
    "segment_best", "asked_shape", "near_shape", "counted", "counted_near", "counted_lost", "in_question", "overlap",
    "surname", "titled", "change_agrees", "change_unasked", "bracketed", "compared", "words", "order", "fine_day",
    "fine_month", "fine_year", "begins", "after_place_word", "place_headed", "worded", "long_form", "long_form_why",
    "long_form_list", "cue_why", "cue_list", "after_verb", "single", "quoted", "after_total",
    "unit_fits", "unit_lost", "likeness", "likeness_lead", "role_asked", "touch_left", "touch_right",
    "any_percent", "deputy", "head_asked", "time_agrees", "time_conflicts", *LINE_NAMES,
    *plausible.NAMES,
)  # fmt: skip
_AT = {name: i for i, name in enumerate(NAMES)}
_FIGURE_SHAPES: frozenset[Kind] = frozenset({"percent", "money", "number"})
_REACH = 6.0
_TOUCH = 4
_TIMES = frozenset("yqhn")
_MANY_WORDS = 20
_OPENING_CHARS = 3
_CHANGE = re.compile(r"(?:tăng|giảm|sụt|vượt|thêm|hụt|lên|xuống)(?:\s+\S+){0,3}\s*$", re.IGNORECASE)
_CHANGE_WORDS = (
    "tang giam sut vuot them hut len xuong rise fall increase decrease grow drop rose fell exceed grew change climb"
)
_CHANGE_ASKED = frozenset(_CHANGE_WORDS.split())
_COMPARED = re.compile(r"(?:so với|so cùng kỳ|cùng kỳ|trong số|trên tổng số)(?:\s+\S+){0,4}\s*$", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:]\s|[()]|\s[-–]\s")
_PLACE_WORD = re.compile(r"\b(?:tại|ở|từ|đến|về)\s+(?:\S+\s)?$", re.IGNORECASE)
_TOTAL = re.compile(r"\b(?:đạt|được|là|có|gồm|còn|tổng|bằng|chiếm|ở mức)\s+(?:\S+\s){0,2}$", re.IGNORECASE)
_SAYS = re.compile(
    r"^\s*[,)]?\s*(?:[-–,][^,]{3,60}[-–,])?\s*"
    r"(?:cho|nói|đề|yêu|phát|chủ|báo|nhấn|khẳng|trình|đã|làm|được|chia|kêu|thông)\w*",
    re.IGNORECASE,
)
_DAY = re.compile(r"\d{1,2}\s?[/-]\s?\d{1,2}(?!\d{2})|\d tháng \d", re.IGNORECASE)
_MONTH = re.compile(r"tháng|\d/\d{4}", re.IGNORECASE)

Maker = Callable[[str], Sequence[Candidate]]


# Makers by kind of question: those of one group are used together, a later group only where no earlier one found any
_MAKERS: dict[Kind, tuple[tuple[Maker, ...], ...]] = {
    "percent": ((figures.percents,), (figures.counts,)),
    "money": ((figures.sums,), (figures.counts, figures.percents)),
    "number": ((figures.counts, figures.sums), (figures.percents,)),
    "when": ((figures.dates,),),
    "who": ((names.people, names.organisations), (clauses.short_clauses,)),
    "organisation": ((names.organisations,), (names.people, clauses.short_clauses)),
    "where": ((names.places, names.organisations), (clauses.short_clauses,)),
    "document": ((figures.documents,), (clauses.lists,)),
    "list": ((clauses.lists,),),
    "why": ((clauses.reasons,),),
    "yesno": ((clauses.statements,),),
    "what": ((clauses.statements,),),
    "summary": ((clauses.statements,),),
}


# "Tăng bao nhiêu?" may be answered by a share, a sum or a count
_ANY_FIGURE: tuple[tuple[Maker, ...], ...] = ((figures.percents, figures.sums, figures.counts),)


def asks_any_figure(question: Question) -> bool:
    """Whether a question asks for a figure and does not say of what kind."""
    return question.kind == "number" and not question.counted and not question.units


def candidates(question: Question, line: Line) -> list[Candidate]:
    """Stretches of a line that have a shape the question can be answered with, likeliest shapes first."""
    found: dict[tuple[int, int], Candidate] = {}
    for makers in _ANY_FIGURE if asks_any_figure(question) else _MAKERS[question.kind]:
        for make in makers:
            for candidate in make(line.text):
                if candidate.end > candidate.start:
                    found.setdefault((candidate.heart_start, candidate.heart_end), candidate)
        if found:
            break
    return list(found.values())


class LineChooser:
    """Measures the candidates of one line."""

    def __init__(self, question: Question, sought: Sought, line: Line) -> None:
        """Find what the line matches, once for all its candidates."""
        self.question = question
        self.line = line
        self.matches = token_matches(line, sought)
        self.total = sum(term.weight for term in sought.terms) or 1.0
        self.any_figure = asks_any_figure(question)
        plain = plausible.words_of(question.text)
        self.asks_deputy = bool({"pho", "deputy", "vice"} & set(plain))
        self.head = place_kind_asked(plain)
        asked = {mark for mark in question.marks if mark[0] in _TIMES}
        self.times = TimesOf(asked, line) if asked and line.marks else None
        self.change = plausible.change_asked(question)
        self.against_line = plausible.line_measures(question, self.change, line)
        self.asks_change = bool(_CHANGE_ASKED & set(plain))

    def measure_all(
        self, found: Sequence[Candidate], lead: float, shared: Mapping[str, float] | None = None, *, first: bool
    ) -> NDArray[np.float32]:
        """The measures of all candidates of the line, one row each.

        `lead` is the line's score less the best one's; `shared` are measures of the line itself.
        """
        order: dict[str, int] = {}
        rows = np.zeros((len(found), len(NAMES)), np.float32)
        for i, candidate in enumerate(found):
            order[candidate.shape] = order.get(candidate.shape, -1) + 1
            values = dict.fromkeys(NAMES, 0.0)
            values.update(line=lead, first_line=float(first), order=1.0 / (1 + order[candidate.shape]))
            values.update(shared or {})
            self._measure(candidate, values)
            values["segment"] = self._segment(candidate, found[i - 1] if i else None, found[i + 1 : i + 2])
            rows[i] = [values[name] for name in NAMES]
        self._compare(rows)
        return rows

    def _measure(self, candidate: Candidate, values: dict[str, float]) -> None:
        text, kind = self.line.text, self.question.kind
        inside = self._inside(candidate)
        heart, before = text[candidate.heart_start : candidate.heart_end], text[: candidate.heart_start]
        changes = bool(_CHANGE.search(before[-40:]))
        is_long, is_name = candidate.shape == "what", candidate.shape in {"who", "organisation"}
        values["left"], values["right"] = self._proximity(inside)
        values["counted"], values["counted_near"] = self._counted(inside)
        values["counted_lost"] = float(bool(self.question.counted) and not values["counted_near"])
        values["touch_left"], values["touch_right"] = self._touching(inside)
        values["unit_fits"], values["unit_lost"] = self._units(inside)
        values |= self.against_line | plausible.against(self.question, self.change, self.line, candidate, inside)
        if self.times and inside:
            values["time_agrees"], values["time_conflicts"] = self.times.around(inside[0], inside[-1])
        values.update(
            clause=self._clause(candidate),
            asked_shape=float(candidate.shape == kind or self.any_figure),
            near_shape=float(
                candidate.shape != kind and {candidate.shape, kind} <= _FIGURE_SHAPES and not self.any_figure
            ),
            any_percent=float(self.any_figure and candidate.shape == "percent"),
            deputy=float(candidate.shape == "who" and self._is_deputy(candidate)),
            head_asked=float(candidate.shape == "where" and self._has_head_asked(candidate)),
            in_question=float(self._in_question(inside)),
            overlap=sum(i in self.matches for i in inside) / len(inside) if inside else 0.0,
            surname=float(candidate.shape == "who" and names.is_surname(heart.split()[0])),
            titled=float(candidate.shape == "who" and candidate.start < candidate.heart_start),
            role_asked=self._held(candidate.start, candidate.heart_start)
            + self._held(candidate.heart_end, candidate.end),
            change_agrees=float(changes and self.asks_change),
            change_unasked=float(changes and not self.asks_change),
            bracketed=float(before.count("(") > before.count(")")),
            compared=float(bool(_COMPARED.search(before[-40:]))),
            words=len(text[candidate.start : candidate.end].split()) / _MANY_WORDS,
            begins=float(candidate.heart_start < _OPENING_CHARS),
            after_place_word=float(candidate.shape == "where" and bool(_PLACE_WORD.search(before[-20:]))),
            place_headed=float(candidate.shape == "where" and candidate.start < candidate.heart_start),
            worded=float(candidate.shape in _FIGURE_SHAPES and not any(c.isdigit() for c in heart)),
            long_form=float(is_long),
            long_form_why=float(is_long and kind == "why"),
            long_form_list=float(is_long and kind == "list"),
            cue_why=float(candidate.shape == "why"),
            cue_list=float(candidate.shape == "list"),
            after_verb=float(is_name and bool(_SAYS.match(text[candidate.end :]))),
            single=float(len(inside) == 1 and is_name),
            quoted=float(before.rstrip().endswith(("“", '"', "'"))),
            after_total=float(bool(_TOTAL.search(before[max(0, len(before) - 30) :]))),
        )
        if candidate.shape == "when":
            self._fineness(heart, values)

    def _is_deputy(self, candidate: Candidate) -> bool:
        """Whether the person is told to be a deputy, and no deputy was asked for."""
        said = plain_keys(self.line.text[candidate.start : candidate.end])
        return "pho" in said and not self.asks_deputy

    def _has_head_asked(self, candidate: Candidate) -> bool:
        return is_of_kind(" ".join(plain_keys(self.line.text[candidate.start : candidate.heart_start + 1])), self.head)

    def _inside(self, candidate: Candidate) -> list[int]:
        start, end = candidate.heart_start, candidate.heart_end
        return [i for i, token in enumerate(self.line.tokens) if token.start >= start and token.end <= end]

    def _proximity(self, inside: Sequence[int]) -> tuple[float, float]:
        if not inside:
            return 0.0, 0.0
        first, last = inside[0], inside[-1]
        left = sum(gain * math.exp(-(first - i) / _REACH) for i, gain in self.matches.items() if i < first)
        right = sum(gain * math.exp(-(i - last) / _REACH) for i, gain in self.matches.items() if i > last)
        return 3 * left / self.total, 3 * right / self.total

    def _touching(self, inside: Sequence[int]) -> tuple[float, float]:
        """The strongest match right before and right after the figure or name, as a share of the line's strongest."""
        if not inside or not self.matches:
            return 0.0, 0.0
        top = max(self.matches.values())
        before = (self.matches.get(i, 0.0) for i in range(inside[0] - _TOUCH, inside[0]))
        after = (self.matches.get(i, 0.0) for i in range(inside[-1] + 1, inside[-1] + 1 + _TOUCH))
        return max(before) / top, max(after) / top

    def _units(self, inside: Sequence[int]) -> tuple[float, float]:
        if not inside or not self.question.units:
            return 0.0, 0.0
        following = [token.plain for token in self.line.tokens[inside[-1] + 1 : inside[-1] + 4]]
        has_unit = fits(following, self.question.units)
        return float(has_unit), float(not has_unit)

    def _held(self, start: int, end: int) -> float:
        """The share of the question's information that stands between two offsets of the line."""
        tokens = self.line.tokens
        return sum(gain for i, gain in self.matches.items() if start <= tokens[i].start < end) / self.total

    def _clause(self, candidate: Candidate) -> float:
        text = self.line.text
        start = max((m.end() for m in _CLAUSE.finditer(text, 0, candidate.heart_start)), default=0)
        following = _CLAUSE.search(text, candidate.heart_end)
        return self._held(start, following.start() if following else len(text))

    def _segment(self, candidate: Candidate, previous: Candidate | None, following: Sequence[Candidate]) -> float:
        """What stands between the candidates before and after this one, but not beyond a semicolon."""
        text = self.line.text
        start = previous.heart_end if previous and previous.heart_end <= candidate.heart_start else 0
        start = max(start, text.rfind(";", 0, candidate.heart_start) + 1)
        end = following[0].heart_start if following else len(text)
        stop = _CLAUSE.search(text, candidate.heart_end)
        end = min(end, stop.start() if stop else len(text))
        return self._held(start, max(end, candidate.heart_end))

    def _in_question(self, inside: Sequence[int]) -> bool:
        figures_inside = [self.line.tokens[i].key for i in inside if self.line.tokens[i].is_number]
        return bool(figures_inside) and any(number_key(key) in self.question.numbers for key in figures_inside)

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
        wanted = self.question.fineness
        has_day = bool(_DAY.search(heart))
        has_month = has_day or bool(_MONTH.search(heart))
        if wanted == "day":
            values["fine_day"] = 1.0 if has_day else -1.0
        elif wanted == "month":
            values["fine_month"] = float(has_month and not has_day)
        elif wanted == "year":
            values["fine_year"] = 1.0 if not has_month else -0.5
        else:
            values["fine_year"] = -0.5 * (not has_month)

    @staticmethod
    def _compare(rows: NDArray[np.float32]) -> None:
        """Marks the candidates that are the line's best by what stands near them."""
        if not len(rows):
            return
        near = rows[:, _AT["left"]] + rows[:, _AT["right"]]
        for name, values in (
            ("left_best", rows[:, _AT["left"]]),
            ("near_best", near),
            ("clause_best", rows[:, _AT["clause"]]),
            ("segment_best", rows[:, _AT["segment"]]),
        ):
            rows[:, _AT[name]] = values >= values.max() - 1e-6
