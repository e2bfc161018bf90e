"""Writes a segment: collects the words of passages as numbers and puts them into files."""

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from corpus.passage import Passage
from corpus.text import strip_diacritics
from index.features import Features
from index.segment import hash_of


class _Numbering(dict[str, int]):
    """Words to numbers, in the order in which they are met."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


class _Texts:
    """Numbers of the words and hashes of the marks of texts, one after another."""

    def __init__(self, numbering: _Numbering) -> None:
        self._numbering = numbering
        self._tokens: list[NDArray[np.uint32]] = []
        self._lengths: list[int] = []
        self._marks: list[int] = []
        self._mark_counts: list[int] = []

    def add(self, words: Iterable[str], joins: bytes, lengths: Sequence[int], marks: Iterable[Sequence[str]]) -> None:
        numbers = np.fromiter(map(self._numbering.__getitem__, words), np.uint32)
        self._tokens.append((numbers << 1 | np.frombuffer(joins, np.uint8)).astype(np.uint32))
        self._lengths += lengths
        for found in marks:
            self._marks += [mark_hash(mark) for mark in found]
            self._mark_counts.append(len(found))

    def arrays(self, order: NDArray[np.int64], prefix: str) -> dict[str, NDArray[np.generic]]:
        tokens = np.concatenate([np.empty(0, np.uint32), *self._tokens])
        return {
            f"{prefix}tokens": (order[tokens >> 1].astype(np.uint32) << 1) | (tokens & 1),
            f"{prefix}starts": _starts(self._lengths),
            f"{prefix}marks": np.array(self._marks, np.uint32),
            f"{prefix}mark_starts": _starts(self._mark_counts),
        }


def mark_hash(mark: str) -> int:
    """32 bits that stand for a mark: there are some thousands of them."""
    return crc32(mark.encode())


def _starts(lengths: Sequence[int]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.array(lengths, np.int64))])


def _words(text: Features) -> tuple[str, ...]:
    """The words of a text, and behind them its dotted abbreviations as one word each."""
    return text.words + text.abbreviations if text.abbreviations else text.words


def _joins(text: Features) -> bytes:
    return text.joins + bytes(len(text.abbreviations))


class SegmentWriter:
    """Collects passages; nothing is on disk before `save`."""

    def __init__(self) -> None:
        self._numbering = _Numbering()
        self._bodies = _Texts(self._numbering)
        self._heads = _Texts(self._numbering)
        self._head_of: list[int] = []
        self._title_ends: list[int] = []
        self._last_head: object = None
        self._articles: list[int] = []
        self._groups: list[int] = []

    @property
    def rows(self) -> int:
        """Number of passages so far."""
        return len(self._head_of)

    def add(self, passages: Sequence[Passage], bodies: Sequence[Features], marks: Sequence[Sequence[str]]) -> None:
        """Add passages with the features and marks of their texts."""
        self._bodies.add(
            chain.from_iterable([_words(body) for body in bodies]),
            b"".join([_joins(body) for body in bodies]),
            [len(body.words) + len(body.abbreviations) for body in bodies],
            marks,
        )
        self._articles += [hash_of(passage.article_id) for passage in passages]
        self._groups += [hash_of(passage.content_hash or passage.article_id) for passage in passages]

    def under(self, heading: object, title: Features, lead: Features, marks: Sequence[str]) -> None:
        """Say which heading the next passage stands under; the same object again is kept once."""
        if heading is not self._last_head:
            self._last_head = heading
            joins = _joins(title) + _joins(lead)
            self._heads.add((*_words(title), *_words(lead)), joins, [len(joins)], [marks])
            self._title_ends.append(len(_words(title)))
        self._head_of.append(len(self._title_ends) - 1)

    def save(self, directory: Path) -> None:
        """Write all files into a new folder."""
        directory.mkdir(parents=True)
        words = list(self._numbering)
        hashes = np.array([hash_of(word) for word in words], np.uint64)
        sorting = np.argsort(hashes)
        order = np.empty(len(words), np.int64)
        order[sorting] = np.arange(len(words))
        bare = [strip_diacritics(words[number]) for number in sorting.tolist()]
        plain = {word: hash_of(word) for word in dict.fromkeys(bare)}
        plain_hashes = np.sort(np.array(list(plain.values()), np.uint64))
        found: dict[str, NDArray[np.generic]] = {
            **self._bodies.arrays(order, ""),
            **self._heads.arrays(order, "head_"),
            "heads": np.array(self._head_of, np.uint32),
            "title_ends": np.array(self._title_ends, np.uint32),
            "words": hashes[sorting],
            "plain_of": np.searchsorted(plain_hashes, np.array([plain[word] for word in bare], np.uint64)).astype(
                np.uint32
            ),
            "plain": plain_hashes,
            "articles": np.array(self._articles, np.uint64),
            "groups": np.array(self._groups, np.uint64),
        }
        found |= _rarities(found)
        for name, array in found.items():
            np.save(directory / f"{name}.npy", array)


def _rarities(arrays: dict[str, NDArray[np.generic]]) -> dict[str, NDArray[np.generic]]:
    """Inverse frequency of each word and plain word: that of BM25, from occurrences, which passages seldom repeat."""
    passages = len(arrays["heads"])
    times = np.bincount(arrays["tokens"].astype(np.int64) >> 1, minlength=len(arrays["words"]))
    plain_times = np.bincount(arrays["plain_of"].astype(np.int64), weights=times, minlength=len(arrays["plain"]))
    return {"rarity": _rarity(times, passages), "plain_rarity": _rarity(plain_times, passages)}


def _rarity(times: NDArray[np.generic], passages: int) -> NDArray[np.generic]:
    held = np.minimum(times.astype(np.float64), passages)
    return np.log1p((passages - held + 0.5) / (held + 0.5)).astype(np.float32)
