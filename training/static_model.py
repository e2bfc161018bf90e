"""Train the static bilingual embedding: one vector per feature, a text is the direction of their sum.

    python training/prepare.py ...; python training/check_leaks.py ...
    python training/static_model.py --work DIR --minutes 40 [--check FOLDER]

Contrastive (InfoNCE, both directions) with the other passages of the batch as negatives; sparse Adam, a linearly
decaying rate. Alternates batches of Vietnamese questions made from news and of English sentences with their
translations. In the last part, batches are drawn from groups of similar articles, so that negatives are hard.
Writes checkpoint-STEP.npy every four minutes and vocabulary.json to the work folder; `pack_model.py` makes the packaged
files of the mean of some of them.
"""

import argparse
import ctypes
import queue
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

import numpy as np
import torch
from batches import NewsPairs, SentencePairs
from checks import Checks
from groups import from_groups, group_articles, group_sentences
from numpy.typing import NDArray
from prepared_text import prepared
from scipy import sparse

from index.embedders.static_vi_en import StaticModel
from index.translation import TranslationTable

WIDTH = 256
BATCH = 1024
TEMPERATURE = 0.05
_GROUPS_PER_BATCH = 8
_PASSAGES_PER_ARTICLE = 2  # in the batches whose negatives stand in the same article
_SEVERAL_PASSAGES_SHARE = 0.5
_EASY_ENGLISH_SHARE = 0.4


def compiled_adam() -> Callable[..., None]:
    """`adam_rows.c`, compiled beside the temporary files: one pass over memory instead of a dozen."""
    library = Path(tempfile.mkdtemp()) / "adam_rows.so"
    source = Path(__file__).with_name("adam_rows.c")
    flags = ["-O3", "-march=native", "-ffast-math", "-shared", "-fPIC"]
    subprocess.run(["cc", *flags, str(source), "-o", str(library), "-lm"], check=True)  # noqa: S603, S607 -- our own source
    function = ctypes.CDLL(str(library)).adam_rows
    pointer, whole = ctypes.c_void_p, ctypes.c_int64
    function.argtypes = [pointer, pointer, pointer, pointer, pointer, whole, whole, pointer, ctypes.c_float]
    function.restype = None
    return cast("Callable[..., None]", function)


class SparseAdam:
    """Adam on the rows that a step touches, each row with its own step count."""

    def __init__(self, weights: NDArray[np.float32]) -> None:
        self.weights = np.ascontiguousarray(weights)
        self._state = (self.weights, np.zeros_like(weights), np.zeros_like(weights), np.zeros(len(weights), np.float32))
        self._adam = compiled_adam()

    def step(self, rows: NDArray[np.int64], gradient: NDArray[np.float32], rate: float) -> None:
        """Move the rows against their gradient."""
        addresses = [array.ctypes.data for array in (*self._state, rows)]
        self._adam(*addresses, len(rows), self.weights.shape[1], np.ascontiguousarray(gradient).ctypes.data, rate)


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
    everything = sparse.vstack([questions, targets], format="csr")
    columns, both = compressed(everything)
    sums = torch.from_numpy(everything @ optimiser.weights)
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
    optimiser.step(columns, both.T @ gradient.numpy(), rate)
    return loss


class Source:
    """Draws batches in a thread of its own, so that the trainer seldom waits."""

    def __init__(
        self, news: NewsPairs, sentences: SentencePairs, articles: NDArray[np.int64], english_share: float
    ) -> None:
        self.news, self.sentences, self.articles, self.english_share = news, sentences, articles, english_share
        self.groups: NDArray[np.int64] | None = None
        self.sentence_groups: NDArray[np.int64] | None = None
        self.ready: queue.Queue[tuple[str, sparse.csr_matrix, sparse.csr_matrix]] = queue.Queue(4)
        self._rng = np.random.default_rng(1)
        threading.Thread(target=self._fill, daemon=True).start()

    def _articles(self) -> NDArray[np.int64]:
        if self.groups is None:
            return self._rng.choice(self.articles, BATCH, replace=False)
        several = self._rng.random() < _SEVERAL_PASSAGES_SHARE
        times = _PASSAGES_PER_ARTICLE if several else 1
        chosen = from_groups(self.groups, _GROUPS_PER_BATCH, BATCH // times, self._rng)
        return np.repeat(self.articles[chosen], times)

    def _sentences(self) -> NDArray[np.int64]:
        if self.sentence_groups is None or self._rng.random() < _EASY_ENGLISH_SHARE:
            return self._rng.choice(self.sentences.english.shape[0], BATCH, replace=False)
        return from_groups(self.sentence_groups, _GROUPS_PER_BATCH, BATCH, self._rng)

    def _fill(self) -> None:
        while True:
            if self._rng.random() < self.english_share:
                self.ready.put(("en", *self.sentences.batch(self._sentences(), self._rng)))
            else:
                self.ready.put(("vi", *self.news.batch(self._articles(), self._rng)))


def initial_weights(counts: NDArray[np.float64], random: np.random.Generator) -> NDArray[np.float32]:
    """Random directions, longer for rarer features (as inverse document frequency is)."""
    rarity = np.log(1 + 3e7 / (counts + 10))
    weights = random.standard_normal((len(counts), WIDTH), np.float32)
    return weights * (0.1 * rarity / rarity.mean()).astype(np.float32)[:, None]


def continued(fresh: NDArray[np.float32], features: list[str], start: Path) -> NDArray[np.float32]:
    """Weights to go on from: a checkpoint, or a packaged model, whose vocabulary may be smaller.

    An English feature that the packaged model lacks begins as the mean of its translations.
    """
    if start.is_file():
        return np.asarray(np.load(start), np.float32)
    model, table = StaticModel.load(start), TranslationTable.packaged()
    numbers = model.numbers
    for row, (kind, _, name) in enumerate(feature.partition(":") for feature in features):
        if name in numbers[kind]:
            at = numbers[kind][name]
            fresh[row] = model.rows[at].astype(np.float32) * model.scales[at]
        elif kind in "eE":
            meant = [(p, numbers["p" if "_" in target else "w"].get(target)) for target, p in table.lookup(name)]
            known = [p * model.scales[at] * model.rows[at].astype(np.float32) for p, at in meant if at is not None]
            fresh[row] = np.sum(known, axis=0) if known else 0.1 * fresh[row]
    return fresh


def options_of_the_command() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--check", type=Path, help="folder of evaluation files to watch, never trained on")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=0.01)
    parser.add_argument("--english-share", type=float, default=0.2)
    parser.add_argument("--start", type=Path, help="a checkpoint or a packaged model to go on from")
    parser.add_argument("--hard-from", type=float, default=0.3, help="share of the time after which negatives are hard")
    return parser.parse_args()


def main() -> None:
    """Run it."""
    options = options_of_the_command()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    text = prepared(options.work)
    source = Source(text.news, text.sentences, text.usable, options.english_share)
    checks = Checks(text.news, text.held_out, text.numbers(), options.check)
    weights = initial_weights(text.counts, np.random.default_rng(1))
    if options.start:
        weights = continued(weights, text.features, options.start)
    optimiser = SparseAdam(weights)
    print(f"before training: {checks.run(optimiser.weights)}", flush=True)
    started = time.monotonic()
    taken, losses, next_check = 0, {"vi": 0.0, "en": 0.0}, 90.0
    while (spent := time.monotonic() - started) < options.minutes * 60:
        done = spent / (options.minutes * 60)
        if source.groups is None and done >= options.hard_from:
            source.sentence_groups = group_sentences(source.sentences, optimiser.weights)
            source.groups = group_articles(source.news, source.articles, optimiser.weights)
            print(f"{spent:.0f} s: negatives from groups of similar texts", flush=True)
        language, questions, targets = source.ready.get()
        rate = options.rate * min(1.0, (taken + 1) / 100) * max(0.02, 1 - done)
        loss = step(optimiser, questions, targets, rate)
        losses[language] = 0.98 * losses[language] + 0.02 * loss if losses[language] else loss
        taken += 1
        if spent >= next_check:
            next_check = spent + 240
            said = f"{spent:.0f} s, step {taken}: loss {losses['vi']:.3f} vi {losses['en']:.3f} en"
            print(f"{said}; {checks.run(optimiser.weights)}", flush=True)
            np.save(options.work / f"checkpoint-{taken}.npy", optimiser.weights)
    np.save(options.work / f"checkpoint-{taken}.npy", optimiser.weights)
    print(f"done, {taken} steps: {checks.run(optimiser.weights)}", flush=True)


if __name__ == "__main__":
    main()
