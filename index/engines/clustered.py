"""FAISS for any size: few rows compared one by one, many put into clusters of which only the nearest are looked at.

Up to LARGE rows are kept in half precision, all compared. More are kept in 8 bits a number in inverted lists (IVF): a
search compares the question with the centres, then with the rows of the nearest. Scores agree to two digits, and of the
hundred nearest rows some are missed; most of those the words of the question find.
"""

from pathlib import Path

import faiss
import numpy as np

from index.engine import Rows, Vectors

LARGE = 150_000
# Clusters, rows per cluster to learn them from, and how many of them a search looks at
_CLUSTERS, _EXAMPLES, _LOOKED_AT = 1024, 40, 40


class ClusteredEngine:
    """A FAISS index in half precision, made into clusters when it is saved with more than `large` rows."""

    def __init__(self, index: faiss.Index, large: int = LARGE, clusters: int = _CLUSTERS) -> None:
        # one search uses one thread: the callers bring the threads, and FAISS' own pool makes short searches slower
        faiss.omp_set_num_threads(1)
        self._index = index
        self._large = large
        self._clusters = clusters

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
        """Up to `limit` rows with the largest inner products, best first; of clusters, those in the nearest ones."""
        if not self.count:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        one = np.ascontiguousarray(question[None, :], np.float32)
        products, rows = self._index.search(one, min(limit, self.count), params=self._parameters())
        found = rows[0] >= 0
        return rows[0][found].astype(np.int64), products[0][found]

    def _parameters(self) -> "faiss.SearchParameters | None":
        if not isinstance(self._index, faiss.IndexIVF):
            return None
        parameters = faiss.SearchParametersIVF()
        parameters.nprobe = _LOOKED_AT
        return parameters

    def similarities(self, question: Vectors, rows: Rows) -> Vectors:
        """The inner products with given rows, in their order."""
        if not len(rows):
            return np.empty(0, np.float32)
        return np.asarray(self._vectors(rows) @ question, np.float32)

    def save(self, path: Path) -> None:
        """Write all rows to a file in FAISS' format; into clusters if they are many."""
        faiss.write_index(self._index if self.count <= self._large else self._clustered(), str(path))

    def _clustered(self) -> faiss.Index:
        centres = faiss.IndexFlatIP(self.width)
        kind, by = faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
        # rows themselves, not what is left of them behind their centre: any row can then be read back by its number
        index = faiss.IndexIVFScalarQuantizer(centres, self.width, self._clusters, kind, by, False)  # noqa: FBT003
        portion = self._clusters * _EXAMPLES
        chosen = np.random.default_rng(0).permutation(self.count)[:portion]
        index.train(self._vectors(np.sort(chosen)))
        for first in range(0, self.count, portion):
            index.add(self._vectors(np.arange(first, min(self.count, first + portion))))
        index.make_direct_map()  # where each row is, to read it back
        return index

    def _vectors(self, rows: Rows) -> Vectors:
        return np.asarray(self._index.reconstruct_batch(np.ascontiguousarray(rows, np.int64)), np.float32)


def create(width: int) -> ClusteredEngine:
    """An engine without rows."""
    kind = faiss.ScalarQuantizer.QT_fp16
    return ClusteredEngine(faiss.IndexScalarQuantizer(width, kind, faiss.METRIC_INNER_PRODUCT))


def load(path: Path) -> ClusteredEngine:
    """The rows that `save` wrote, memory-mapped if they are few."""
    return ClusteredEngine(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))
