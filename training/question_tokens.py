"""Questions as sequences of words, each with the rows of its features: what the contextual student reads.

A word has four slots: itself, the pair with the next word, and both without diacritics (of an English word: stem, pair
of stems, name and pair of names as Vietnamese text shows them). -1 where the model has no such feature, and for every
feature but its first occurrence, so that the sum over a question is the static model's.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from batches import QUESTION_DROPOUT
from numpy.typing import NDArray

from corpus.text import has_diacritics
from index.english_stem import english_terms
from index.features import features
from index.language import question_language

LENGTH, SLOTS = 32, 4
VIETNAMESE, PLAIN, ENGLISH = 0, 1, 2
Rows = NDArray[np.int64]
Numbers = Mapping[str, Mapping[str, int]]


def _aligned(words: Sequence[str], pairs: Sequence[str]) -> list[str]:
    """The pair that begins at each word; empty where none does."""
    left = iter(pairs)
    wanted = next(left, "")
    found = []
    for first, second in pairwise(words):
        met = wanted == f"{first}_{second}"
        found.append(wanted if met else "")
        wanted = next(left, "") if met else wanted
    return [*found, ""] if words else []


def _names(
    words: Sequence[str], names: Sequence[str], unsure: Sequence[tuple[str, str]]
) -> list[tuple[str, str | None]]:
    """Plain form of each English word if it is a name, else empty; and the plain form of a word that is none."""
    rest, found = list(unsure), []
    named = iter(names)
    for word in words:
        if rest and rest[0][0] == word:
            found.append(("", rest.pop(0)[1]))
        else:
            found.append((next(named, ""), None))
    return found


def once(rows: Rows) -> Rows:
    """The rows (words, SLOTS) with repetitions taken out, cut to LENGTH words."""
    flat = rows[:LENGTH].reshape(-1)
    _, first = np.unique(flat, return_index=True)
    kept = np.full_like(flat, -1)
    kept[first] = flat[first]
    return kept.reshape(-1, SLOTS)


def english_rows(
    words: Sequence[str],
    pairs: Sequence[str],
    names: tuple[Sequence[str], Sequence[str]],
    unsure: Sequence[tuple[str, str]],
    numbers: Numbers,
) -> Rows:
    """Rows of an English question, by the fields of `EnglishTerms`; `names` are its plain words and plain pairs."""
    stems, double, plain, plain_double = (numbers[kind] for kind in ("e", "E", "W", "P"))
    named = _names(words, names[0], unsure)
    beside = _aligned([name for name, _ in named], names[1])
    rows = [
        (
            stems.get(word, -1),
            double.get(pair, -1),
            plain.get(name or (other if other and word not in stems else ""), -1),
            plain_double.get(both, -1),
        )
        for word, pair, (name, other), both in zip(words, _aligned(words, pairs), named, beside, strict=True)
    ]
    return once(np.array(rows, np.int64).reshape(-1, SLOTS))


def question_rows(text: str, numbers: Numbers) -> tuple[Rows, int]:
    """Rows of a question and which of the three forms it has."""
    if question_language(text) == "en":
        terms = english_terms(text)
        names = (terms.plain_words, terms.plain_pairs)
        return english_rows(terms.words, terms.pairs, names, terms.unsure, numbers), ENGLISH
    found = features(text)
    columns = [
        (numbers["w"], found.words),
        (numbers["p"], _aligned(found.words, found.pairs)),
        (numbers["W"], found.plain_words),
        (numbers["P"], _aligned(found.plain_words, found.plain_pairs)),
    ]
    rows = np.array([[known.get(name, -1) for name in names] for known, names in columns], np.int64)
    form = VIETNAMESE if has_diacritics(text) else PLAIN
    if form == PLAIN:
        rows[:2] = -1
    return once(rows.T), form


def stacked(questions: Sequence[Rows], rng: np.random.Generator | None = None) -> Rows:
    """Questions (n, LENGTH, SLOTS), filled up with -1; with a generator, some features are dropped for training."""
    stack = np.full((len(questions), LENGTH, SLOTS), -1, np.int64)
    for place, rows in enumerate(questions):
        stack[place, : len(rows)] = rows
    if rng is not None:
        stack[rng.random(stack.shape) < QUESTION_DROPOUT] = -1
    return stack[:, : max(max(map(len, questions), default=1), 1)]
