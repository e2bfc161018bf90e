"""The rows of a generation: which article each passage belongs to, which articles are the same, which rows are gone."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.passage import Passage

ROWS_NAME = "rows.npz"


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())


@dataclass(frozen=True, slots=True)
class RowTable:
    """One entry per row. A row keeps its number for good; the rows of removed passages are marked.

    Attributes:
        article: 64-bit hash of the article's id.
        group: 64-bit hash of what the article says: equal for exact duplicates.
        alive: False once the passage was removed or replaced.
    """

    article: NDArray[np.uint64]
    group: NDArray[np.uint64]
    alive: NDArray[np.bool_]

    @classmethod
    def empty(cls) -> "RowTable":
        """A table without rows."""
        return cls(np.empty(0, np.uint64), np.empty(0, np.uint64), np.empty(0, np.bool_))

    @classmethod
    def load(cls, generation: Path) -> "RowTable":
        """The table that `save` wrote into a generation."""
        with np.load(generation / ROWS_NAME) as stored:
            return cls(stored["article"], stored["group"], stored["alive"])

    def save(self, generation: Path) -> None:
        """Write the table into a generation that is being built."""
        with (generation / ROWS_NAME).open("wb") as file:
            np.savez(file, article=self.article, group=self.group, alive=self.alive)

    def extended(self, passages: Sequence[Passage]) -> "RowTable":
        """The table with one more row for each passage."""
        articles = [_number(passage.article_id) for passage in passages]
        groups = [_number(passage.content_hash or passage.article_id) for passage in passages]
        return RowTable(
            np.concatenate([self.article, np.array(articles, np.uint64)]),
            np.concatenate([self.group, np.array(groups, np.uint64)]),
            np.concatenate([self.alive, np.ones(len(passages), np.bool_)]),
        )

    def without(self, article_ids: Collection[str]) -> "RowTable":
        """The table with all rows of these articles marked as gone."""
        gone = np.array([_number(article_id) for article_id in article_ids], np.uint64)
        return RowTable(self.article, self.group, self.alive & ~np.isin(self.article, gone))

    @property
    def articles(self) -> int:
        """Number of articles with a living row."""
        return len(np.unique(self.article[self.alive]))

    @property
    def passages(self) -> int:
        """Number of living rows."""
        return int(self.alive.sum())
