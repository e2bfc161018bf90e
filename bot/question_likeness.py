"""How near sentences are in meaning to the question, by the model that search uses; only where it is cheap.

A model that looks vectors up by features compares some dozens of sentences within a millisecond. Any other would take
longer than all the rest of an answer: then there is no likeness, and readers go by words alone.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from bot.sheet import Line
from bot.sought import Sought
from index.embedder import Embedder, FeatureEmbedder

Vector = NDArray[np.float32]

_NEAR, _MEANT = 0.35, 0.5
# Words kept, at a kilobyte each
_MOST_KNOWN = 40_000


class Likeness:
    """The question's vector, ready to be compared with lines."""

    def __init__(self, embedder: FeatureEmbedder, question: str) -> None:
        self._embedder = embedder
        self._question: Vector = embedder.encode_questions([question])[0]

    def of(self, lines: Sequence[Line]) -> Vector:
        """Cosines of the lines with the question, shape (len(lines),)."""
        result: Vector = self._embedder.encode_passages([line.text for line in lines]) @ self._question
        return result

    def support(self, sought: Sought, regions: Sequence[Mapping[str, AbstractSet[str]]]) -> Vector:
        """How near each sought term comes to a word or pair of each region in meaning, shape (regions, terms).

        A region is given by its features by kind. Words of one text all have something in common: what is less near
        than `_NEAR` counts as nothing.
        """
        forms = [[text for _, text, how in term.forms if how >= _MEANT] for term in sought.terms]
        kinds = sorted({kind for term in sought.terms for kind, _, how in term.forms if how >= _MEANT})
        said = [sorted(frozenset().union(*(region[kind] for kind in kinds)) - {""}) for region in regions]
        present = list(dict.fromkeys(text for texts in said for text in texts))
        asked = sorted({text for group in forms for text in group})
        found = np.zeros((len(regions), len(sought.terms)), np.float32)
        if not present or not asked:
            return found
        column = {text: i for i, text in enumerate(present)}
        nearness = self._vectors(present) @ self._vectors(asked).T
        nearest = np.zeros((len(regions), len(asked) + 1), np.float32)
        for row, texts in zip(nearest, said, strict=True):
            if texts:
                nearness[[column[text] for text in texts]].max(axis=0, out=row[:-1])
        place = {text: i for i, text in enumerate(asked)}
        for number, group in enumerate(forms):
            found[:, number] = nearest[:, [place[text] for text in group] or [-1]].max(axis=1)
        result: Vector = np.where(found >= _NEAR, found, 0.0).astype(np.float32)
        return result

    def _vectors(self, texts: Sequence[str]) -> Vector:
        """Vectors of words and pairs; those of the words that texts are full of are looked up once."""
        return _known(self._embedder.fingerprint).of(texts, self._embedder)


class _Known:
    """Vectors of words and pairs by their texts, kept for the questions to come."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._rows = np.empty((0, 0), np.float32)
        self._changing = Lock()

    def of(self, texts: Sequence[str], embedder: FeatureEmbedder) -> Vector:
        """The vectors of the texts, one row each; those not met before are encoded."""
        with self._changing:
            if len(self._places) > _MOST_KNOWN:
                self._places.clear()
            missing = [text for text in texts if text not in self._places]
            if missing:
                self._add(missing, embedder.encode_passages([text.replace("_", " ") for text in missing]))
            result: Vector = self._rows[[self._places[text] for text in texts]]
            return result

    def _add(self, texts: Sequence[str], vectors: Vector) -> None:
        start = len(self._places)
        if start + len(texts) > len(self._rows):
            grown = np.empty((2 * (start + len(texts)), vectors.shape[1]), np.float32)
            if start:
                grown[:start] = self._rows[:start]
            self._rows = grown
        self._rows[start : start + len(texts)] = vectors
        self._places.update(zip(texts, range(start, start + len(texts)), strict=True))


@lru_cache(maxsize=2)
def _known(_fingerprint: str) -> _Known:
    """What is kept of the model with this fingerprint."""
    return _Known()


def likeness_of(embedder: Embedder | None, question: str) -> Likeness | None:
    """The likeness to a question, or None where the model is none that is cheap."""
    return Likeness(embedder, question) if isinstance(embedder, FeatureEmbedder) else None
