"""The figures of an article as `corpus show` tells them: a table for people, facts for programs."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from corpus.article import Article
    from corpus.figures_article import Figure

_HEAD = ("FIGURE", "COUNTED", "PERIOD", "AS OF", "PLACE", "SAYS")
_WIDEST = 44


def figure_facts(figure: "Figure") -> dict[str, object]:
    """One figure as a JSON object: numbers as they are, decimals as text so that nothing is rounded."""
    period, change = figure.period, figure.change
    return {
        "start": figure.start,
        "end": figure.end,
        "sentence_start": figure.sentence_start,
        "sentence_end": figure.sentence_end,
        "value": _plain(figure.value),
        "high": _plain(figure.high),
        "unit": figure.unit,
        "mark": figure.mark,
        "counted": figure.counted,
        "role": figure.role,
        "as_of": figure.as_of,
        "period": period
        and {"written": period.written, "kind": period.kind, "start": str(period.start), "end": str(period.end)},
        "place": figure.place,
        "change": change
        and {
            "direction": change.direction,
            "amount": _plain(change.amount),
            "unit": change.unit,
            "share": _plain(change.share),
            "against": change.against,
            "start": change.start,
            "end": change.end,
        },
    }


def figure_lines(article: "Article", figures: "Sequence[Figure]") -> Iterator[str]:
    """The table, line by line: the figure as written, and what is known of it."""
    rows = [_HEAD, *(_cells(article, figure) for figure in figures)]
    widths = [min(_WIDEST, max(map(len, column))) for column in zip_longest(*rows, fillvalue="")]
    for row in rows:
        cells = (_cut(cell).ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _cells(article: "Article", figure: "Figure") -> tuple[str, ...]:
    written = " ".join(f"{figure.mark} {article.body[figure.start : figure.end]}".split())
    change = figure.change
    said = article.body[change.start : change.end] if change else ("planned" if figure.role == "plan" else "")
    period = figure.period.written if figure.period else ""
    return (written, figure.counted, period, figure.as_of or "", figure.place or "", " ".join(said.split()))


def _cut(cell: str) -> str:
    return cell if len(cell) <= _WIDEST else f"{cell[: _WIDEST - 1]}…"


def _plain(value: "Decimal | None") -> str | None:
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
