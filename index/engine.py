"""The shape of a vector engine: unit vectors in, inner products out, best first.

Rows are numbered from 0 in the order in which they were added and never change their number. An engine that was
opened from a file is only read: what is added later gets a file of its own.
"""

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelFault

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]


class Engine(Protocol):
    """Nearest neighbours by inner product."""

    @property
    def count(self) -> int:
        """Number of rows."""
        ...

    @property
    def width(self) -> int:
        """Length of a vector."""
        ...

    def add(self, vectors: Vectors) -> None:
        """Append unit vectors, shape (n, width)."""
        ...

    def search(self, question: Vectors, limit: int) -> tuple[Rows, Vectors]:
        """Up to `limit` rows with the largest inner products with one vector (width,), best first."""
        ...

    def similarities(self, question: Vectors, rows: Rows) -> Vectors:
        """The inner products of one vector with given rows, in their order."""
        ...

    def save(self, path: Path) -> None:
        """Write all rows to a file."""
        ...


class EngineShelf(Protocol):
    """What a module in `index/engines/` offers."""

    def create(self, width: int) -> Engine:
        """An engine without rows."""
        ...

    def load(self, path: Path) -> Engine:
        """The rows that `save` wrote, to be searched; memory-mapped where possible."""
        ...


def engine_shelf(name: str) -> EngineShelf:
    """The engine module of that file name; ModelFault lists what there is."""
    directory = Path(__file__).parent / "engines"
    known = sorted(path.stem for path in directory.glob("[a-z]*.py"))
    if name not in known:
        raise ModelFault(f"There is no vector engine {name!r}; set index.engine to one of: {', '.join(known)}.")
    return cast("EngineShelf", import_module(f"index.engines.{name}"))
