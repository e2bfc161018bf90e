"""Ranking the candidates: a weighted sum of what is known about each, with weights fitted by `training/ranker.py`.

Signals are cheap: each is one restricted query to the lexical index, or the cosine. All are between 0 and about 1, so
that the sum compares passages of one search.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from index.language import Language
from index.lexical import LexicalIndex
from index.lexical_query import QueryTerm

Signals = NDArray[np.float32]

WORD_KINDS = ("words", "plain_words")
PAIR_KINDS = ("pairs", "plain_pairs")
# In the order of the columns
NAMES = ("words", "pairs", "word_coverage", "pair_coverage", "marks", "article", "cosine")


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight for each of NAMES."""

    values: tuple[float, ...]

    def apply(self, signals: Signals) -> Signals:
        """Scores of rows of signals, shape (n, len(NAMES)) to (n,)."""
        return np.asarray(signals @ np.array(self.values, np.float32), np.float32)


@lru_cache(maxsize=4)
def packaged_weights(language: Language, *, dense: bool) -> Weights:
    """The fitted weights for questions of a language, with or without a dense arm."""
    text = resources.files("index").joinpath("fusion.json").read_text(encoding="utf-8")
    found = json.loads(text)[f"{language}-{'dense' if dense else 'lexical'}"]
    return Weights(tuple(float(found[name]) for name in NAMES))


def signals(
    lexical: LexicalIndex,
    terms: Sequence[QueryTerm],
    rows: NDArray[np.int64],
    articles: NDArray[np.uint64],
    cosine: NDArray[np.float32],
) -> Signals:
    """What is known about each candidate.

    Args:
        lexical: The index that holds the rows.
        terms: The terms of the question.
        rows: The candidates, shape (n,).
        articles: A number for the article of each.
        cosine: Their similarity to the question; zeros without a dense arm.

    Returns:
        Shape (n, len(NAMES)). BM25 sums of words and of pairs as shares of the best total among the candidates; shares
        of the words and pairs found, by rarity; share of dates and periods found; how good the article's other
        passages among the candidates are; the cosine, if positive.
    """
    words = [term for term in terms if term.kind in WORD_KINDS]
    pairs = [term for term in terms if term.kind in PAIR_KINDS]
    marks = [term for term in terms if term.kind == "marks"]
    word_sum, pair_sum = lexical.scores(words, rows), lexical.scores(pairs, rows)
    total = word_sum + pair_sum
    best = max(float(total.max(initial=0.0)), 1e-9)
    return np.stack(
        [
            word_sum / best,
            pair_sum / best,
            lexical.coverage(words, rows),
            lexical.coverage(pairs, rows),
            lexical.coverage(marks, rows),
            _others(total / best, articles),
            np.maximum(cosine, 0.0),
        ],
        axis=1,
    ).astype(np.float32)


def _others(score: Signals, articles: NDArray[np.uint64]) -> Signals:
    """For each row the best score among the other rows of its article; 0 for a row alone."""
    best: dict[int, tuple[float, float]] = {}
    for article, value in zip(articles.tolist(), score.tolist(), strict=True):
        first, second = best.get(article, (0.0, 0.0))
        best[article] = (value, first) if value > first else (first, max(second, value))
    rest = []
    for article, value in zip(articles.tolist(), score.tolist(), strict=True):
        first, second = best[article]
        rest.append(second if value >= first else first)
    return np.array(rest, np.float32)
