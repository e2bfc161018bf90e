"""Reading with learned weights: lines are ranked, then the candidates within the best of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.question import Question
from bot.question_time import years
from bot.quoting import cut_to_limit, quoted_lines
from bot.reader import Finding, Found, Material, Passage
from bot.readers.span import choosing, measures
from bot.readers.span.candidate import Candidate
from bot.readers.span.choosing import LineChooser, candidates
from bot.readers.span.measures import Measured, measure
from bot.readers.span.periods import year_measures
from bot.readers.span.support import Support
from bot.readers.span.weights import Weights, packaged_weights
from bot.sheet import Line, sheet_of

BEST_LINES = 6
WHOLE_ARTICLES = 1
_KEPT = 8
# A longer article is read around its hits even where it comes first: laying it out takes longer than all the rest
_LONG_ARTICLE = 6000
_RIVALS = 30
_FAR = 5.0
_NOTED = ("left", "right", "clause", "segment", "counted", "counted_lost", "overlap", "change_agrees",
          "near_shape", "likeness", "unit_fits", "unit_lost", "role_asked", "touch_left", "touch_right",
          "time_agrees", "time_conflicts", "deputy", "any_percent", "surname", "titled", "compared", "worded",
          "spans_time", "change_opposes", "line_opposes", "negation_lost", "said_lead", "in_question")  # fmt: skip
# A neighbour joins the quote when its score comes this close to the best line's
_NEIGHBOUR_WORTH = -3.0
# What a line of another period than asked loses: more than any match can make up for. Not learned: the development sets
# hold hardly two reports of one organisation
_OFF_PERIOD = 6.0
_OFF_PERIOD_AT = measures.NAMES.index("off_period")


@dataclass(frozen=True, slots=True)
class Ranked:
    """A scored line, `measured.sheet.lines[at]`.

    `lead` is its score less that of the best line of all, `near` holds the same for each line of its sheet.
    """

    measured: Measured
    at: int
    score: float
    lead: float
    near: tuple[float, ...]

    @property
    def line(self) -> Line:
        """The line itself."""
        return self.measured.sheet.lines[self.at]


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate of a line with its measures and score; `candidate` is None where the line has none."""

    ranked: Ranked
    candidate: Candidate | None
    values: NDArray[np.float32]
    score: float


class SpanReader:
    """Ranks lines and candidates by the packaged weights."""

    def __init__(self, weights: Weights | None = None) -> None:
        """Read with the packaged weights, or with others."""
        self._weights = weights or packaged_weights(measures.NAMES, choosing.NAMES)

    def read(self, material: Material) -> tuple[Finding, ...]:
        """Findings, best first: candidates of the best lines, or the lines themselves where there is none."""
        lines = ranked_lines(measured_sheets(material), self._weights.lines)
        if not lines:
            return ()
        asked = Support(material)
        best = lines[:BEST_LINES]
        options = _kept(self._options(material, best, line_measures(material, best, asked)))
        findings = [_finding(material.question, option) for option in options]
        findings[0].measures.update(_margins(lines, options), **_of_question(material), **_supported(asked, options[0]))
        return tuple(findings)

    def _options(
        self, material: Material, best: Sequence[Ranked], shared: Sequence[Mapping[str, float]]
    ) -> list[Option]:
        rows: list[NDArray[np.float32]] = []
        found: list[tuple[Ranked, Candidate]] = []
        for rank, ranked in enumerate(best):
            options = candidates(material.question, ranked.line)
            if options:
                chooser = LineChooser(material.question, material.sought, ranked.line)
                rows.append(chooser.measure_all(options, ranked.lead, shared[rank], first=rank == 0))
                found += [(ranked, candidate) for candidate in options]
        if not rows:
            return [Option(best[0], None, np.zeros(len(choosing.NAMES), np.float32), 0.0)]
        values = np.concatenate(rows)
        scores = values @ self._weights.candidates
        ranked_options = []
        for i in np.argsort(-scores, kind="stable"):
            ranked, candidate = found[i]
            ranked_options.append(Option(ranked, candidate, values[i], float(scores[i])))
        return ranked_options


def _kept(options: Sequence[Option]) -> list[Option]:
    """The best options, and the best one of each article that has none among them."""
    kept = list(options[:_KEPT])
    seen = {option.ranked.measured.sheet.article.id for option in kept}
    for option in options[_KEPT:]:
        article_id = option.ranked.measured.sheet.article.id
        if article_id not in seen:
            seen.add(article_id)
            kept.append(option)
    return kept


def line_measures(material: Material, best: Sequence[Ranked], asked: Support | None = None) -> list[dict[str, float]]:
    """What all candidates of a line share: how near it is to the question in meaning, how much of it it says."""
    said = (asked or Support(material)).of_lines([(ranked.measured.sheet, ranked.line) for ranked in best])
    if material.likeness is None or not best:
        return said
    near = material.likeness.of([ranked.line for ranked in best])
    top = float(near.max())
    return [
        {**measures, "likeness": float(value), "likeness_lead": float(value) - top}
        for measures, value in zip(said, near, strict=True)
    ]


def measured_sheets(material: Material) -> list[Measured]:
    """The articles of the material laid out and measured: the first ones whole, the others around their hits."""
    return [_measured(material, found, rank) for rank, found in enumerate(material.found)]


def _measured(material: Material, found: Found, rank: int) -> Measured:
    stretches = [(passage.start, passage.end) for passage in found.passages]
    whole = (rank < WHOLE_ARTICLES and len(found.article.body) <= _LONG_ARTICLE) or not stretches
    sheet = sheet_of(found.article, None if whole else stretches)
    hits: dict[int, Passage] = {}
    for passage in found.passages:
        for i, line in enumerate(sheet.lines):
            if line.start is not None and passage.start <= line.start < passage.end:
                hits.setdefault(i, passage)
    return measure(material.question, material.sought, sheet, found.share, hits)


def ranked_lines(sheets: Sequence[Measured], weights: NDArray[np.float32]) -> list[Ranked]:
    """All lines of all sheets, best first."""
    scored = [sheet.values @ weights - _OFF_PERIOD * sheet.values[:, _OFF_PERIOD_AT] for sheet in sheets]
    top = max((float(scores.max()) for scores in scored if len(scores)), default=0.0)
    lines = []
    for sheet, scores in zip(sheets, scored, strict=True):
        near = tuple(float(score) - top for score in scores)
        lines += [Ranked(sheet, at, float(score), near[at], near) for at, score in enumerate(scores)]
    lines.sort(key=lambda ranked: -ranked.score)
    return lines


def _finding(question: Question, option: Option) -> Finding:
    ranked, candidate = option.ranked, option.candidate
    sheet, line = ranked.measured.sheet, ranked.line
    first, last = quoted_lines(sheet.lines, ranked.at, ranked.near, least=_NEIGHBOUR_WORTH)
    start, end, quote = sheet.lines[first].start, sheet.lines[last].end, line.text
    if first != last:
        quote = sheet.article.body[start:end]
    elif line.start is not None:
        left, right = cut_to_limit(line, *((candidate.start, candidate.end) if candidate else (0, 0)))
        start, end, quote = line.start + left, line.start + right, line.text[left:right]
    said = line.text[candidate.start : candidate.end] if candidate else None
    if said is not None and said not in quote:
        said = None
    return Finding(sheet.article, quote, start, end, said, option.score, _noted(question, option))


def _noted(question: Question, option: Option) -> dict[str, float]:
    ranked, candidate = option.ranked, option.candidate
    noted = dict(zip(measures.NAMES, map(float, ranked.measured.values[ranked.at]), strict=True))
    asked, told = years(question.marks), years(ranked.measured.sheet.all_marks)
    noted["line_score"] = ranked.score
    noted["lead"] = ranked.lead
    noted["score"] = option.score
    noted["answer_none"] = float(candidate is None)
    noted.update({f"answer_{name}": float(option.values[choosing.NAMES.index(name)]) for name in _NOTED})
    noted["shape"] = float(candidate is not None and candidate.shape == question.kind)
    noted["years_article"] = len(asked & told) / len(asked) if asked else 1.0
    noted.update(year_measures(question, ranked.measured.sheet))
    return noted


def _supported(asked: Support, option: Option) -> dict[str, float]:
    return asked.at(option.ranked.measured.sheet, option.ranked.line, option.candidate)


def _of_question(material: Material) -> dict[str, float]:
    return {
        "asked_terms": float(len(material.sought.words)),
        "second_share": material.found[1].share if len(material.found) > 1 else 0.0,
    }


def _margins(lines: Sequence[Ranked], options: Sequence[Option]) -> dict[str, float]:
    """How far the first ones lead: the best line's share among lines, the best candidate's among candidates."""
    leads = np.exp(np.array([ranked.lead for ranked in lines[:_RIVALS]]))
    rivals = np.exp(np.array([option.score - options[0].score for option in options]))
    return {
        "line_share": float(1.0 / leads.sum()),
        "share": float(1.0 / rivals.sum()),
        "article_lead": _lead_over_other_articles(lines, options[0].ranked),
    }


def _lead_over_other_articles(lines: Sequence[Ranked], chosen: Ranked) -> float:
    """How far the best line stands above the best one of another article, up to `_FAR`."""
    own = chosen.measured.sheet.article.id
    others = (-ranked.lead for ranked in lines[:_RIVALS] if ranked.measured.sheet.article.id != own)
    return min(next(others, _FAR), _FAR)
