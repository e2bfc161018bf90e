"""Rows of many passages at once: words become numbers, pairs of numbers are looked up in one table with numpy.

Asking a dictionary of a hundred thousand pairs for each pair of each passage was the longest step of indexing.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.features import Features

Numbers = NDArray[np.int64]
_EMPTY = -1
_NARROW = 32
_MIX = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: spreads neighbouring keys (Knuth, TAOCP 6.4)


class PairTable:
    """Row numbers by two word numbers: open addressing, at most a third full, all look-ups at once."""

    def __init__(self, keys: Numbers, rows: Numbers) -> None:
        bits = max(4, int(3 * len(keys)).bit_length())
        self._shift = np.uint64(64 - bits)
        self._mask = (1 << bits) - 1
        self._keys = np.full(1 << bits, _EMPTY, np.int64)
        self._rows = np.full(1 << bits, _EMPTY, np.int64)
        waiting = np.arange(len(keys))
        places = self._places(keys)
        while len(waiting):
            free = self._keys[places] == _EMPTY
            self._keys[places[free]] = keys[waiting[free]]
            self._rows[places[free]] = rows[waiting[free]]
            settled = self._keys[places] == keys[waiting]  # of several that wanted one place, one got it
            waiting, places = waiting[~settled], (places[~settled] + 1) & self._mask

    def _places(self, keys: Numbers) -> Numbers:
        return ((keys.astype(np.uint64) * _MIX) >> self._shift).astype(np.int64)

    def rows(self, keys: Numbers) -> Numbers:
        """The row of each key, -1 for one that is not there."""
        places = self._places(keys)
        seen = self._keys[places]
        found = np.where(seen == keys, self._rows[places], _EMPTY)
        waiting = np.flatnonzero((seen != keys) & (seen != _EMPTY))
        while len(waiting):
            places[waiting] = (places[waiting] + 1) & self._mask
            seen = self._keys[places[waiting]]
            hit = seen == keys[waiting]
            found[waiting[hit]] = self._rows[places[waiting[hit]]]
            waiting = waiting[~hit & (seen != _EMPTY)]
        return found


class KindTable:
    """The rows of one kind of words and of the pairs of such words."""

    def __init__(self, words: Mapping[str, int], pairs: Mapping[str, int]) -> None:
        parts = [name.partition("_") for name in pairs]
        self._numbers = {word: number for number, word in enumerate(words, 1)}
        for word in chain.from_iterable((left, right) for left, _, right in parts):
            self._numbers.setdefault(word, len(self._numbers) + 1)
        self._rows = np.full(len(self._numbers) + 1, _EMPTY, np.int64)
        self._rows[1 : len(words) + 1] = list(words.values())
        number = self._numbers.__getitem__
        keys = [number(left) << 32 | number(right) for left, _, right in parts]
        self._pairs = PairTable(np.array(keys, np.int64), np.array(list(pairs.values()), np.int64))

    def of_words(self, words: Iterable[str]) -> Numbers:
        """The numbers of words; 0 for one that neither stands alone nor in a pair."""
        return np.fromiter(map(self._numbers.get, words, repeat(0)), np.int64)

    def rows(self, numbers: Numbers, joins: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
        """The row of each word and of each pair that it begins; -1 where there is none."""
        words = self._rows[numbers]
        pairs = np.full(len(numbers), _EMPTY, np.int64)
        begins = np.flatnonzero(joins[:-1] & (numbers[:-1] > 0) & (numbers[1:] > 0))
        pairs[begins] = self._pairs.rows(numbers[begins] << 32 | numbers[begins + 1])
        return words, pairs


class RowFinder:
    """Finds the rows of passages: those of words and pairs as written and without diacritics."""

    def __init__(self, full: KindTable, plain: KindTable, rows: int) -> None:
        """Tables of both kinds, and the number of rows that there are in all."""
        self._full = full
        self._plain = plain
        self._bits = rows.bit_length()

    def rows(self, texts: Sequence[Features]) -> list[Numbers]:
        """The rows whose sum is the vector of each text, each once, in order of number."""
        # The number of the text and that of the row side by side: sorted as narrow as they fit, half of the time
        kind: Any = np.uint32 if len(texts).bit_length() + self._bits <= _NARROW else np.uint64
        shift = kind(self._bits)
        lengths = np.array([len(text.words) for text in texts], np.int64)
        owner = np.repeat(np.arange(len(texts), dtype=kind) << shift, lengths)
        joins = np.frombuffer(b"".join([text.joins for text in texts]), np.bool_)
        full = self._full.of_words(chain.from_iterable([text.words for text in texts]))
        plain = self._plain.of_words(chain.from_iterable([text.plain_words for text in texts]))
        parts = []
        for rows in (*self._full.rows(full, joins), *self._plain.rows(plain, joins)):
            known = np.flatnonzero(rows >= 0)
            parts.append(owner[known] | rows[known].astype(kind))
        found = np.concatenate(parts)
        found.sort()
        once = found[np.flatnonzero(np.diff(found, prepend=~kind(0)))]
        bounds = np.searchsorted(once, np.arange(1, len(texts), dtype=kind) << shift)
        return np.split((once & ((kind(1) << shift) - kind(1))).astype(np.int64), bounds)
