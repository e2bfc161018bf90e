"""Which words and pairs of a question stand in which passage, how often and how near to each other."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.segment import Lines, Numbers, Segment
from index.sought import Sought

Counts = NDArray[np.float32]
# Words from one to the next that still count as following each other
_NEAR = 5
# A window is two blocks of this many words
BLOCK = 12


@dataclass(frozen=True, slots=True)
class Found:
    """What of a question stands in texts.

    Attributes:
        words: how often each counted word stands in each text, shape (texts, counted).
        pairs: how often each pair does, shape (texts, pairs).
        loose: whether the words of each pair follow each other at some distance, shape (texts, pairs).
        explained: which share of each text the words of the question are, by rarity, shape (texts,).
        runs: what the runs of three words of the question that stand in each text are worth, shape (texts,).
        blocks: whether each counted word stands in a window of each text, shape (texts, windows, counted).
    """

    words: Counts
    pairs: Counts
    loose: Counts
    explained: Counts
    runs: Counts
    blocks: NDArray[np.bool_]


class Numbered:
    """The words of a question as a segment numbers them."""

    def __init__(self, question: Sought, segment: Segment) -> None:
        self._question = question
        self._segment = segment
        table = segment.arrays["plain" if question.plain else "words"]
        self._places = np.zeros(len(table) + 1, np.int64)
        numbers = question.numbers(lambda word: segment.number_of(word, plain=question.plain))
        known = np.flatnonzero(numbers >= 0)
        self._places[numbers[known]] = known + 1

    def found(
        self, lines: Lines, texts: int, *, windows: bool = False, runs: bool = False, part: Numbers | None = None
    ) -> Found:
        """What stands in texts.

        Args:
            lines: Their words.
            texts: How many they are.
            windows: Whether to look at windows of each text, and for what share of it is explained.
            runs: Whether to look for runs of three words.
            part: A number below `texts` for each word, for counting in parts of texts instead.
        """
        numbers = lines.numbers
        if self._question.plain:
            numbers = self._segment.arrays["plain_of"][numbers].astype(np.int64)
        places = self._places[numbers]
        at = np.flatnonzero(places)
        whose = lines.owner if part is None else part
        explained = self._explained(numbers, places > 0, whose, texts) if windows else np.zeros(texts, np.float32)
        owner = whose[at]
        words, pairs = self._question.counted, len(self._question.pair_worth)
        counted = places[at] <= words
        tally = np.bincount(owner[counted] * words + places[at[counted]] - 1, minlength=texts * words)
        blocks = np.zeros((texts, 0, words), np.bool_)
        if windows and words:
            blocks = _blocks(owner[counted], lines.place[at[counted]], places[at[counted]] - 1, texts, words)
        near, loose = self._pairs(lines, at, owner, places[at])
        return Found(
            tally.reshape(texts, words).astype(np.float32),
            np.bincount(near, minlength=texts * pairs).reshape(texts, pairs).astype(np.float32),
            np.minimum(np.bincount(loose, minlength=texts * pairs), 1).reshape(texts, pairs).astype(np.float32),
            explained,
            self._runs(lines, at, owner, places[at], texts) if runs else np.zeros(texts, np.float32),
            blocks,
        )

    def _explained(self, numbers: Numbers, found: NDArray[np.bool_], owner: Numbers, texts: int) -> Counts:
        rarity = self._segment.arrays["plain_rarity" if self._question.plain else "rarity"][numbers]
        whole = np.bincount(owner, weights=rarity, minlength=texts)
        part = np.bincount(owner[found], weights=rarity[found], minlength=texts)
        return np.asarray(part / np.maximum(whole, 1e-9), np.float32)

    def _pairs(self, lines: Lines, at: Numbers, owner: Numbers, places: Numbers) -> tuple[Numbers, Numbers]:
        """Text and pair, as one number, of each pair: of neighbours that join, and of words that are near."""
        count = len(self._question.pair_worth)
        near: list[Numbers] = [np.empty(0, np.int64)]
        loose: list[Numbers] = [np.empty(0, np.int64)]
        for step in (1, 2, 3) if count else ():
            first, second = at[:-step], at[step:]
            pair = self._question.pairs[places[:-step], places[step:]]
            distance = second - first
            fits = (pair > 0) & (owner[:-step] == owner[step:]) & (distance <= _NEAR)
            cells = owner[:-step] * count + pair - 1
            loose.append(cells[fits])
            if step == 1:
                near.append(cells[fits & (distance == 1) & lines.joins[first]])
        return np.concatenate(near), np.concatenate(loose)

    def _runs(self, lines: Lines, at: Numbers, owner: Numbers, places: Numbers, texts: int) -> Counts:
        """Worth of the distinct runs of two joined pairs, each worth what the lesser of its pairs is."""
        count, worth = len(self._question.pair_worth), self._question.pair_worth
        if not count:
            return np.zeros(texts, np.float32)
        pair = self._question.pairs[places[:-1], places[1:]]
        pair = pair * ((at[1:] - at[:-1] == 1) & (owner[:-1] == owner[1:]) & lines.joins[at[:-1]])
        first, second = pair[:-1], pair[1:]
        runs = np.flatnonzero((first > 0) & (second > 0))
        cells = np.unique((owner[runs] * count + first[runs] - 1) * count + second[runs] - 1)
        whose, pairs = np.divmod(cells, count * count)
        least = np.minimum(worth[pairs // count], worth[pairs % count])
        return np.bincount(whose, weights=least, minlength=texts).astype(np.float32)


def _blocks(owner: Numbers, place: Numbers, word: Numbers, texts: int, words: int) -> NDArray[np.bool_]:
    blocks = int(place.max(initial=0)) // BLOCK + 1
    held = np.zeros((texts, blocks + 1, words), np.bool_)
    held[owner, place // BLOCK, word] = True
    return held[:, :-1] | held[:, 1:]
