"""The figures of one system on one set of questions."""

from collections.abc import Sequence
from dataclasses import dataclass

DEPTH = 10
_FEW = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """Mean reciprocal rank among the first ten articles, shares of right ones first and among the first five."""

    mrr: float
    first: float
    among_five: float
    questions: int


def articles_of(places: Sequence[int], article_of: Sequence[str]) -> list[str]:
    """Articles by their best passage, the first ten."""
    return list(dict.fromkeys(article_of[place] for place in places))[:DEPTH]


def rank_of(articles: Sequence[str], right: Sequence[str]) -> int | None:
    """Rank of the first right article, from 1; None when none is among them."""
    return next((rank for rank, article in enumerate(articles, start=1) if article in right), None)


def figures(ranks: Sequence[int | None]) -> Figures:
    """Figures of the ranks of some questions; all 0 for none."""
    count = max(len(ranks), 1)
    found = [rank for rank in ranks if rank is not None and rank <= DEPTH]
    return Figures(
        sum(1 / rank for rank in found) / count,
        sum(rank == 1 for rank in found) / count,
        sum(rank <= _FEW for rank in found) / count,
        len(ranks),
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0
