"""The dense arm of an opened generation: one engine for each segment, searched together."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.engine import Engine, engine_shelf
from index.rows import SEGMENTS_NAME, Rows
from index.segment import Numbers
from index.settings import IndexSettings

if TYPE_CHECKING:
    from index.embedder import Embedder

VECTORS_NAME = "vectors"
Scores = NDArray[np.float32]


class Nearness:
    """Which passages are near to a question, and how near given ones are."""

    def __init__(self, engines: list[Engine], rows: Rows, embedder: "Embedder") -> None:
        self._engines = {segment.name: engine for segment, engine in zip(rows.segments, engines, strict=True)}
        self._rows = rows
        self._embedder = embedder

    @classmethod
    def load(cls, generation: Path, rows: Rows, embedder: "Embedder", settings: IndexSettings) -> "Nearness":
        """Open the vectors of all segments."""
        shelf = engine_shelf(settings.engine)
        folder = generation / SEGMENTS_NAME
        return cls([shelf.load(folder / segment.name / VECTORS_NAME) for segment in rows.segments], rows, embedder)

    def question(self, query: str) -> Scores:
        """The vector of a question, shape (width,)."""
        return np.asarray(self._embedder.encode_questions([query])[0], np.float32)

    def nearest(self, question: Scores, limit: int) -> tuple[Numbers, Scores]:
        """The nearest living rows of all segments, best first."""
        rows, cosine = [np.empty(0, np.int64)], [np.empty(0, np.float32)]
        for segment in self._rows.segments:
            found, scores = self._living(self._engines[segment.name], segment.first_row, question, limit)
            rows.append(found)
            cosine.append(scores)
        all_rows, all_cosine = np.concatenate(rows), np.concatenate(cosine)
        best = np.lexsort((all_rows, -all_cosine))[:limit]
        return all_rows[best], all_cosine[best]

    def _living(self, engine: Engine, first: int, question: Scores, limit: int) -> tuple[Numbers, Scores]:
        """The nearest living rows of a segment: asks for more while rows of removed passages fill the answer."""
        asked = limit
        while True:
            found, scores = engine.search(question, asked)
            rows = found + first
            living = self._rows.alive[rows]
            if living.sum() >= limit or len(rows) < asked:
                return rows[living][:limit], scores[living][:limit]
            asked *= 4

    def similarities(self, question: Scores, rows: Numbers) -> Scores:
        """The inner products of one vector with given rows, in their order."""
        cosine = np.zeros(len(rows), np.float32)
        for segment, places in self._rows.parts(rows):
            cosine[places] = self._engines[segment.name].similarities(question, rows[places] - segment.first_row)
        return cosine

    def problems(self) -> list[str]:
        """Segments whose vectors are not those of their passages, in words."""
        counts = [(segment, self._engines[segment.name].count) for segment in self._rows.segments]
        return [
            f"The vectors of segment {segment.name} are {count} for {segment.rows} passages."
            for segment, count in counts
            if count != segment.rows
        ]
