"""The training text as the trainers take it: arrays, the features chosen from them, what is left out and kept apart."""

import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from batches import NewsPairs, SentencePairs
from corpus_arrays import load_news, passages
from numpy.typing import NDArray
from vocabulary import english_features, map_news

BUDGET = {"w": 20000, "p": 36000, "W": 16000, "P": 30000, "e": 18000, "E": 10000}
HELD_OUT = 2000


@dataclass(frozen=True, slots=True)
class Prepared:
    """The training text with the features chosen from it.

    Attributes:
        features: names of the features in row order.
        counts: how often each occurs.
        news: questions and passages of articles; `usable` the articles to learn from, `held_out` those to watch.
        sentences: English and Vietnamese sentences.
    """

    features: list[str]
    counts: NDArray[np.float64]
    news: NewsPairs
    sentences: SentencePairs
    usable: NDArray[np.int64]
    held_out: NDArray[np.int64]

    def numbers(self) -> dict[str, int]:
        """Row of each feature."""
        return {feature: row for row, feature in enumerate(self.features)}


def prepared(work: Path) -> Prepared:
    """Read the arrays of `prepare.py`, leave out what `check_leaks.py` found, choose features.

    Writes vocabulary.json to the work folder, for `pack_model.py`.
    """
    began = time.monotonic()
    news = load_news(work)
    left_out = set(np.load(work / "leaked-pairs.npy").tolist())
    chosen, times, mapped = map_news(news, BUDGET)
    english, english_times = english_features(work / "parallel.jsonl", left_out, BUDGET)
    features = chosen + english
    kinds = np.array(["wpWPeE".index(feature[0]) for feature in features], np.int8)
    (work / "vocabulary.json").write_text(json.dumps(features, ensure_ascii=False), encoding="utf-8")
    bounds, offsets = passages(news)
    numbers = {feature: row for row, feature in enumerate(features)}
    sentences = SentencePairs(work / "parallel.jsonl", numbers, left_out)
    pairs = NewsPairs(news, mapped, bounds, offsets, kinds, len(features))
    usable = np.setdiff1d(np.flatnonzero(np.diff(offsets) > 0), np.load(work / "leaked-articles.npy"))
    usable = np.random.default_rng(7).permutation(usable)
    print(
        f"{time.monotonic() - began:.0f} s: {len(features)} features, {len(bounds)} passages, {len(usable)} articles, "
        f"{sentences.english.shape[0]} sentence pairs",
        flush=True,
    )
    counts = np.array(times + english_times, float)
    return Prepared(features, counts, pairs, sentences, np.sort(usable[HELD_OUT:]), usable[:HELD_OUT])
