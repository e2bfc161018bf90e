"""The rows of a generation: its segments one after another, and which rows are still alive."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.segment import Hashes, Numbers, Segment, hash_of

ALIVE_NAME, SEGMENTS_NAME = "alive.npy", "segments"


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows. A row keeps its number for good; the rows of removed passages are marked.

    Attributes:
        segments: in the order of their rows; what a dropped segment held is a gap.
        alive: for each row number ever given out: False once the passage was removed or replaced.
    """

    segments: tuple[Segment, ...]
    alive: NDArray[np.bool_]

    @classmethod
    def load(cls, generation: Path, names: Sequence[tuple[str, int]], rows: int) -> "Rows":
        """The rows of a finished generation: names and first rows of its segments, and how many there ever were."""
        return cls.of(generation, names, np.unpackbits(np.load(generation / ALIVE_NAME), count=rows).astype(np.bool_))

    @classmethod
    def of(cls, generation: Path, names: Sequence[tuple[str, int]], alive: NDArray[np.bool_]) -> "Rows":
        """The rows of segments that are on disk already."""
        folder = generation / SEGMENTS_NAME
        return cls(tuple(Segment.load(folder / name, first) for name, first in names), alive)

    def save(self, generation: Path) -> None:
        """Write which rows are alive into a generation that is being built."""
        with (generation / ALIVE_NAME).open("wb") as file:
            np.save(file, np.packbits(self.alive))

    def without(self, article_ids: Collection[str]) -> "Rows":
        """The same with all rows of these articles marked as gone."""
        gone = np.array([hash_of(article_id) for article_id in article_ids], np.uint64)
        alive = self.alive.copy()
        for segment in self.segments:
            end = segment.first_row + segment.rows
            alive[segment.first_row : end] &= ~np.isin(segment.arrays["articles"], gone)
        return Rows(self.segments, alive)

    def parts(self, rows: Numbers) -> Iterator[tuple[Segment, Numbers]]:
        """Each segment that holds some of these rows, and where they are in `rows`."""
        if not len(rows):
            return
        firsts = np.array([segment.first_row for segment in self.segments], np.int64)
        belongs = np.searchsorted(firsts, rows, side="right") - 1
        for number in np.unique(belongs).tolist():
            yield self.segments[number], np.flatnonzero(belongs == number)

    def articles_of(self, rows: Numbers) -> Hashes:
        """Hash of the article's id of each row."""
        return self._gathered("articles", rows)

    def groups_of(self, rows: Numbers) -> Hashes:
        """Hash of what the article of each row says: equal for exact duplicates."""
        return self._gathered("groups", rows)

    def _gathered(self, name: str, rows: Numbers) -> Hashes:
        found = np.zeros(len(rows), np.uint64)
        for segment, places in self.parts(rows):
            found[places] = segment.arrays[name][rows[places] - segment.first_row]
        return found

    @property
    def articles(self) -> int:
        """Number of articles with a living row."""
        living = [s.arrays["articles"][self.alive[s.first_row : s.first_row + s.rows]] for s in self.segments]
        return len(np.unique(np.concatenate(living))) if living else 0

    @property
    def passages(self) -> int:
        """Number of living rows."""
        return int(self.alive.sum())

    @property
    def dead(self) -> int:
        """Number of rows that are kept although their passages are gone."""
        return sum(segment.rows for segment in self.segments) - self.passages
