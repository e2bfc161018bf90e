"""Mean reciprocal rank on texts kept out of training, watched while a model trains."""

import json
from pathlib import Path

import numpy as np
from batches import NewsPairs
from numpy.typing import NDArray
from scipy import sparse

from corpus.text import strip_diacritics
from index.english_stem import english_terms
from index.features import features

Numbers = dict[str, int]


def vietnamese_row(text: str, numbers: Numbers, *, plain: bool = False) -> list[int]:
    """Rows of the features of a Vietnamese text."""
    found = features(strip_diacritics(text) if plain else text)
    names = [f"W:{t}" for t in found.plain_words] + [f"P:{t}" for t in found.plain_pairs]
    if not plain:
        names += [f"w:{t}" for t in found.words] + [f"p:{t}" for t in found.pairs]
    return [numbers[n] for n in dict.fromkeys(names) if n in numbers]


def english_row(text: str, numbers: Numbers) -> list[int]:
    """Rows of the features of an English text."""
    terms = english_terms(text)
    names = [f"e:{t}" for t in terms.words] + [f"E:{t}" for t in terms.pairs]
    names += [f"W:{t}" for t in terms.plain_words] + [f"P:{t}" for t in terms.plain_pairs]
    names += [f"W:{plain}" for word, plain in terms.unsure if f"e:{word}" not in numbers]
    return [numbers[n] for n in dict.fromkeys(names) if n in numbers]


def sparse_rows(texts: list[list[int]], width: int) -> sparse.csr_matrix:
    """One row per text, 1 where it has the feature."""
    indices = [row for text in texts for row in text]
    offsets = np.concatenate([[0], np.cumsum([len(text) for text in texts])])
    return sparse.csr_matrix((np.ones(len(indices), np.float32), indices, offsets), (len(texts), width))


def units(rows: sparse.csr_matrix, weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """The direction of each row's sum."""
    sums = rows @ weights
    return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)


def reciprocal_rank(scores: NDArray[np.float32], right: list[set[int]], depth: int = 10) -> float:
    """Mean reciprocal rank of the first right passage among the best `depth`."""
    total = 0.0
    for row, wanted in zip(scores, right, strict=True):
        best = np.argpartition(-row, depth)[:depth]
        for rank, place in enumerate(best[np.argsort(-row[best])], start=1):
            if int(place) in wanted:
                total += 1 / rank
                break
    return total / len(right)


class Checks:
    """Held-out titles against their first passages; and, given a folder, its question sets."""

    def __init__(self, pairs: NewsPairs, held_out: NDArray[np.int64], numbers: Numbers, folder: Path | None) -> None:
        self.sets: dict[str, tuple[sparse.csr_matrix, sparse.csr_matrix, list[set[int]]]] = {}
        starts, articles = pairs.news.sentences, pairs.news.articles
        titles = [[(int(starts[articles[a]]), int(starts[articles[a] + 1]))] for a in held_out]
        first = [pairs.bounds[pairs.offsets[a]] for a in held_out]
        bodies = [[(int(starts[a]), int(starts[b]))] for a, b in first]
        self.sets["titles"] = (pairs.rows_of(titles), pairs.rows_of(bodies), [{i} for i in range(len(held_out))])
        if folder:
            self._add(folder, "viquad-dev", numbers, ("vi", "plain"))
            self._add(folder, "zalo-wiki", numbers, ("vi",))
            self._add(folder, "ntrex", numbers, ("en",))

    def _add(self, folder: Path, name: str, numbers: Numbers, forms: tuple[str, ...]) -> None:
        passages, questions = (
            [json.loads(line) for line in (folder / f"{name}.{kind}.jsonl").read_text("utf-8").split("\n") if line]
            for kind in ("passages", "questions")
        )
        place = {p["id"]: i for i, p in enumerate(passages)}
        width = len(numbers)
        bodies = sparse_rows([vietnamese_row(p["body"], numbers) for p in passages], width)
        right = [{place[a] for a in q["articles"]} for q in questions]
        for form in forms:
            rows = [
                english_row(q["question"], numbers)
                if form == "en"
                else vietnamese_row(q["question"], numbers, plain=form == "plain")
                for q in questions
            ]
            self.sets[f"{name} {form}"] = (sparse_rows(rows, width), bodies, right)

    def run(self, weights: NDArray[np.float32]) -> str:
        """One line of figures."""
        figures = []
        for name, (questions, bodies, right) in self.sets.items():
            figures.append(f"{name} {reciprocal_rank(units(questions, weights) @ units(bodies, weights).T, right):.3f}")
        return ", ".join(figures)
