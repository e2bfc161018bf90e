"""Which figures of several reports count the same thing: one per period, of one unit and one place.

A figure is worth what its clause, its sentence and the title above it hold of what is asked for. Where a report states
its own change ("giảm 36 vụ so với nửa đầu năm 2019"), the two figures must agree with it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from bot.comparison_agreement import agreement
from bot.comparison_units import unit_asked, unit_worth
from bot.question import Question
from bot.question_comparison import Asked
from bot.sought import Sought
from bot.topic import coverage
from corpus.article import Article
from corpus.figures_article import Figure
from corpus.figures_units import PERCENT, is_measure
from corpus.period_values import Period
from corpus.text import plain_keys

_CLAUSE, _SENTENCE, _HEADED = 0.5, 0.3, 0.2
# Below these the figure counts something else
LEAST_WHOLE = 0.75
LEAST_WORTH, LEAST_FIRST, _LEAST_STATED, _LEAST_CONSIDERED = 0.5, 0.6, 0.4, 0.25
# Half of the pairs of a question are no words of two syllables but two words ("thương do")
_PAIRS = 0.3
# Of a translated question the texts never hold all the words
_ENGLISH_GAIN, _WHOLE_GAIN = 1.6, 1.25
_PER_PERIOD = 0.1
_ALIKE, _UNLIKELY_RATIO, _SEVERAL, _MANY_TIMES = 0.2, 0.3, 2, 4
_NEAR, _OPENING = 60, 300
_TURN = re.compile(r"[,;]\s*(?:nhưng|song|trong khi(?: đó)?|trái lại|ngược lại)\s", re.IGNORECASE)
_BOUNDARY = re.compile(r"[,;:(](?!\d)")
# How many figures are tried as the one that the series grows from
_TRIED = 8

Part = tuple[int, int, int]
_WHOLE_YEAR: Part = (1, 12, 0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure with its article.

    `worth` is how well it fits what is asked for (about 0 to 1), `words` are those around it, and `whole` is which
    share of what is asked for its sentence, the title and the opening hold together.
    """

    figure: Figure
    article: Article
    period: Period
    worth: float
    words: frozenset[str]
    whole: float
    is_unit_asked: bool = False

    @property
    def part(self) -> Part:
        """Which part of a year it is of: first and last month, and how many years it spans."""
        return _part(self.period)

    @property
    def year(self) -> int:
        """The year that its period ends in."""
        return self.period.end.year


def candidates(
    sought: Sought, asked: Asked, question: Question, found: Iterable[tuple[Article, Sequence[Figure]]]
) -> list[Candidate]:
    """The figures that may count what is asked for in the years and the part of a year asked for, best first."""
    english = question.language == "en"
    words, unit = frozenset(plain_keys(asked.topic)), unit_asked(asked.topic, english=english)
    part, first_year = _part_of(question.marks), min(asked.years, default=0) - 1
    spelled = [frozenset(plain_keys(term.source)) for term in sought.terms]
    chosen: list[Candidate] = []
    for article, figures in found:
        fits = _Fits(sought, spelled, article)
        for i, figure in enumerate(figures):
            period = figure.period
            if figure.role != "level" or period is None or period.kind in {"day", "term", "years"}:
                continue
            is_far = bool(asked.years) and not first_year <= period.end.year <= max(asked.years)
            if is_far or part not in {None, _part(period)}:
                continue
            first, last = _clause(article.body, figures, i)
            of_unit = unit_worth(figure, unit, words, question)
            worth = fits.worth(figure, first, last, english=english) + of_unit
            if worth >= _LEAST_CONSIDERED:
                around = article.body[max(first, figure.start - _NEAR) : figure.start]
                both = frozenset(plain_keys(f"{around} {figure.counted}"))
                whole = fits.whole(figure, english=english)
                chosen.append(Candidate(figure, article, period, worth, both, whole, of_unit > 0))
    return ranked(chosen)


def ranked(found: Iterable[Candidate]) -> list[Candidate]:
    """Candidates, best first; of equal ones the newest period first."""
    return sorted(found, key=lambda one: (-one.worth, -one.period.end.toordinal(), one.article.id, one.figure.start))


class _Fits:
    """How well the figures of one article fit; what is worked out for a place or a sentence is kept for the next."""

    def __init__(self, sought: Sought, spelled: Sequence[frozenset[str]], article: Article) -> None:
        self._sought = sought
        self._spelled = spelled
        self._article = article
        self._opening = f"{article.title}\n{article.body[:_OPENING]}"
        self._places: dict[str | None, tuple[Sought, float]] = {}
        self._sentences: dict[tuple[str | None, int], float] = {}

    def worth(self, figure: Figure, first: int, last: int, *, english: bool) -> float:
        """What a figure's clause `body[first:last]`, its sentence and the opening hold of what is looked for."""
        sought, opening = self._beside(figure.place)
        body = self._article.body
        pairs = 1.0 if english else _PAIRS
        clause = coverage(sought, body[first:last], pairs=pairs)
        where = (figure.place, _own_start(body, figure))
        if where not in self._sentences:
            self._sentences[where] = coverage(sought, body[where[1] : figure.sentence_end], pairs=pairs)
        sentence = max(clause, self._sentences[where])
        worth = _CLAUSE * clause + _SENTENCE * sentence + _HEADED * max(clause, opening)
        return worth * (_ENGLISH_GAIN if english else 1.0)

    def whole(self, figure: Figure, *, english: bool) -> float:
        """What the sentence and the opening together hold of what is looked for; translated words come in pairs too."""
        sought, _ = self._beside(figure.place)
        sentence = self._article.body[figure.sentence_start : figure.sentence_end]
        held = coverage(sought, f"{self._opening} {sentence}", pairs=float(english))
        return held * _WHOLE_GAIN if english else held

    def _beside(self, place: str | None) -> tuple[Sought, float]:
        """What is looked for besides the name of a place, which a sentence need not repeat, and the opening's share."""
        if place not in self._places:
            named = set(plain_keys(place or ""))
            pairs = zip(self._sought.terms, self._spelled, strict=True)
            terms = tuple(term for term, words in pairs if not words <= named)
            sought = Sought(terms or self._sought.terms, self._sought.lookup)
            self._places[place] = sought, coverage(sought, self._opening, pairs=_PAIRS)
        return self._places[place]


def may_begin(one: Candidate) -> bool:
    """Whether a figure fits well enough for a series to grow from it."""
    return one.worth >= _LEAST_STATED and one.whole >= LEAST_WHOLE


def chosen_series(found: Sequence[Candidate], asked: Asked, marks: frozenset[str]) -> list[Candidate]:
    """One figure per period, oldest first; empty when nothing fits well enough."""
    part = _part_of(marks)
    if part is None and asked.years and not asked.every:
        whole_years = [one for one in found if one.part == _WHOLE_YEAR]
        if (series := _best_series(whole_years, asked)) and (len(series) > 1 or series[0].figure.change):
            return series
    return _best_series([one for one in found if part is None or one.part == part], asked)


def _best_series(fitting: Sequence[Candidate], asked: Asked) -> list[Candidate]:
    best: list[Candidate] = []
    best_worth = 0.0
    surest = next((one for one in fitting if one.is_unit_asked), None)
    for first in [one for one in fitting if may_begin(one)][:_TRIED]:
        series = _wanted(_chain(first, fitting), asked)
        if first.worth < LEAST_FIRST and not (first is surest and _is_all_stated(series)):
            continue
        if series and (worth := _series_worth(first, series)) > best_worth:
            best, best_worth = series, worth
    return best


def _is_all_stated(series: Sequence[Candidate]) -> bool:
    """Whether the reports themselves state each change of a series."""
    return len(series) > 1 and all(_agreement(one, other) > 0 for one, other in pairwise(series))


def _series_worth(first: Candidate, series: Sequence[Candidate]) -> float:
    """How well a series fits: above all the figure that it grew from, then its average, then its length."""
    average = sum(one.worth for one in series) / len(series)
    alone = 0 if len(series) > 1 else 1 if first.figure.change else 2
    return 2 * first.worth + average - alone + _PER_PERIOD * (len(series) if not alone else 0)


def _chain(first: Candidate, found: Sequence[Candidate]) -> list[Candidate]:
    """The series that a figure belongs to: same part of the year, unit and place, the best figure of each year."""
    like = [one for one in found if one.part == first.part and _may_be_same(one.figure, first.figure)]
    series = {first.year: first}
    years = sorted({one.year for one in like} - {first.year}, key=lambda year: abs(year - first.year))
    for year in years:
        beside = [series[near] for near in (year - 1, year + 1) if near in series]
        worths = [_fit(one, beside, first) for one in like if one.year == year]
        worth, best = max(worths, key=lambda pair: pair[0])
        if worth >= LEAST_WORTH:
            series[year] = replace(best, worth=worth)
    return [series[year] for year in sorted(series)]


def _wanted(series: list[Candidate], asked: Asked) -> list[Candidate]:
    """Of a series the periods that are asked for; empty when none of the years named is among them."""
    if asked.years and asked.every:
        return [one for one in series if min(asked.years) <= one.year <= max(asked.years)]
    if asked.every or not (asked.years or asked.before):
        return series
    years = set(asked.years) or {series[-1].year}
    if asked.before or len(years) == 1:
        years |= {max(years) - 1}
    return [one for one in series if one.year in years]


def _fit(one: Candidate, beside: Sequence[Candidate], first: Candidate) -> tuple[float, Candidate]:
    """What a figure is worth beside its neighbours.

    Other words for what is counted ("96 đảng viên", then "84 người") are only taken where a stated change links them.
    """
    agreements = [_agreement(one, other) for other in beside]
    if min(agreements, default=0.0) < 0:  # the reports themselves say that these two do not count the same
        return 0.0, one
    fit = sum(agreements)
    if not fit:
        fit = _ALIKE * max(_likeness(one, other) for other in (first, *beside))
        fit -= _UNLIKELY_RATIO * any(_is_far(one.figure.value, other.figure.value, _SEVERAL) for other in beside)
    if not any(_agreement(one, other) > 0 for other in beside):
        far = any(_is_far(one.figure.value, other.figure.value, _MANY_TIMES) for other in beside)
        if far or one.whole < LEAST_WHOLE or not _same_unit(one.figure, first.figure):
            return 0.0, one
    return one.worth + fit, one


def _likeness(one: Candidate, other: Candidate) -> float:
    """How much of the shorter one's words before and behind the figure both have."""
    words, others = one.words, other.words
    return len(words & others) / min(len(words), len(others)) if words and others else 0.0


def _is_far(one: Decimal, other: Decimal, times: int) -> bool:
    """Whether one figure is so many times the other: then hardly both count the same thing."""
    return max(abs(one), abs(other)) > times * min(abs(one), abs(other))


def _may_be_same(one: Figure, other: Figure) -> bool:
    """Same place, and the same unit or two that both name things counted."""
    counted = not is_measure(one.unit) and not is_measure(other.unit)
    return one.place_key == other.place_key and (_same_unit(one, other) or counted)


def _same_unit(one: Figure, other: Figure) -> bool:
    """The same unit, or a bare number whose words name the other's ("số người bị thương là 27" beside "31 người")."""
    if one.unit == other.unit:
        return True
    bare, named = (one, other) if not one.unit else (other, one)
    return not bare.unit and f" {named.unit} " in f" {bare.counted} "


def _own_start(body: str, figure: Figure) -> int:
    """Where the part of a sentence begins that a figure stands in: behind "but", what came before is something else."""
    starts = [turn.end() for turn in _TURN.finditer(body, figure.sentence_start, figure.start)]
    return starts[-1] if starts else figure.sentence_start


def _clause(body: str, figures: Sequence[Figure], i: int) -> tuple[int, int]:
    """The part of its sentence that speaks of a figure: behind all that is said of the one before, up to the next."""
    figure = figures[i]
    opens = _own_start(body, figure)
    first, last = opens, figure.change.start if figure.change else figure.sentence_end
    if i and figure.unit != PERCENT:  # a share is one of what stands before it: "khám phá 351 vụ, đạt 82,0%"
        before = figures[i - 1]
        first = max(first, before.change.end if before.change else before.end)
        if first > opens and (boundary := _BOUNDARY.search(body, first, figure.start)):
            first = boundary.end()
    if i + 1 < len(figures):
        last = min(last, figures[i + 1].start)
    return first, max(last, figure.end)


def _agreement(one: Candidate, other: Candidate) -> float:
    """What the later of two figures, if it is of the year after, says of the earlier one."""
    later, earlier = (one, other) if one.year > other.year else (other, one)
    behind = later.article.body[later.figure.end : later.figure.sentence_end].partition(";")[0]
    return agreement(earlier.figure, later.figure, behind) if later.year - earlier.year == 1 else 0.0


def _part(period: Period) -> Part:
    return period.start.month, period.end.month, period.end.year - period.start.year


def _part_of(marks: frozenset[str]) -> Part | None:
    """The part of a year that a question names by its marks of time (`bot.question_time`)."""
    for mark in marks:
        name, _, value = mark.partition(":")
        if name == "h":
            return (1, 6, 0) if value == "1" else (7, 12, 0)
        if name == "q" and value.isdigit():
            return 3 * int(value) - 2, 3 * int(value), 0
        if name == "n" and value.isdigit():
            return 1, int(value), 0
    return None
