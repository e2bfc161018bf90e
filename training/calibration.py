"""How far the probability can be believed: held-out questions in bins, as a table and as a drawing.

Answerable questions count as good where the quote holds a right answer, all others as bad: of the questions with a
probability near 0.7 some 70 of 100 should be good.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_BINS = 10
_SIDE, _MARGIN = 300, 44


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose probability lies in one tenth: how many, their mean probability, the share that is good."""

    count: int
    said: float
    good: float


def bins(said: Sequence[float], good: Sequence[bool]) -> list[Bin]:
    """Ten bins of equal width, without those that are empty."""
    found = []
    for k in range(_BINS):
        inside = [i for i, p in enumerate(said) if k <= p * _BINS < k + 1 or (k == _BINS - 1 and p == 1)]
        if inside:
            mean = sum(said[i] for i in inside) / len(inside)
            found.append(Bin(len(inside), mean, sum(good[i] for i in inside) / len(inside)))
    return found


def error(found: Sequence[Bin]) -> float:
    """Expected calibration error: the mean distance of said and true, by how many questions a bin holds."""
    total = sum(one.count for one in found)
    return sum(one.count * abs(one.said - one.good) for one in found) / total if total else 0.0


def table(found: Sequence[Bin]) -> str:
    """The bins as rows of a Markdown table."""
    rows = [f"| {one.said:.2f} | {one.good:.2f} | {one.count} |" for one in found]
    return "\n".join(["| said | true | questions |", "|---|---|---|", *rows])


def draw(found: Sequence[Bin], target: Path) -> None:
    """An SVG: what was said to the right, what was true upwards, the dashed line where both agree."""
    most = max((one.count for one in found), default=1)

    def at(x: float, y: float) -> tuple[float, float]:
        return _MARGIN + x * _SIDE, _MARGIN / 2 + (1 - y) * _SIDE

    (left, bottom), (right, top) = at(0, 0), at(1, 1)
    box = f"0 0 {_SIDE + 1.5 * _MARGIN:.0f} {_SIDE + 1.6 * _MARGIN:.0f}"
    style = 'font-family="sans-serif" font-size="11" role="img" aria-label="Calibration of the probability to answer"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" {style}>',
        f'<rect x="{left}" y="{top}" width="{_SIDE}" height="{_SIDE}" fill="#fff" stroke="#999"/>',
        f'<line x1="{left}" y1="{bottom}" x2="{right}" y2="{top}" stroke="#999" stroke-dasharray="4 3"/>',
    ]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        x, _ = at(tick, 0)
        _, y = at(0, tick)
        parts.append(f'<text x="{x:.0f}" y="{bottom + 14:.0f}" text-anchor="middle" fill="#444">{tick}</text>')
        parts.append(f'<text x="{left - 6:.0f}" y="{y + 4:.0f}" text-anchor="end" fill="#444">{tick}</text>')
    points = [at(one.said, one.good) for one in found]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts.append(f'<polyline points="{path}" fill="none" stroke="#1f6feb" stroke-width="2"/>')
    for (x, y), one in zip(points, found, strict=True):
        size = 3 + 6 * (one.count / most) ** 0.5
        title = f"said {one.said:.2f}, true {one.good:.2f}, {one.count} questions"
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="#1f6feb"><title>{title}</title></circle>')
    parts.append(
        f'<text x="{(left + right) / 2}" y="{bottom + 32}" text-anchor="middle" fill="#444">probability said</text>'
    )
    parts.append(
        f'<text transform="translate(12 {(top + bottom) / 2}) rotate(-90)" text-anchor="middle" fill="#444">'
        "share that the quote answers</text></svg>"
    )
    target.write_text("\n".join(parts) + "\n", "utf-8")
