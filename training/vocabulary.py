"""Choose the features that get a row of the embedding, and map the training text to rows."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from corpus_arrays import News
from numpy.typing import NDArray

KINDS = ("w", "p", "W", "P", "e", "E")
_LEAST = 8  # times that a pair must occur in the news


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Feature strings with their kind as prefix, in row order, and the frequency of each in the training text."""

    features: list[str]
    counts: NDArray[np.float64]

    def numbers(self) -> dict[str, int]:
        """Row number of each feature."""
        return {feature: row for row, feature in enumerate(self.features)}


@dataclass(frozen=True, slots=True)
class MappedNews:
    """Row of each token's word, pair, plain word and plain pair (4, tokens); -1 where the feature has no row."""

    rows: NDArray[np.int32]


def _pair_codes(words: NDArray[np.int32], joined: NDArray[np.bool_], size: int) -> NDArray[np.int64]:
    codes = np.full(len(words), -1, np.int64)
    codes[:-1] = np.where(joined[:-1], words[:-1].astype(np.int64) * size + words[1:], -1)
    return codes


def _best_pairs(codes: NDArray[np.int64], size: int, counts: NDArray[np.int64], budget: int) -> NDArray[np.int64]:
    """The pairs that stand out most: count times pointwise mutual information."""
    known, times = np.unique(codes[codes >= 0], return_counts=True)
    known, times = known[times >= _LEAST], times[times >= _LEAST]
    expected = counts[known // size].astype(float) * counts[known % size] / counts.sum()
    gain = times * np.log(times / expected)
    return np.sort(known[np.argsort(-gain, kind="stable")[:budget]])


def _place(codes: NDArray[np.int64], chosen: NDArray[np.int64], base: int) -> NDArray[np.int32]:
    at = np.minimum(np.searchsorted(chosen, codes), len(chosen) - 1)
    return np.where(chosen[at] == codes, at + base, -1).astype(np.int32)


def map_news(news: News, budget: dict[str, int]) -> tuple[list[str], list[int], MappedNews]:
    """Choose the Vietnamese features (w, p, W, P) and map every token of the news to their rows."""
    chosen: list[str] = []
    times: list[int] = []
    rows = np.empty((4, len(news.tokens)), np.int32)
    for offset, (tokens, words, prefix) in enumerate(
        ((news.tokens, news.words, ("w", "p")), (news.plain_of[news.tokens], news.plains, ("W", "P")))
    ):
        size = len(words)
        counts = np.bincount(tokens, minlength=size)
        best = np.sort(np.argsort(-counts, kind="stable")[: budget[prefix[0]]])
        rows[2 * offset] = _place(tokens.astype(np.int64), best, len(chosen))
        chosen += [f"{prefix[0]}:{words[i]}" for i in best]
        times += counts[best].tolist()
        codes = _pair_codes(tokens, news.joined, size)
        pairs = _best_pairs(codes, size, counts, budget[prefix[1]])
        rows[2 * offset + 1] = _place(codes, pairs, len(chosen))
        found = rows[2 * offset + 1]
        times += np.bincount(found[found >= 0] - len(chosen), minlength=len(pairs)).tolist()
        chosen += [f"{prefix[1]}:{words[c // size]}_{words[c % size]}" for c in pairs]
    return chosen, times, MappedNews(rows)


def english_features(path: Path, left_out: set[int], budget: dict[str, int]) -> tuple[list[str], list[int]]:
    """The English stems and pairs (e, E) that occur most in the sentence pairs."""
    words, pairs = Counter[str](), Counter[str]()
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number not in left_out:
                record = json.loads(line)
                words.update(record["e"])
                pairs.update(record["E"])
    total = sum(words.values())
    gain = {p: n * np.log(n * total / np.prod([words[w] for w in p.split("_", 1)])) for p, n in pairs.items() if n > 3}  # noqa: PLR2004 -- rarer pairs are chance
    best_pairs = sorted(sorted(gain), key=lambda p: -gain[p])[: budget["E"]]
    best_words = [w for w, n in words.most_common(budget["e"]) if n > 1]
    features = [f"e:{w}" for w in best_words] + [f"E:{p}" for p in best_pairs]
    return features, [words[w] for w in best_words] + [pairs[p] for p in best_pairs]
