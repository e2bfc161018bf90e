"""What is measured of each line before it is weighed: how much of the question stands in it and around it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.question import Question
from bot.question_changes import change_before
from bot.question_names import pairs_of
from bot.question_time import years
from bot.question_units import fits
from bot.reader import Passage
from bot.readers.span.expected import can_hold
from bot.readers.span.matching import Strengths, focus_keys, strengths, token_matches
from bot.readers.span.periods import is_off_period, report_of
from bot.sheet import Line, Sheet
from bot.sought import Sought
from corpus.text import number_key, plain_key

_SHAPES = ("percent", "number", "money", "when", "who", "where", "organisation", "document", "list", "why")
# What search measured of the passage that a line stands in
_OF_HITS = ("meaning_coverage", "window_coverage", "loose_pairs", "article_coverage", "article_years", "cosine_lag")
NAMES = (
    "words", "pairs", "numbers", "matched", "words_near", "pairs_near", "words_headed", "pairs_headed",
    "words_article", "pairs_article", "dense_run", "length", "short", "article_score", "passage_score",
    "likeness", "counted", "title", "lead", "asks", "year_here", "year_near", "year_conflict", "part_here",
    "part_conflict", "day_here", "day_conflict", "fresh", "names_here", "names_near", "names_article",
    "missing_here", "missing_near", "missing_article", "missing_pair_near", "missing_pair_article", "unknown",
    "year_refuted", "off_period", "report_agrees", "flipped", "position", "units", "after_asking",
    "focus", "focus_article", *(f"hit_{part}" for part in _OF_HITS),
    *(f"shape_{shape}" for shape in _SHAPES),
)  # fmt: skip
_AT = {name: i for i, name in enumerate(NAMES)}
_FIGURES = frozenset({"percent", "number", "money", "when"})
_RUN = 22
_FEW_WORDS = 6
_WORTH_A_RUN = 0.6
_BEFORE, _AFTER, _HEAD = 0.8, 0.5, 0.7
_BESIDE = 0.8

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Measured:
    """The lines of one sheet with their measures: `values[i, NAMES.index(name)]`."""

    sheet: Sheet
    values: Matrix


def measure(
    question: Question, sought: Sought, sheet: Sheet, article_share: float, passages: Mapping[int, Passage]
) -> Measured:
    """Measure all lines of a sheet.

    `article_share` is the article's search score as a share of the best one's; `passages` the hit that
    each line (by its position) stands in.
    """
    lines = sheet.lines
    values = np.zeros((len(lines), len(NAMES)), np.float32)
    if not lines:
        return Measured(sheet, values)
    held = strengths(lines, sought)
    _cover(values, held, lines, sought)
    _focus(values, held, question, sought)
    # Lines beside the hits are a little less near in meaning than the hits, as far as is known
    values[:, _AT["likeness"]] = _BESIDE * max((passage.likeness for passage in passages.values()), default=0.0)
    for part in _OF_HITS:
        values[:, _AT[f"hit_{part}"]] = _BESIDE * max(
            (hit.parts.get(part, 0.0) for hit in passages.values()), default=0.0
        )
    values[:, _AT["article_score"]] = article_share
    top = float(values[:, _AT["words"]].max())
    total = sum(term.weight for term in sought.terms)
    for i, line in enumerate(lines):
        row = values[i]
        if i and lines[i - 1].number >= 0 and lines[i - 1].asks:
            row[_AT["after_asking"]] = values[i - 1, _AT["words"]]
        if row[_AT["words"]] > _WORTH_A_RUN * top:
            row[_AT["dense_run"]] = _densest_run(line, sought, total)
        _describe(row, i, line, question)
        if i in passages:
            row[_AT["passage_score"]], row[_AT["likeness"]] = passages[i].share, passages[i].likeness
            for part in _OF_HITS:
                row[_AT[f"hit_{part}"]] = passages[i].parts.get(part, 0.0)
    _times(values, question, sheet)
    _names(values, question, lines)
    return Measured(sheet, values)


def _cover(values: Matrix, held: Strengths, lines: tuple[Line, ...], sought: Sought) -> None:
    """Which share of the question's information stands in each line, near it, and in the article."""
    weights = np.array([term.weight for term in sought.terms], np.float32)
    is_pair = np.array([term.is_pair for term in sought.terms], bool)
    is_number = np.array([term.is_number for term in sought.terms], bool)
    words, pairs = np.where(is_pair, 0, weights), np.where(is_pair, weights, 0)
    near = _near(held, lines)
    first = 1 if lines[0].start is None else 0
    headed = np.maximum(near, _HEAD * held[: first + 2].max(axis=0)[None, :])
    article = held.max(axis=0, keepdims=True)
    for name, matrix in (("", held), ("_near", near), ("_headed", headed), ("_article", article)):
        values[:, _AT[f"words{name}"]] = _share(matrix, words)
        values[:, _AT[f"pairs{name}"]] = _share(matrix, pairs)
    values[:, _AT["numbers"]] = _share(held, np.where(is_number & ~is_pair, weights, 0))
    values[:, _AT["matched"]] = (held @ weights) / 40
    for name, matrix in (("here", held), ("near", headed), ("article", article)):
        if len(weights):
            values[:, _AT[f"missing_{name}"]] = ((1 - matrix) * words).max(axis=1) / 10
    for name, matrix in (("near", headed), ("article", article)):
        if len(weights):
            values[:, _AT[f"missing_pair_{name}"]] = ((1 - matrix) * pairs).max(axis=1) / 10
    values[:, _AT["unknown"]] = any(term.is_unknown for term in sought.terms)


def _focus(values: Matrix, held: Strengths, question: Question, sought: Sought) -> None:
    """Which share of the words that the question turns on stands in each line, and in the article."""
    keys = focus_keys(question)
    pieces = [set(term.source.lower().split()) for term in sought.terms]
    if question.language == "vi":
        pieces = [{plain_key(word) for word in piece} for piece in pieces]
    weights = np.array(
        [
            term.weight if not term.is_pair and piece & keys else 0.0
            for term, piece in zip(sought.terms, pieces, strict=True)
        ],
        np.float32,
    )
    values[:, _AT["focus"]] = _share(held, weights)
    values[:, _AT["focus_article"]] = _share(held.max(axis=0, keepdims=True), weights)


def _share(held: Strengths, weights: Matrix) -> Matrix:
    total = float(weights.sum())
    if total <= 0:
        return np.ones(held.shape[0], np.float32)
    result: Matrix = (held @ weights) / np.float32(total)
    return result


def _near(held: Strengths, lines: tuple[Line, ...]) -> Strengths:
    """Strengths of each line together with its neighbours in the body; the title has none."""
    near = held.copy()
    for i in range(1, len(lines)):
        if lines[i - 1].number >= 0 and lines[i].number == lines[i - 1].number + 1:
            np.maximum(near[i], _BEFORE * held[i - 1], out=near[i])
            np.maximum(near[i - 1], _AFTER * held[i], out=near[i - 1])
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


def _describe(row: Matrix, i: int, line: Line, question: Question) -> None:
    row[_AT["length"]] = math.log1p(len(line.tokens)) / 4
    row[_AT["short"]] = len(line.tokens) < _FEW_WORDS
    row[_AT["title"]] = line.start is None
    row[_AT["lead"]] = line.number == 0
    row[_AT["asks"]] = line.asks
    row[_AT["position"]] = 1.0 / (1 + i)
    row[_AT["flipped"]] = _says_the_opposite(question, line)
    row[_AT["counted"]] = _counts(question, line)
    row[_AT["units"]] = _has_fitting_unit(question, line)
    row[_AT["fresh"]] = question.kind in _FIGURES and _has_fresh_figure(question, line)
    if question.kind in _SHAPES:
        row[_AT[f"shape_{question.kind}"]] = can_hold(line.text, question.kind, question.fineness)


def _says_the_opposite(question: Question, line: Line) -> bool:
    """Whether the line has a figure of the question with the opposite change: asked why it fell, it says it rose."""
    for figure, direction in question.changes:
        for i, token in enumerate(line.tokens):
            if token.is_number and token.key == figure:
                told = change_before([other.plain for other in line.tokens[max(0, i - 4) : i]])
                if told and told != direction:
                    return True
    return False


def _has_fresh_figure(question: Question, line: Line) -> bool:
    """Whether the line has a figure, no year, that the question does not name itself."""
    return any(
        token.is_number and token.key not in question.numbers and f"y:{token.key}" not in line.marks
        for token in line.tokens
    )


def _has_fitting_unit(question: Question, line: Line) -> bool:
    """Whether a figure of the line, none of the question's, is followed by a unit that fits the question."""
    if not question.units:
        return False
    plain = [token.plain for token in line.tokens]
    return any(
        token.is_number and number_key(token.key) not in question.numbers and fits(plain[i + 1 : i + 4], question.units)
        for i, token in enumerate(line.tokens)
    )


def _counts(question: Question, line: Line) -> float:
    """1 when a figure is followed by what the question counts ("bao nhiêu vụ" and "47 vụ"), less with words between."""
    if not question.counted or question.counted[0] not in line.features["plain_words"]:
        return 0.0
    plain = [token.plain for token in line.tokens]
    best = 0.0
    for i, token in enumerate(line.tokens):
        if token.is_number and number_key(token.key) not in question.numbers:
            following = plain[i + 1 : i + 6]
            if question.counted[0] in following:
                best = max(best, 1.0 - 0.15 * following.index(question.counted[0]))
    return best


def _times(values: Matrix, question: Question, sheet: Sheet) -> None:
    """Whether the years and parts of years that were asked for stand in and around each line, or others do."""
    asked = years(question.marks)
    parts = frozenset(mark for mark in question.marks if mark[0] in "hqnm")
    days = frozenset(mark for mark in question.marks if mark[0] == "d")
    if not asked and not parts and not days:
        return
    letters = {mark[0] for mark in parts}
    lines, article, report = sheet.lines, sheet.all_marks, report_of(sheet)
    values[:, _AT["report_agrees"]] = len((asked | parts) & report.marks) / max(1, len(asked | parts))
    for i, line in enumerate(lines):
        row = values[i]
        row[_AT["off_period"]] = is_off_period(question, report, line)
        near = frozenset().union(*(other.marks for other in lines[max(0, i - 2) : i + 2]), lines[0].marks)
        if asked:
            here, around = years(line.marks), years(near)
            row[_AT["year_here"]] = len(asked & here) / len(asked)
            row[_AT["year_near"]] = len(asked & around) / len(asked)
            if not asked & years(article):
                row[_AT["year_refuted"]] = 1.0 if here else 0.6 * bool(around) + 0.2 * bool(years(article))
            here = years(line.own_marks)
            if not asked & here:
                row[_AT["year_conflict"]] = 1.0 if here else 0.5 * bool(around and not asked & around)
        if days:
            told = frozenset(mark for mark in line.marks if mark[0] == "d")
            row[_AT["day_here"]] = bool(days & told)
            row[_AT["day_conflict"]] = bool(told) and not days & told
        if parts:
            same = frozenset(mark for mark in line.marks if mark[0] in letters)
            held = len(parts & same) / len(parts)
            row[_AT["part_here"]] = held or 0.5 * len(parts & article) / len(parts)
            row[_AT["part_conflict"]] = bool(same) and not parts & same


def _names(values: Matrix, question: Question, lines: tuple[Line, ...]) -> None:
    """Which share of the names that the question mentions stands in each line, near it, and in the article."""
    names = [pairs for pairs in map(pairs_of, question.names) if pairs]
    if not names:
        for place in ("here", "near", "article"):
            values[:, _AT[f"names_{place}"]] = 1
        return
    first = 1 if lines[0].start is None else 0
    features = [line.features["plain_pairs"] | line.features["plain_words"] for line in lines]
    head = frozenset().union(*features[: first + 2])
    whole = frozenset().union(*features)

    def share(held: frozenset[str]) -> float:
        return sum(all(any(form in held for form in forms) for forms in pairs) for pairs in names) / len(names)

    in_article = share(whole)
    for i in range(len(lines)):
        around = features[i].union(*features[max(0, i - 1) : i + 2], head)
        values[i, _AT["names_here"]] = share(features[i])
        values[i, _AT["names_near"]] = share(around)
        values[i, _AT["names_article"]] = in_article
