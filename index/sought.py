"""A question made ready for measuring: its words and pairs numbered, with what each is worth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.lexical_query import QueryTerm
from index.segment import Numbers

Floats = NDArray[np.float32]
WORD_KINDS = {False: "words", True: "plain_words"}
PAIR_KINDS = {False: "pairs", True: "plain_pairs"}


@dataclass(frozen=True, slots=True)
class Sought:
    """The terms of a question of one way of typing: in full, or without diacritics.

    Attributes:
        plain: whether they are plain keys.
        words: word keys; those behind `counted` are only parts of pairs.
        counted: how many words count on their own.
        worth: weight times rarity of each counted word.
        groups: for each counted word, which piece of the question it stands for; numbered from 0.
        shares: weight of each counted word against the heaviest of its group: between 0 and 1.
        pairs: table (words + 1, words + 1) of the number of the pair that two words make, from 1; 0 for none.
        pair_worth: weight times rarity of each pair.
    """

    plain: bool
    words: tuple[str, ...]
    counted: int
    worth: Floats
    groups: Numbers
    shares: Floats
    pairs: Numbers
    pair_worth: Floats

    def numbers(self, number_of: Callable[[str], int]) -> Numbers:
        """The number that each word has elsewhere."""
        return np.array([number_of(word) for word in self.words], np.int64)


@dataclass(frozen=True, slots=True)
class SoughtMark:
    """A date or period that is asked for, and its rarity times its weight."""

    hash: int
    worth: float


def sought(terms: Sequence[QueryTerm], rarity: Callable[[QueryTerm], float], *, plain: bool) -> Sought | None:
    """The terms of one way of typing; None when the question has none."""
    words = [term for term in terms if term.kind == WORD_KINDS[plain]]
    pairs = [term for term in terms if term.kind == PAIR_KINDS[plain]]
    if not words and not pairs:
        return None
    place = {term.text: at for at, term in enumerate(words)}
    split = [term.text.partition("_") for term in pairs]
    for left, _, right in split:
        place.setdefault(left, len(place))
        place.setdefault(right, len(place))
    table = np.zeros((len(place) + 1, len(place) + 1), np.int64)
    for number, (left, _, right) in enumerate(split, 1):
        table[place[left] + 1, place[right] + 1] = number
    sources: dict[str, int] = {}
    groups = np.array([sources.setdefault(term.source, len(sources)) for term in words], np.int64)
    weights = np.array([term.weight for term in words], np.float32)
    heaviest = np.full(len(sources), 1e-9, np.float32)
    np.maximum.at(heaviest, groups, weights)
    return Sought(
        plain,
        tuple(place),
        len(words),
        np.array([term.weight * rarity(term) for term in words], np.float32),
        groups,
        weights / heaviest[groups] if words else weights,
        table,
        np.array([term.weight * rarity(term) for term in pairs], np.float32),
    )


def meanings(question: Sought, present: NDArray[np.bool_]) -> Floats:
    """How likely the best reading found of each piece of the question is, against its likeliest reading."""
    found = np.zeros((len(present), int(question.groups.max(initial=-1)) + 1), np.float32)
    for word, (group, share) in enumerate(zip(question.groups.tolist(), question.shares.tolist(), strict=True)):
        np.maximum(found[:, group], present[:, word] * np.float32(share), out=found[:, group])
    return found


def group_worth(question: Sought) -> Floats:
    """What each piece of the question is worth: what its likeliest reading is."""
    worth = np.zeros(int(question.groups.max(initial=-1)) + 1, np.float32)
    np.maximum.at(worth, question.groups, question.worth)
    return worth
