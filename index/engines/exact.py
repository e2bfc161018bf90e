"""Exact search with numpy: the plain part, and the reference that other engines are measured against."""

from pathlib import Path

import numpy as np

from index.engine import Rows, Vectors


class ExactEngine:
    """All rows in float32; a search is one matrix product."""

    def __init__(self, vectors: Vectors) -> None:
        self._blocks = [vectors]

    @property
    def _vectors(self) -> Vectors:
        if len(self._blocks) > 1:
            self._blocks = [np.concatenate(self._blocks)]
        return self._blocks[0]

    @property
    def count(self) -> int:
        """Number of rows."""
        return int(self._vectors.shape[0])

    @property
    def width(self) -> int:
        """Length of a vector."""
        return int(self._vectors.shape[1])

    def add(self, vectors: Vectors) -> None:
        """Append unit vectors, shape (n, width)."""
        self._blocks.append(vectors.astype(np.float32))

    def search(self, question: Vectors, limit: int) -> tuple[Rows, Vectors]:
        """Up to `limit` rows with the largest inner products, best first, equal ones in row order."""
        products = self._vectors @ question
        best = np.argsort(-products, kind="stable")[:limit].astype(np.int64)
        return best, products[best]

    def similarities(self, question: Vectors, rows: Rows) -> Vectors:
        """The inner products with given rows, in their order."""
        return np.asarray(self._vectors[rows] @ question, np.float32)

    def save(self, path: Path) -> None:
        """Write all rows to a file in numpy's format."""
        with path.open("wb") as file:
            np.save(file, self._vectors)


def create(width: int) -> ExactEngine:
    """An engine without rows."""
    return ExactEngine(np.empty((0, width), np.float32))


def load(path: Path) -> ExactEngine:
    """The rows that `save` wrote, memory-mapped."""
    return ExactEngine(np.load(path, mmap_mode="r"))
