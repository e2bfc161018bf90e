"""Comparisons across reports: one figure per period with its sentence; what lies between is worked out by code."""

import re
from collections.abc import Sequence

from bot.answer import Answer, Computed
from bot.comparison_choosing import Candidate, chosen_series
from bot.comparison_series import Comparison, Point, Step
from bot.comparison_writing import step, total
from bot.evidence import Evidence
from bot.question import Question
from bot.question_comparison import Asked
from bot.quoting import MAX_WORDS
from bot.wording import say
from corpus.figures_article import Figure
from corpus.period_values import Period
from corpus.sentences import sentence_spans

_WORD = re.compile(r"\S+")
_ROMAN = ("", "I", "II", "III", "IV")
# With more periods the text names the first and the last only; the lines below it name all
_MOST_IN_TEXT = 4
_TWO = 2
_LONGEST_REST = 400


def compare(original: str, question: Question, asked: Asked, fitting: Sequence[Candidate]) -> Answer | None:
    """The answer that compares what is asked for.

    Args:
        original: The question as it was typed.
        question: The question as understood.
        asked: What it wants compared.
        fitting: The figures that may count it, best first.

    Returns:
        None when fewer figures than needed were found: two of them, or, for a question that asks for nothing but a
        comparison, one with the change that its text states.
    """
    series = chosen_series(fitting, asked, question.marks)
    if asked.total:
        return _total(original, question, series, asked)
    if len(series) >= _TWO:
        return _answer(original, question, comparison_of(series, question, asked.topic))
    if series and asked.is_explicit and series[0].figure.change is not None:
        return _single(original, question, series[0], asked.topic)
    return None


def comparison_of(series: Sequence[Candidate], question: Question, topic: str) -> Comparison:
    """The comparison of figures of one kind, oldest first; `topic` is what was asked for."""
    points = tuple(_point(one, question) for one in series)
    steps = tuple(_step(series[i], series[i + 1], points[i], points[i + 1]) for i in range(len(series) - 1))
    overall = _step(series[0], series[-1], points[0], points[-1]) if len(series) > _TWO else None
    last = series[-1].figure
    return Comparison(topic, last.unit, last.place, points, steps, overall)


def comparison_lines(comparison: Comparison, language: str) -> tuple[str, ...]:
    """A comparison in words, a line per period; also what stands for its chart where none can be seen."""
    lines = []
    for i, point in enumerate(comparison.points):
        figure = f"{point.mark} {point.written}".strip()
        said = _said(comparison.steps[i - 1], language) if i and comparison.steps else ""
        key = "comparison.line" if said else "comparison.first"
        lines.append(say(language, key, period=point.label, figure=figure, change=said))
    if comparison.overall:
        first, last = comparison.points[0].label, comparison.points[-1].label
        said = _said(comparison.overall, language)
        lines.append(say(language, "comparison.overall", first=first, last=last, change=said))
    if comparison.total:
        lines.append(say(language, "comparison.total", count=len(comparison.points), total=comparison.total))
    elif comparison.stated:
        lines.append(say(language, "comparison.only_one", change=comparison.stated))
    elif comparison.steps:
        lines.append(say(language, "comparison.computed"))
    return tuple(lines)


def period_label(period: Period, language: str) -> str:
    """A period as a person reads it."""
    year, months = period.end.year, (period.start.month, period.end.month)
    if period.start.year != year:
        return say(language, "comparison.years", first=period.start.year, last=year)
    if months == (1, 12):
        return say(language, "comparison.year", year=year)
    if months in {(1, 6), (7, 12)}:
        return say(language, "comparison.first_half" if months[0] == 1 else "comparison.second_half", year=year)
    if months[1] % 3 == 0 and months[1] - months[0] == 2:  # noqa: PLR2004 - three months, the last of a quarter
        quarter = months[1] // 3
        return say(language, "comparison.quarter", roman=_ROMAN[quarter], year=year)
    if months[0] == months[1]:
        return say(language, "comparison.month", month=months[0], year=year)
    return say(
        language,
        "comparison.months" if months[0] == 1 else "comparison.between",
        first=months[0],
        last=months[1],
        year=year,
    )


def _point(one: Candidate, question: Question, *, with_change: bool = False) -> Point:
    figure, article = one.figure, one.article
    start, end = _quoted(article.body, figure, with_change=with_change)
    return Point(
        label=period_label(one.period, question.language),
        start=one.period.start,
        end=one.period.end,
        value=figure.value,
        written=" ".join(article.body[figure.start : figure.end].split()),
        mark=figure.mark,
        evidence=Evidence(article, article.body[start:end], start, end, one.worth),
    )


def _quoted(body: str, figure: Figure, *, with_change: bool = False) -> tuple[int, int]:
    """The figure's sentence, or of one that is longer than a quote may be the words around the figure.

    The change may be told in the next sentence: then that belongs to it.
    """
    end = figure.sentence_end
    if with_change and figure.change and figure.change.end > end:
        rest = body[end : figure.change.end + _LONGEST_REST]
        end += next((last for _, last in sentence_spans(rest) if end + last >= figure.change.end), 0)
    words = [match.span() for match in _WORD.finditer(body, figure.sentence_start, end)]
    if len(words) <= MAX_WORDS:
        return figure.sentence_start, end
    at = next((i for i, (_, end) in enumerate(words) if end > figure.start), 0)
    first = max(0, min(at - MAX_WORDS // 2, len(words) - MAX_WORDS))
    return words[first][0], words[first + MAX_WORDS - 1][1]


def _step(earlier: Candidate, later: Candidate, first: Point, last: Point) -> Step:
    return step(earlier.figure, later.figure, first.written, last.written)


def _said(one: Step, language: str) -> str:
    """A step in words ("giảm 118 đảng viên, tức 10,0%")."""
    if one.trend == "same":
        return say(language, "comparison.same")
    key = f"comparison.{one.trend}" if one.share_written else f"comparison.{one.trend}_only"
    return say(language, key, amount=one.amount_written, share=one.share_written or "")


def _answer(original: str, question: Question, comparison: Comparison) -> Answer:
    points = comparison.points
    shown = points if len(points) <= _MOST_IN_TEXT else (points[0], points[-1])
    across = comparison.overall or comparison.steps[0]
    series = " → ".join(f"{point.mark} {point.written}".strip() for point in shown)
    return Answer(
        original,
        question.language,
        answered=True,
        text=f"{series}: {_said(across, question.language)}",
        evidence=_evidence(points),
        confidence=min(1.0, *(point.evidence.score for point in points)),
        comparison=comparison,
        computed=_computed(comparison),
    )


def _total(original: str, question: Question, series: Sequence[Candidate], asked: Asked) -> Answer | None:
    """The sum over the periods asked for; None unless there is a figure for each of them."""
    years = range(min(asked.years), max(asked.years) + 1) if asked.every and asked.years else asked.years
    if len(series) < _TWO or not {one.year for one in series} >= set(years):
        return None
    points = tuple(_point(one, question) for one in series)
    operands = tuple(point.written for point in points)
    sum_written = total([one.figure for one in series], operands)
    if sum_written is None:
        return None
    last = series[-1].figure
    about = f"{say(question.language, 'comparison.about')} " if any(point.mark for point in points) else ""
    shown = f"{' + '.join(operands)} = " if len(points) <= _MOST_IN_TEXT else ""
    comparison = Comparison(asked.topic, last.unit, last.place, points, (), total=f"{about}{sum_written}")
    return Answer(
        original,
        question.language,
        answered=True,
        text=f"{shown}{about}{sum_written}",
        evidence=_evidence(points),
        confidence=min(1.0, *(point.evidence.score for point in points)),
        comparison=comparison,
        computed=(Computed(sum_written, "sum", operands),),
    )


def _evidence(points: Sequence[Point]) -> tuple[Evidence, ...]:
    return tuple({(one.evidence.article.id, one.evidence.start): one.evidence for one in points}.values())


def _computed(comparison: Comparison) -> tuple[Computed, ...]:
    """The worked-out figures with what they were made from, for the check of answers."""
    points = comparison.points
    pairs = [(points[i], points[i + 1], one) for i, one in enumerate(comparison.steps)]
    if comparison.overall:
        pairs.append((points[0], points[-1], comparison.overall))
    found = []
    for earlier, later, one in pairs:
        operands = (later.written, earlier.written)
        found.append(Computed(one.amount_written, "difference", operands))
        if one.share_written:
            found.append(Computed(one.share_written, "change", operands))
    return tuple(found)


def _single(original: str, question: Question, only: Candidate, topic: str) -> Answer:
    """The one figure found, with the change that its own text states."""
    point = _point(only, question, with_change=True)
    change = only.figure.change
    stated = " ".join(only.article.body[change.start : change.end].split()) if change else ""
    comparison = Comparison(topic, only.figure.unit, only.figure.place, (point,), (), stated=stated)
    return Answer(
        original,
        question.language,
        answered=True,
        text=f"{f'{point.mark} {point.written}'.strip()}, {stated}",
        evidence=(point.evidence,),
        confidence=min(1.0, only.worth),
        period=point.label,
        comparison=comparison,
    )
