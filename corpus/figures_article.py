"""All figures of an article: value, unit, what is counted, when, where, in which sentence, and how it has changed."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from corpus.article import Article
from corpus.composed import composed
from corpus.figures import WrittenFigure, figures_in
from corpus.figures_changes import Change, changes_in
from corpus.figures_counted import counted_words
from corpus.figures_places import Place, article_place, places_in
from corpus.figures_units import PERCENT, PERCENT_POINTS, is_measure
from corpus.period import report_period
from corpus.period_values import Mention, Period, Setting, periods_in, published_day
from corpus.sentences import sentence_spans

# Raised whenever the same text would give other figures: what was stored of them is then made again
EXTRACTOR_VERSION = 3

Role = Literal["level", "change", "plan"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a stored article version.

    `body[start:end]` is the figure with its unit, `body[sentence_start:sentence_end]` its sentence. `value` is in
    whole units (đồng, not tỷ đồng), `high` the upper end of a range. `counted` are the words of the text that say
    what is counted, `mark` the one that makes it approximate, `place` the place or organisation as written,
    `place_key` its name as compared. `period` is the time it speaks of; `as_of` the day it holds for, as written.
    `role` tells a state of things ("level") from a "change" that stands alone and from what is only planned; `change`
    is what the text says beside it.
    """

    article_id: str
    version: int
    value: Decimal
    unit: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    high: Decimal | None = None
    mark: str = ""
    counted: str = ""
    as_of: str | None = None
    period: Period | None = None
    place: str | None = None
    place_key: str | None = None
    role: Role = "level"
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    """An article's body in composed form, taken apart once."""

    text: str
    sentences: list[tuple[int, int]]
    periods: list[Mention]
    starts: list[int]
    setting: Setting
    place: Place | None
    plans: list[tuple[int, int]]


def article_figures(article: Article) -> tuple[Figure, ...]:
    """The figures of an article, in order; none of them overlap."""
    text, offsets = composed(article.body)
    candidates = figures_in(text)
    if not candidates:
        return ()
    reading = _read(article, text, candidates)
    written = _outside_periods(candidates, reading.periods)
    spans = _sentences_of(written, reading.sentences)
    changes = changes_in(text, written, [end for _, end in spans])
    found: list[Figure] = []
    until = 0
    for i, one in enumerate(written):
        if i < until:
            continue
        figure = _figure(article, reading, one, written[i - 1].end if i else 0, spans[i])
        if i not in changes:
            found.append(figure)
            continue
        change, count = changes[i]
        until = i + count
        at = _changed(text, found, change, spans[i])
        if at is None:
            found.append(replace(figure, role="change", change=change))
        else:
            found[at] = replace(found[at], change=change)
    return tuple(found) if text is article.body else tuple(_moved(figure, offsets) for figure in found)


def _outside_periods(written: Sequence[WrittenFigure], periods: Sequence[Mention]) -> list[WrittenFigure]:
    """Figures that are no part of a date or period ("luỹ kế 9 tháng")."""
    ends = [mention.end for mention in periods]
    kept = []
    for one in written:
        at = bisect_right(ends, one.start)
        if at == len(periods) or periods[at].start >= one.number_end:
            kept.append(one)
    return kept


def _sentences_of(written: Sequence[WrittenFigure], sentences: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    starts = [start for start, _ in sentences]
    return [sentences[max(0, bisect_right(starts, one.start) - 1)] for one in written]


def _read(article: Article, text: str, written: Sequence[WrittenFigure]) -> _Reading:
    title, _ = composed(article.title)
    opening = text[: _end_of_lines(text, _OPENING_LINES)]
    report = report_period(article)
    year = _YEAR.search(f"{title}\n{opening}")
    setting = Setting(published_day(article.published), report, int(year.group()) if year else None)
    lines = _lines(text, written)
    periods = [_shifted(one, first) for first, last in lines for one in periods_in(text[first:last], setting)]
    spans = [(first + a, first + b) for first, last in lines for a, b in sentence_spans(text[first:last])]
    return _Reading(
        text=text,
        sentences=spans,
        periods=periods,
        starts=[mention.start for mention in periods],
        setting=setting,
        place=article_place(title, opening),
        plans=[match.span() for match in _LIST.finditer(text) if _is_of_plans(text, match.start())],
    )


def _lines(text: str, written: Sequence[WrittenFigure]) -> list[tuple[int, int]]:
    """The lines that hold a figure: sentences and what they say of time do not reach beyond a line."""
    lines: list[tuple[int, int]] = []
    for one in written:
        if not lines or one.start >= lines[-1][1]:
            end = text.find("\n", one.start)
            lines.append((text.rfind("\n", 0, one.start) + 1, len(text) if end < 0 else end))
    return lines


def _shifted(mention: Mention, by: int) -> Mention:
    return Mention(mention.period, mention.start + by, mention.end + by, mention.compared)


def _is_of_plans(text: str, start: int) -> bool:
    """Whether the line that ends at `start` with a colon heads a list of what is to come."""
    line = text.rfind("\n", 0, start) + 1
    return bool(_PLANS.search(text, line, start)) and not _RESULTS.search(text, line, start)


def _end_of_lines(text: str, lines: int) -> int:
    at = -1
    for _ in range(lines):
        at = text.find("\n", at + 1)
        if at < 0:
            return len(text)
    return at


def _figure(article: Article, reading: _Reading, one: WrittenFigure, before: int, sentence: tuple[int, int]) -> Figure:
    text, (first, last) = reading.text, sentence
    counted = counted_words(text, one, max(first, before), last)
    own, as_of = _mention(reading, one, first, last)
    period = own or reading.setting.report
    place = _place(reading, one, first)
    return Figure(
        article_id=article.id,
        version=article.version,
        value=one.value,
        unit=one.unit,
        start=one.start,
        end=one.end,
        sentence_start=first,
        sentence_end=last,
        high=one.high,
        mark=one.mark,
        counted=" ".join(text[slice(*counted)].split()),
        as_of=as_of,
        period=period,
        place=place.written if place else None,
        place_key=place.key if place else None,
        role="plan" if _is_planned(reading, one, first, period) else "level",
    )


def _mention(reading: _Reading, one: WrittenFigure, first: int, last: int) -> tuple[Period | None, str | None]:
    """The period that a figure speaks of and the day it holds for, as its sentence says.

    A period named right behind a figure is its own ("2 xã năm 2015"), else the last one named before it.
    """
    period, as_of = None, None
    for mention in reading.periods[bisect_left(reading.starts, first) :]:
        if mention.start >= last:
            break
        if mention.compared or mention.period.kind == "term":
            continue
        if mention.end <= one.start:
            left = reading.text[max(first, mention.start - _LEFT) : mention.start]
            if _UNTIL.search(left):
                as_of = mention.period.written.removeprefix("ngày ")
            elif mention.period.kind != "day" and not _SINCE.search(left):
                period = mention.period
        elif mention.start >= one.end and _RIGHT_BEHIND.fullmatch(reading.text, one.end, mention.start):
            return mention.period, as_of
    return period, as_of


def _place(reading: _Reading, one: WrittenFigure, first: int) -> Place | None:
    """The place named in the figure's own clause, else the article's."""
    clause = max(first, reading.text.rfind(",", first, one.start) + 1, reading.text.rfind(";", first, one.start) + 1)
    named = list(places_in(reading.text, clause, one.start))
    return named[-1] if named else reading.place


def _is_planned(reading: _Reading, one: WrittenFigure, first: int, period: Period | None) -> bool:
    published = reading.setting.published
    if period is not None and published is not None and period.start > published:
        return True
    if any(start <= one.start < end for start, end in reading.plans):
        return True
    text = reading.text[first : one.start].lower()
    clause = text[text.rfind(", ") + 1 :]
    return any(word in text for word in _PLANNED) or any(word in clause for word in _TARGETS)


def _changed(text: str, found: Sequence[Figure], change: Change, sentence: tuple[int, int]) -> int | None:
    """The index of the figure that a change is the change of; None when it stands alone.

    The figure stands in the same sentence, or in the one before, where this one begins by pointing back to it.
    """
    points_back = bool(_POINTING_BACK.match(text, sentence[0]))
    for at in range(len(found) - 1, -1, -1):
        figure = found[at]
        is_before = figure.sentence_end <= sentence[0] <= figure.sentence_end + _GAP_OF_SENTENCES
        here = (figure.sentence_start, figure.sentence_end) == sentence
        if not (here or (points_back and is_before)) or change.start - figure.end > _FARTHEST:
            return None
        if here and ";" in text[figure.end : change.start]:
            return None
        # "đạt 52% dự toán, tăng 8%": what has risen is the sum, not its share of the plan
        fulfilled = figure.unit == PERCENT and _FULFILLED.search(text, figure.sentence_start, figure.start)
        if figure.role == "level" and not figure.change and not fulfilled and _may_change_by(figure.unit, change):
            return at
    return None


def _may_change_by(unit: str, change: Change) -> bool:
    if change.amount is None:
        return True
    if change.unit == PERCENT_POINTS:
        return unit == PERCENT
    alike = change.unit in {unit, "", "người", "trường hợp"} or f" {unit} ".endswith(f" {change.unit} ")
    return alike and (not unit or is_measure(change.unit or unit) == is_measure(unit))


def _moved(figure: Figure, offsets: Sequence[int]) -> Figure:
    change = figure.change
    return replace(
        figure,
        start=offsets[figure.start],
        end=offsets[figure.end],
        sentence_start=offsets[figure.sentence_start],
        sentence_end=offsets[figure.sentence_end],
        change=change and replace(change, start=offsets[change.start], end=offsets[change.end]),
    )


_OPENING_LINES = 3
_LEFT = 20
_UNTIL = re.compile(r"(?<!\w)(?:đến|tới)\s+(?:thời điểm\s+)?(?:hết\s+)?(?:cuối\s+)?$", re.IGNORECASE)
_SINCE = re.compile(r"(?<!\w)(?:từ|trước|sau|kể từ)\s+(?:ngày\s+)?$", re.IGNORECASE)
_FARTHEST, _GAP_OF_SENTENCES = 130, 2
_POINTING_BACK = re.compile(r"(?:con số|số|kết quả|mức) (?:này|ấy|đó|trên)|so với", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_RIGHT_BEHIND = re.compile(r"\s*\(?\s*(?:của|trong|vào|hồi|cuối|đầu|ở)?\s*(?:của|cuối|đầu)?\s*")
# Nothing of these stands inside another word of such a sentence
_PLANNED = ("mục tiêu", "phấn đấu", "đặt chỉ tiêu", "dự kiến", "đặt đích", " sẽ ", "đăng ký", "giao chỉ tiêu")
_TARGETS = ("chỉ tiêu", "dự toán", "kế hoạch", "yêu cầu")
_FULFILLED = re.compile(r"(?<!\w)(?:bằng|đạt|vượt|chiếm|thực hiện)\s+(?:\w+\s+)?$", re.IGNORECASE)
# A list of what is to come: "Nhiệm vụ trọng tâm những tháng cuối năm:" and the points below it
_LIST = re.compile(r":[^\S\n]*\n(?:[-–•+*]\s[^\n]*(?:\n|$))+")
_PLANS = re.compile(
    r"nhiệm vụ|mục tiêu|từ nay|phấn đấu|tháng tới|cuối năm|giải pháp|phần còn lại|ngay|sau|khâu|giao|năm \d{4}",
    re.IGNORECASE,
)
_RESULTS = re.compile(r"kết quả|đạt được|đã ", re.IGNORECASE)
