"""FAISS, every row compared, in half precision: exact order but for the third decimal, half the memory.

Good to about a million passages of width 256. An opened index is never changed, because searching while another thread
adds makes FAISS crash.
"""

from pathlib import Path

import faiss
import numpy as np

from index.engine import Rows, Vectors


class FlatEngine:
    """`IndexScalarQuantizer` with 16-bit floats and the inner product."""

    def __init__(self, index: faiss.Index) -> None:
        # one search uses one thread: the callers bring the threads, and FAISS' own pool makes short searches slower
        faiss.omp_set_num_threads(1)
        self._index = index

    @property
    def count(self) -> int:
        """Number of rows."""
        return int(self._index.ntotal)

    @property
    def width(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def add(self, vectors: Vectors) -> None:
        """Append unit vectors, shape (n, width)."""
        if len(vectors):
            self._index.add(np.ascontiguousarray(vectors, np.float32))

    def search(self, question: Vectors, limit: int) -> tuple[Rows, Vectors]:
        """Up to `limit` rows with the largest inner products, best first."""
        if not self.count:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        products, rows = self._index.search(_one_row(question), min(limit, self.count))
        return rows[0].astype(np.int64), products[0]

    def similarities(self, question: Vectors, rows: Rows) -> Vectors:
        """The inner products with given rows, in their order."""
        if not len(rows):
            return np.empty(0, np.float32)
        vectors = self._index.reconstruct_batch(np.ascontiguousarray(rows, np.int64))
        return np.asarray(vectors @ question, np.float32)

    def save(self, path: Path) -> None:
        """Write all rows to a file in FAISS' format."""
        faiss.write_index(self._index, str(path))


def _one_row(question: Vectors) -> Vectors:
    return np.ascontiguousarray(question[None, :], np.float32)


def create(width: int) -> FlatEngine:
    """An engine without rows."""
    kind = faiss.ScalarQuantizer.QT_fp16
    return FlatEngine(faiss.IndexScalarQuantizer(width, kind, faiss.METRIC_INNER_PRODUCT))


def load(path: Path) -> FlatEngine:
    """The rows that `save` wrote, memory-mapped."""
    return FlatEngine(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))
