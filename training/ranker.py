"""Fit the weights of `index/fusion.json`: how the signals of a candidate add up.

    python training/ranker.py --language vi --set HOME QUESTIONS FORM WEIGHT [--set ...] [--no-dense] [--write]

HOME is an index kept by benchmarks/search_quality.py, QUESTIONS a gold file, FORM vi, plain or en, WEIGHT what one
question counts. The loss is the softmax cross-entropy of the right articles' passages among the candidates of a
question, with a pull towards the weights in use. Prints MRR@10 of the weights in use and of fitted ones, by five-fold
cross-validation.
"""

import argparse
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.search_quality import questions
from index.embedder import EmbedderSettings, open_embedder
from index.fusion import NAMES, packaged_weights
from index.searcher import Searcher
from index.settings import IndexSettings

Floats = NDArray[np.float64]
FOLDS, KEPT, SHARPNESS = 5, 80, 12.0
WEIGHTS_FILE = Path(__file__).parents[1] / "index" / "fusion.json"


class Case(NamedTuple):
    """One question: signals of its candidates, which are right, their articles, its weight and its set."""

    signals: Floats
    right: NDArray[np.bool_]
    articles: NDArray[np.uint64]
    weight: float
    name: str


def cases(home: Path, gold: Path, form: str, weight: float, *, dense: bool) -> list[Case]:
    """The cases of one set; questions whose right passage is no candidate teach nothing and only count in the score."""
    embedder = open_embedder(EmbedderSettings()) if dense else None
    searcher = Searcher.open(home, embedder=embedder, settings=IndexSettings())
    found = []
    for _, text, right in questions(gold, form):
        rows, known, articles, ids = searcher.candidates(text, KEPT)
        del rows
        found.append(Case(known.astype(np.float64), np.isin(ids, right), articles, weight, f"{home.name} {form}"))
    return found


def mrr(case: Case, weights: Floats) -> float:
    """Reciprocal rank of the first right article, 0 beyond ten."""
    order = np.argsort(-(case.signals @ weights), kind="stable")
    seen: list[int] = []
    for at in order:
        article = int(case.articles[at])
        if article not in seen:
            seen.append(article)
            if case.right[at]:
                return 1 / len(seen)
        if len(seen) > 10:  # noqa: PLR2004 - MRR@10
            return 0.0
    return 0.0


def fit(data: list[Case], start: Floats, pull: float, rounds: int = 300) -> Floats:
    """Weights that minimise the loss, by gradient descent with momentum."""
    usable = [case for case in data if case.right.any() and not case.right.all()]
    total = sum(case.weight for case in usable)
    weights, speed = start.copy(), np.zeros_like(start)
    for _ in range(rounds):
        gradient = pull * (weights - start)
        for case in usable:
            scores = SHARPNESS * (case.signals @ weights)
            share = np.exp(scores - scores.max())
            among_right = np.where(case.right, share, 0.0)
            difference = share / share.sum() - among_right / among_right.sum()
            gradient += case.weight / total * SHARPNESS * (difference @ case.signals)
        speed = 0.9 * speed - 0.02 * gradient
        weights = weights + speed
    return weights


def report(data: list[Case], weights_of: list[Floats], title: str) -> None:
    """MRR of each set, question by question with its own weights."""
    names = list(dict.fromkeys(case.name for case in data))
    by_set = {
        name: np.mean([mrr(case, w) for case, w in zip(data, weights_of, strict=True) if case.name == name])
        for name in names
    }
    print(title, " | ".join(f"{name} {value:.4f}" for name, value in by_set.items()), flush=True)


def main() -> None:
    """Fit, report, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", choices=["vi", "en"], required=True)
    parts = ("HOME", "QUESTIONS", "FORM", "WEIGHT")
    parser.add_argument("--set", nargs=4, action="append", required=True, metavar=parts)
    parser.add_argument("--no-dense", action="store_true")
    parser.add_argument("--pull", type=float, nargs="+", default=[0.05])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    dense = not options.no_dense
    data = [
        case
        for home, gold, form, weight in options.set
        for case in cases(Path(home), Path(gold), form, float(weight), dense=dense)
    ]
    in_use = np.array(packaged_weights(options.language, dense=dense).values)
    report(data, [in_use] * len(data), "in use   ")
    fold = np.random.default_rng(0).permutation(len(data)) % FOLDS
    for pull in options.pull:
        held_out = [in_use] * len(data)
        for number in range(FOLDS):
            weights = fit([case for case, f in zip(data, fold, strict=True) if f != number], in_use, pull)
            held_out = [weights if f == number else w for w, f in zip(held_out, fold, strict=True)]
        report(data, held_out, f"held out, pull {pull}")
        fitted = fit(data, in_use, pull)
        print({name: round(float(value), 3) for name, value in zip(NAMES, fitted, strict=True)}, flush=True)
    if options.write:
        stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
        key = f"{options.language}-{'dense' if dense else 'lexical'}"
        stored[key] = {name: round(float(value), 3) for name, value in zip(NAMES, fitted, strict=True)}
        WEIGHTS_FILE.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
