"""Train the static bilingual embedding: one vector per feature, a text is the direction of their sum.

    python training/prepare.py ...; python training/check_leaks.py ...
    python training/static_model.py --work DIR --minutes 40 [--check FOLDER]

Contrastive (InfoNCE, both directions) with the other passages of the batch as negatives; sparse Adam, a linearly
decaying rate. Alternates batches of Vietnamese questions made from news and of English sentences with their
translations. In the last part, batches are drawn from groups of similar articles, so that negatives are hard.
Writes checkpoint.npy and vocabulary.json to the work folder; `pack_model.py` makes the packaged files of them.
"""

import argparse
import json
import queue
import threading
import time
from pathlib import Path

import numpy as np
import torch
from batches import NewsPairs, SentencePairs
from checks import Checks
from corpus_arrays import load_news, passages
from numpy.typing import NDArray
from scipy import sparse
from vocabulary import english_features, map_news

WIDTH = 256
BUDGET = {"w": 20000, "p": 36000, "W": 16000, "P": 30000, "e": 12000, "E": 6000}
BATCH = 1024
TEMPERATURE = 0.05
HELD_OUT = 2000
_GROUPS_PER_BATCH = 8


class SparseAdam:
    """Adam on the rows that a step touches, each row with its own step count."""

    def __init__(self, weights: torch.Tensor) -> None:
        self.weights = weights
        self.mean = torch.zeros_like(weights)
        self.square = torch.zeros_like(weights)
        self.steps = torch.zeros(len(weights))

    def step(self, rows: torch.Tensor, gradient: torch.Tensor, rate: float) -> None:
        """Move the rows against their gradient."""
        self.steps[rows] += 1
        steps = self.steps[rows, None]
        mean = self.mean[rows].mul_(0.9).add_(gradient, alpha=0.1)
        square = self.square[rows].mul_(0.999).addcmul_(gradient, gradient, value=0.001)
        self.mean[rows], self.square[rows] = mean, square
        mean.div_(1 - 0.9**steps)
        square.div_(1 - 0.999**steps).sqrt_().add_(1e-8)
        self.weights.index_add_(0, rows, mean.div_(square), alpha=-rate)


def compressed(matrix: sparse.csr_matrix) -> tuple[NDArray[np.int64], sparse.csr_matrix]:
    """The columns in use, and the matrix with those columns only."""
    used = np.zeros(matrix.shape[1], bool)
    used[matrix.indices] = True
    columns = np.flatnonzero(used)
    new = np.zeros(matrix.shape[1], np.int32)
    new[columns] = np.arange(len(columns), dtype=np.int32)
    return columns, sparse.csr_matrix(
        (matrix.data, new[matrix.indices], matrix.indptr), (matrix.shape[0], len(columns))
    )


def step(optimiser: SparseAdam, questions: sparse.csr_matrix, targets: sparse.csr_matrix, rate: float) -> float:
    """One step on a batch; returns the loss."""
    size = questions.shape[0]
    columns, both = compressed(sparse.vstack([questions, targets], format="csr"))
    rows = torch.from_numpy(columns)
    sums = torch.from_numpy(both @ optimiser.weights[rows].numpy())
    norms = sums.norm(dim=1, keepdim=True).clamp_min_(1e-6)
    unit = sums / norms
    q, p = unit[:size], unit[size:]
    logits = (q @ p.T) / TEMPERATURE
    forward, backward = logits.log_softmax(1), logits.log_softmax(0)
    loss = -(forward.diagonal().mean() + backward.diagonal().mean()).item() / 2
    slope = (forward.exp_() + backward.exp_()) / 2
    slope.diagonal().sub_(1)
    slope /= size * TEMPERATURE
    gradient = torch.cat([slope @ p, slope.T @ q])
    gradient = (gradient - unit * (unit * gradient).sum(1, keepdim=True)) / norms
    optimiser.step(rows, torch.from_numpy(both.T @ gradient.numpy()), rate)
    return loss


class Source:
    """Draws batches in a thread of its own, so that the trainer seldom waits."""

    def __init__(
        self, news: NewsPairs, sentences: SentencePairs, articles: NDArray[np.int64], english_share: float
    ) -> None:
        self.news, self.sentences, self.articles, self.english_share = news, sentences, articles, english_share
        self.groups: NDArray[np.int64] | None = None
        self.ready: queue.Queue[tuple[str, sparse.csr_matrix, sparse.csr_matrix]] = queue.Queue(4)
        self._rng = np.random.default_rng(1)
        threading.Thread(target=self._fill, daemon=True).start()

    def _articles(self) -> NDArray[np.int64]:
        if self.groups is None:
            return self._rng.choice(self.articles, BATCH, replace=False)
        chosen = self._rng.choice(self.groups.max() + 1, _GROUPS_PER_BATCH, replace=False)
        members = [self.articles[self.groups == group] for group in chosen]
        picked = [self._rng.choice(m, min(len(m), BATCH // _GROUPS_PER_BATCH), replace=False) for m in members]
        return np.concatenate(picked)

    def _fill(self) -> None:
        while True:
            if self._rng.random() < self.english_share:
                chosen = self._rng.choice(self.sentences.english.shape[0], BATCH, replace=False)
                self.ready.put(("en", *self.sentences.batch(chosen, self._rng)))
            else:
                self.ready.put(("vi", *self.news.batch(self._articles(), self._rng)))


def group_articles(
    news: NewsPairs, weights: torch.Tensor, articles: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    """Number of the group of similar articles (few rounds of spherical k-means) that each article is in."""
    starts, firsts = news.news.sentences, news.news.articles
    vectors = []
    for chunk in np.array_split(articles, len(articles) // 2000 + 1):
        spans = [[(int(starts[firsts[a]]), int(starts[min(firsts[a] + 6, firsts[a + 1])]))] for a in chunk]
        vectors.append(torch.nn.functional.normalize(torch.from_numpy(news.rows_of(spans) @ weights.numpy())))
    units = torch.cat(vectors)
    centres = units[torch.randperm(len(units))[:count]]
    for _ in range(6):
        nearest = torch.cat([(part @ centres.T).argmax(1) for part in units.split(8192)])
        centres = torch.nn.functional.normalize(torch.zeros_like(centres).index_add_(0, nearest, units))
    return nearest.numpy()


def initial_weights(counts: NDArray[np.float64], generator: torch.Generator) -> torch.Tensor:
    """Random directions, longer for rarer features (as inverse document frequency is)."""
    rarity = np.log(1 + 3e7 / (counts + 10))
    weights = torch.randn(len(counts), WIDTH, generator=generator)
    return weights.mul_(torch.from_numpy(0.1 * rarity / rarity.mean()).float()[:, None])


def options_of_the_command() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--check", type=Path, help="folder of evaluation files to watch, never trained on")
    parser.add_argument("--rate", type=float, default=0.01)
    parser.add_argument("--english-share", type=float, default=0.2)
    parser.add_argument("--start", type=Path, help="weights to go on from (an earlier checkpoint.npy)")
    parser.add_argument("--hard-from", type=float, default=0.3, help="share of the time after which negatives are hard")
    return parser.parse_args()


def prepared(options: argparse.Namespace) -> tuple[Source, Checks, torch.Tensor]:
    """Where batches come from, what is watched, and the weights to start with."""
    began = time.monotonic()
    work = options.work
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
    held_out, usable = usable[:HELD_OUT], np.sort(usable[HELD_OUT:])
    counts = np.array(times + english_times, float)
    weights = initial_weights(counts, torch.Generator().manual_seed(1))
    if options.start:
        weights = torch.from_numpy(np.load(options.start))
    print(
        f"{time.monotonic() - began:.0f} s: {len(features)} features, {len(bounds)} passages, {len(usable)} articles, "
        f"{sentences.english.shape[0]} sentence pairs",
        flush=True,
    )
    return (
        Source(pairs, sentences, usable, options.english_share),
        Checks(pairs, held_out, numbers, options.check),
        weights,
    )


def main() -> None:
    """Run it."""
    options = options_of_the_command()
    torch.set_num_threads(2)
    torch.manual_seed(1)
    source, checks, weights = prepared(options)
    optimiser = SparseAdam(weights)
    print(f"before training: {checks.run(weights.numpy())}", flush=True)
    started = time.monotonic()
    taken, losses, next_check = 0, {"vi": 0.0, "en": 0.0}, 90.0
    while (spent := time.monotonic() - started) < options.minutes * 60:
        done = spent / (options.minutes * 60)
        if source.groups is None and done >= options.hard_from:
            source.groups = group_articles(source.news, weights, source.articles, len(source.articles) // 250)
            print(f"{spent:.0f} s: negatives from groups of similar articles", flush=True)
        language, questions, targets = source.ready.get()
        rate = options.rate * min(1.0, (taken + 1) / 100) * max(0.02, 1 - done)
        loss = step(optimiser, questions, targets, rate)
        losses[language] = 0.98 * losses[language] + 0.02 * loss if losses[language] else loss
        taken += 1
        if spent >= next_check:
            next_check = spent + 240
            said = f"{spent:.0f} s, step {taken}: loss {losses['vi']:.3f} vi {losses['en']:.3f} en"
            print(f"{said}; {checks.run(weights.numpy())}", flush=True)
            np.save(options.work / "checkpoint.npy", weights.numpy())
    np.save(options.work / "checkpoint.npy", weights.numpy())
    print(f"done, {taken} steps: {checks.run(weights.numpy())}", flush=True)


if __name__ == "__main__":
    main()
