"""What is measured of each line before it is weighed: how much of the question stands in it and around it."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.question import Question
from bot.question_time import years
from bot.readers.span.expected import can_hold
from bot.readers.span.matching import Strengths, strengths, token_matches
from bot.sheet import Line, Sheet
from bot.sought import Sought
from corpus.text import number_key

NAMES = (
    "words", "pairs", "numbers", "matched", "words_near", "pairs_near", "words_headed", "pairs_headed", "words_article",
    "dense_run", "length", "short", "article_score", "passage_score", "shape_percent", "shape_number", "shape_money",
    "shape_when", "shape_who", "shape_where", "shape_organisation", "shape_document", "shape_list", "shape_why",
    "counted", "title", "lead", "asks", "year_here", "year_near", "year_conflict", "part_here", "part_conflict",
    "missing_here", "missing_near", "position", "novelty",
)  # fmt: skip
_SHAPES = ("percent", "number", "money", "when", "who", "where", "organisation", "document", "list", "why")
_RUN = 22
_FEW_WORDS = 6


@dataclass(frozen=True, slots=True)
class Measured:
    """The lines of one sheet with their measures: `values[i, NAMES.index(name)]`; `strengths` as in `matching`."""

    sheet: Sheet
    values: NDArray[np.float32]
    strengths: Strengths


def _coverage(held: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    total = float(weights.sum())
    if total <= 0:
        return np.ones(held.shape[0], np.float32)
    result: NDArray[np.float32] = (held @ weights) / np.float32(total)
    return result


def _near(held: NDArray[np.float32], lines: tuple[Line, ...]) -> NDArray[np.float32]:
    """Strengths of each line with its neighbours in the body; the title has none."""
    near = held.copy()
    first = 1 if lines and lines[0].start is None else 0
    if len(lines) > first + 1:
        near[first + 1 :] = np.maximum(near[first + 1 :], 0.8 * held[first:-1])
        near[first:-1] = np.maximum(near[first:-1], 0.5 * held[first + 1 :])
    return near


def _densest_run(line: Line, sought: Sought, total: float) -> float:
    """The largest share of the question's information within `_RUN` tokens of the line."""
    matched = sorted(token_matches(line, sought).items())
    best = running = 0.0
    left = 0
    for position, gain in matched:
        running += gain
        while position - matched[left][0] >= _RUN:
            running -= matched[left][1]
            left += 1
        best = max(best, running)
    return best / total if total else 0.0


def _time(question: Question, line: Line, around: frozenset[str], article: frozenset[str]) -> list[float]:
    asked = years(question.marks)
    here, near = years(line.marks), years(around)
    year_here = len(asked & here) / len(asked) if asked else 0.0
    year_near = len(asked & near) / len(asked) if asked else 0.0
    conflict = 0.0
    if asked and not asked & here:
        conflict = 1.0 if here else (0.5 if near and not asked & near else 0.0)
    parts = frozenset(mark for mark in question.marks if mark[0] in "hqnmd")
    kinds = {mark[0] for mark in parts}
    line_parts = frozenset(mark for mark in line.marks if mark[0] in kinds)
    part_here = len(parts & line_parts) / len(parts) if parts else 0.0
    if parts and not parts & line_parts:
        part_here = 0.5 * len(parts & article) / len(parts)
    part_conflict = 1.0 if parts and line_parts and not parts & line_parts else 0.0
    return [year_here, year_near, conflict, part_here, part_conflict]


def _counts(question: Question, line: Line) -> float:
    """1 when a figure is followed by what the question counts ("bao nhiêu vụ" and "47 vụ"), less with words between."""
    if not question.counted:
        return 0.0
    plain = [token.plain for token in line.tokens]
    best = 0.0
    for i, token in enumerate(line.tokens):
        if not token.is_number or number_key(token.key) in question.numbers:
            continue
        following = plain[i + 1 : i + 6]
        if question.counted[0] in following:
            best = max(best, 1.0 - 0.15 * following.index(question.counted[0]))
    return best


def measure(
    question: Question, sought: Sought, sheet: Sheet, article_score: float, passages: dict[int, float]
) -> Measured:
    """Measure all lines of a sheet.

    `article_score` is the article's search score as a share of the best one's; `passages` the share of each hit
    passage by the number of each line within it.
    """
    lines = sheet.lines
    held = strengths(lines, sought)
    weights = np.array([term.weight for term in sought.terms], np.float32)
    is_pair = np.array([term.is_pair for term in sought.terms], bool)
    is_number = np.array([term.is_number for term in sought.terms], bool)
    word_weights, pair_weights = np.where(is_pair, 0, weights), np.where(is_pair, weights, 0)
    number_weights = np.where(is_number & ~is_pair, weights, 0)
    near = _near(held, lines)
    first = 1 if lines and lines[0].start is None else 0
    head = held[: first + 2].max(axis=0) if len(lines) else np.zeros(len(weights), np.float32)
    headed = np.maximum(near, 0.7 * head[None, :])
    article = _coverage(held.max(axis=0, keepdims=True), word_weights)[0] if len(lines) else 0.0
    columns: dict[str, NDArray[np.float32]] = {
        "words": _coverage(held, word_weights),
        "pairs": _coverage(held, pair_weights),
        "numbers": _coverage(held, number_weights),
        "matched": (held @ weights) / np.float32(40.0),
        "words_near": _coverage(near, word_weights),
        "pairs_near": _coverage(near, pair_weights),
        "words_headed": _coverage(headed, word_weights),
        "pairs_headed": _coverage(headed, pair_weights),
        "missing_here": ((1 - held) * word_weights).max(axis=1) / 10 if len(weights) else np.zeros(len(lines)),
        "missing_near": ((1 - headed) * word_weights).max(axis=1) / 10 if len(weights) else np.zeros(len(lines)),
    }
    values = np.zeros((len(lines), len(NAMES)), np.float32)
    for name, column in columns.items():
        values[:, NAMES.index(name)] = column
    total = float(weights.sum())
    top = float(columns["words"].max()) if len(lines) else 0.0
    for i, line in enumerate(lines):
        row = values[i]
        count = len(line.tokens)
        around = frozenset().union(*(lines[k].marks for k in range(max(0, i - 2), min(len(lines), i + 2))))
        around |= lines[0].marks
        row[NAMES.index("words_article")] = article
        if columns["words"][i] > 0.4 * top:
            row[NAMES.index("dense_run")] = _densest_run(line, sought, total)
        row[NAMES.index("length")] = math.log1p(count) / 4
        row[NAMES.index("short")] = float(count < _FEW_WORDS)
        row[NAMES.index("article_score")] = article_score
        row[NAMES.index("passage_score")] = passages.get(i, 0.0)
        if question.kind in _SHAPES:
            row[NAMES.index(f"shape_{question.kind}")] = float(can_hold(line.text, question.kind))
        row[NAMES.index("counted")] = _counts(question, line)
        row[NAMES.index("title")] = float(line.start is None)
        row[NAMES.index("lead")] = float(i == first)
        row[NAMES.index("asks")] = float(line.text.rstrip('"” ').endswith("?"))
        start = NAMES.index("year_here")
        row[start : start + 5] = _time(question, line, around, sheet.marks)
        row[NAMES.index("position")] = 1.0 / (1 + i)
    return Measured(sheet, values, held)
