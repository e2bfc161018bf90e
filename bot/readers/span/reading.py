"""Reading with learned weights: lines are ranked, then the candidates within the best of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.question_time import years
from bot.quoting import cut_to_limit, quoted_lines
from bot.reader import Finding, Found, Material
from bot.readers.span import choosing, measures
from bot.readers.span.candidate import Candidate
from bot.readers.span.choosing import LineChooser, candidates
from bot.readers.span.measures import Measured, measure
from bot.readers.span.weights import packaged_weights
from bot.sheet import sheet_of

BEST_LINES = 6
WHOLE_ARTICLES = 3
_KEPT = 8
_NEIGHBOUR_WORTH = -2.5


@dataclass(frozen=True, slots=True)
class _Line:
    """A scored line: `measured.sheet.lines[at]`."""

    measured: Measured
    at: int
    score: float


class SpanReader:
    """Ranks lines and candidates by the packaged weights."""

    def __init__(self) -> None:
        self._weights = packaged_weights(measures.NAMES, choosing.NAMES)

    def read(self, material: Material) -> tuple[Finding, ...]:
        """Findings, best first: candidates of the best lines, or the lines themselves where there is none."""
        sheets = measured_sheets(material)
        scored = [measured.values @ self._weights.lines for measured in sheets]
        lines = [
            _Line(measured, at, float(scores[at]))
            for measured, scores in zip(sheets, scored, strict=True)
            for at in range(len(scores))
        ]
        lines.sort(key=lambda line: -line.score)
        best = lines[:BEST_LINES]
        if not best:
            return ()
        options = self._options(material, best)
        by_sheet = {id(measured): scores for measured, scores in zip(sheets, scored, strict=True)}
        findings = [
            self._finding(material, line, candidate, score, by_sheet[id(line.measured)], lines[0].score)
            for line, candidate, score in options[:_KEPT]
        ]
        return tuple(_with_margins(findings, lines))

    def _options(self, material: Material, best: list[_Line]) -> list[tuple[_Line, Candidate | None, float]]:
        rows: list[NDArray[np.float32]] = []
        options: list[tuple[_Line, Candidate | None]] = []
        for rank, line in enumerate(best):
            text = line.measured.sheet.lines[line.at]
            chooser = LineChooser(material.question, material.sought, text)
            order: dict[str, int] = {}
            for candidate in candidates(material.question, text):
                order[candidate.shape] = order.get(candidate.shape, -1) + 1
                rows.append(
                    chooser.measure(candidate, order[candidate.shape], line.score - best[0].score, first=rank == 0)
                )
                options.append((line, candidate))
        if not rows:
            return [(best[0], None, 0.0)]
        scores = np.array(rows) @ self._weights.candidates
        ranked = np.argsort(-scores, kind="stable")
        return [(*options[i], float(scores[i])) for i in ranked]

    def _finding(
        self,
        material: Material,
        line: _Line,
        candidate: Candidate | None,
        score: float,
        scores: NDArray[np.float32],
        top: float,
    ) -> Finding:
        sheet = line.measured.sheet
        text = sheet.lines[line.at]
        first, last = quoted_lines(sheet.lines, line.at, [float(s) - top for s in scores], least=_NEIGHBOUR_WORTH)
        start, end = text.start, text.end
        quote = text.text
        if first != last:
            start, end = sheet.lines[first].start, sheet.lines[last].end
            quote = sheet.article.body[start:end]
        elif start is not None:
            inner = (candidate.start, candidate.end) if candidate else (0, 0)
            left, right = cut_to_limit(text, *inner)
            start, end, quote = start + left, start + right, text.text[left:right]
        named = dict(zip(measures.NAMES, map(float, line.measured.values[line.at]), strict=True))
        named["line_score"] = line.score
        named["score"] = score
        named["shape"] = float(candidate is not None and candidate.shape == material.question.kind)
        asked = years(material.question.marks)
        named["years_article"] = len(asked & years(sheet.marks)) / len(asked) if asked else 1.0
        named["asked_terms"] = float(len(material.sought.words))
        named["undated"] = float(not years(sheet.marks))
        said = None if candidate is None else text.text[candidate.start : candidate.end]
        return Finding(sheet.article, quote, start, end, said if said and said in quote else None, score, named)


def measured_sheets(material: Material) -> list[Measured]:
    """The articles of the material laid out and measured: the first ones whole, the others around their hits."""
    return [_measured(material, found, rank) for rank, found in enumerate(material.found)]


def _measured(material: Material, found: Found, rank: int) -> Measured:
    stretches = [(passage.start, passage.end) for passage in found.passages]
    whole = rank < WHOLE_ARTICLES or not stretches
    sheet = sheet_of(found.article, None if whole else stretches)
    shares: dict[int, float] = {}
    for passage in found.passages:
        for i, line in enumerate(sheet.lines):
            if line.start is not None and passage.start <= line.start < passage.end:
                shares[i] = max(shares.get(i, 0.0), passage.share)
    return measure(material.question, material.sought, sheet, found.share, shares)


def _with_margins(findings: list[Finding], lines: list[_Line]) -> list[Finding]:
    """Notes in the first finding how far it leads: over the next candidate, and the best line over the next ones."""
    if not findings:
        return findings
    first = findings[0].measures
    scores = np.array([line.score for line in lines[:30]])
    shares = np.exp(scores - scores[0])
    first["line_share"] = float(1.0 / shares.sum())
    rest = np.exp(np.array([finding.score - findings[0].score for finding in findings]))
    first["share"] = float(1.0 / rest.sum())
    return findings
