"""Fit the weights of `index/fusion.json`: how the measures of a candidate add up.

    python training/ranker.py --form vi --set HOME QUESTIONS WEIGHT [--set ...] [--no-dense]
        [--near] [--hold MEASURE ...] [--write]

HOME is an index kept by benchmarks/search_quality.py, QUESTIONS a gold file, FORM vi, plain or en, WEIGHT what one
question counts. The loss is the softmax cross-entropy of the right articles' passages among the candidates of a
question, with a pull of all weights towards zero (measures scaled to the same spread), or with --near towards the
weights in use; measures named by --hold keep theirs (how long passages are tells more of a collection than of what is
right, so it should not be learned from one alone). Prints MRR@10 of each set: of
the weights in use, of fitted ones by five-fold cross-validation, and of ones fitted on all the other sets. All
questions on one article are in the same fold: apart, they would teach what that article looks like.
"""

import argparse
import json
from collections.abc import Callable, Sequence
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
FOLDS, KEPT, ROUNDS, PACE = 5, 100, 400, 0.05
SHARPNESS = 10.0  # what the weights are divided by, so that scores are about 1
WEIGHTS_FILE = Path(__file__).parents[1] / "index" / "fusion.json"
# What only the dense arm knows
OF_DENSE = ("cosine", "cosine_lag", "cosine_article")


class Case(NamedTuple):
    """One question: measures of its candidates, which are right, their articles, its weight and its set."""

    measures: Floats
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
        _, known, articles, ids = searcher.candidates(text, KEPT)
        found.append(Case(known.astype(np.float64), np.isin(ids, right), articles, weight, gold.name.partition(".")[0]))
    return found


def mrr(case: Case, scores: Floats) -> float:
    """Reciprocal rank of the first right article, 0 beyond ten."""
    seen: list[int] = []
    for at in np.argsort(-scores, kind="stable"):
        article = int(case.articles[at])
        if article not in seen:
            seen.append(article)
            if case.right[at]:
                return 1 / len(seen)
        if len(seen) > 10:  # noqa: PLR2004 - MRR@10
            return 0.0
    return 0.0


class Pull(NamedTuple):
    """What weights are pulled to, how strongly, which are zero (not `used`) and which stay as they are (`held`)."""

    strength: float
    towards: Floats
    used: NDArray[np.bool_]
    held: NDArray[np.bool_]


def fit(data: Sequence[Case], pull: Pull) -> Floats:
    """Weights that minimise the loss (Adam, Kingma and Ba 2015)."""
    usable = [case for case in data if case.right.any() and not case.right.all()]
    most = max(len(case.right) for case in usable)
    measures = np.zeros((len(usable), most, len(NAMES)), np.float32)
    right, there = np.zeros((len(usable), most), np.bool_), np.zeros((len(usable), most), np.bool_)
    for number, case in enumerate(usable):
        count = len(case.right)
        measures[number, :count], right[number, :count], there[number, :count] = case.measures, case.right, True
    spread = np.where(pull.used, np.maximum(measures[there].std(axis=0), 1e-3), np.inf).astype(np.float32)
    measures /= spread
    weight = np.array([case.weight for case in usable], np.float32)
    weight /= weight.sum()
    start = np.where(pull.used, pull.towards * np.where(pull.used, spread, 0) * SHARPNESS, 0).astype(np.float32)
    weights = start.copy()
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, ROUNDS + 1):
        share = np.exp(np.minimum(_centred(measures @ weights, there), 60)) * there
        among = share * right
        difference = share / share.sum(1, keepdims=True) - among / among.sum(1, keepdims=True)
        gradient = np.einsum("q,qk,qkf->f", weight, difference, measures) + pull.strength * (weights - start)
        gradient[pull.held] = 0
        first, second = 0.9 * first + 0.1 * gradient, 0.99 * second + 0.01 * gradient**2
        weights -= PACE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return np.asarray(weights / spread / SHARPNESS, np.float64)


def _centred(scores: NDArray[np.float32], there: NDArray[np.bool_]) -> NDArray[np.float32]:
    return np.asarray(scores - np.where(there, scores, -np.inf).max(axis=1, keepdims=True), np.float32)


def report(data: Sequence[Case], scores_of: Callable[[int], Floats], title: str) -> None:
    """MRR of each set, question by question with the scores that it is given."""
    found: dict[str, list[float]] = {}
    for number, case in enumerate(data):
        found.setdefault(case.name, []).append(mrr(case, scores_of(number)))
    print(f"{title:24}", " | ".join(f"{name} {np.mean(values):.4f}" for name, values in found.items()), flush=True)


def held_out(data: Sequence[Case], groups: NDArray[np.int64], pull: Pull) -> list[Floats]:
    """For each case weights fitted on the cases of all other groups."""
    fitted = {
        group: fit([case for case, its in zip(data, groups, strict=True) if its != group], pull)
        for group in np.unique(groups).tolist()
    }
    return [fitted[group] for group in groups.tolist()]


def folds(data: Sequence[Case]) -> NDArray[np.int64]:
    """The fold of each case, the same for all whose right article is the same."""
    articles = [int(case.articles[case.right].min()) if case.right.any() else -at for at, case in enumerate(data)]
    _, group = np.unique(np.array(articles, object).astype(str), return_inverse=True)
    return (np.random.default_rng(0).permutation(int(group.max()) + 1) % FOLDS)[group]


def main() -> None:
    """Fit, report, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--form", choices=["vi", "plain", "en"], required=True)
    parser.add_argument("--set", nargs=3, action="append", required=True, metavar=("HOME", "QUESTIONS", "WEIGHT"))
    parser.add_argument("--no-dense", action="store_true")
    parser.add_argument("--without", nargs="*", default=[], choices=NAMES, help="measures to leave out")
    parser.add_argument("--near", action="store_true", help="pull towards the weights in use")
    parser.add_argument("--hold", nargs="*", default=[], choices=NAMES, help="measures that keep the weight in use")
    parser.add_argument("--pull", type=float, nargs="+", default=[0.003])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    dense = not options.no_dense
    data: list[Case] = []
    for home, gold, weight in options.set:
        data += cases(Path(home), Path(gold), options.form, float(weight), dense=dense)
    left_out = {*options.without, *(() if dense else OF_DENSE)}
    used = np.array([name not in left_out for name in NAMES])
    in_use = np.array(packaged_weights(options.form, dense=dense).values)
    report(data, lambda number: data[number].measures @ in_use, "in use")
    fold = folds(data)
    names = list(dict.fromkeys(case.name for case in data))
    of_set = np.array([names.index(case.name) for case in data])
    held = np.isin(NAMES, options.hold)
    towards = in_use if options.near else np.where(held, in_use, 0)
    pulls = [Pull(strength, towards, used, held) for strength in options.pull]
    for pull in pulls:
        by_fold = held_out(data, fold, pull)
        report(data, lambda number, by=by_fold: data[number].measures @ by[number], f"five folds, pull {pull.strength}")  # type: ignore[misc]
        if len(names) > 1:
            by_set = held_out(data, of_set, pull)
            report(
                data, lambda number, by=by_set: data[number].measures @ by[number], f"other sets, pull {pull.strength}"
            )  # type: ignore[misc]
    fitted = fit(data, pulls[-1])
    report(data, lambda number: data[number].measures @ fitted, "fitted on all")
    found = {name: round(float(value), 3) for name, value in zip(NAMES, fitted, strict=True)}
    print(found, flush=True)
    if options.write:
        stored = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
        stored[f"{options.form}-{'dense' if dense else 'lexical'}"] = found
        WEIGHTS_FILE.write_text(json.dumps(stored, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
