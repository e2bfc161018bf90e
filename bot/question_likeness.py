"""How near sentences are in meaning to the question, by the model that search uses; only where it is cheap.

A model that looks vectors up by features compares some dozens of sentences within a millisecond. Any other would take
longer than all the rest of an answer: then there is no likeness, and readers go by words alone.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.sheet import Line
from bot.sought import KINDS, Sought
from index.embedder import Embedder, FeatureEmbedder

Vector = NDArray[np.float32]

_NEAR, _MEANT = 0.35, 0.5


class Likeness:
    """The question's vector, ready to be compared with lines."""

    def __init__(self, embedder: FeatureEmbedder, question: str) -> None:
        self._embedder = embedder
        self._question: Vector = embedder.encode_questions([question])[0]

    def of(self, lines: Sequence[Line]) -> Vector:
        """Cosines of the lines with the question, shape (len(lines),)."""
        result: Vector = self._embedder.encode_passages([line.text for line in lines]) @ self._question
        return result

    def support(self, sought: Sought, lines: Sequence[Line]) -> Vector:
        """How near each sought term comes to a word or pair of the lines in meaning, shape (len(sought.terms),).

        Words of one text all have something in common: what is less near than `_NEAR` counts as nothing.
        """
        present = sorted({text for line in lines for kind in KINDS for text in line.features[kind] if text})
        if not present or not sought.terms:
            return np.zeros(len(sought.terms), np.float32)
        forms = [[text for _, text, how in term.forms if how >= _MEANT] for term in sought.terms]
        asked = sorted({form for group in forms for form in group})
        vectors = self._embedder.encode_passages([text.replace("_", " ") for text in (*asked, *present)])
        nearest = (vectors[: len(asked)] @ vectors[len(asked) :].T).max(axis=1)
        known = dict(zip(asked, nearest.tolist(), strict=True))
        best = np.array([max((known[form] for form in group), default=0.0) for group in forms], np.float32)
        result: Vector = np.where(best >= _NEAR, best, 0.0).astype(np.float32)
        return result


def likeness_of(embedder: Embedder | None, question: str) -> Likeness | None:
    """The likeness to a question, or None where the model is none that is cheap."""
    return Likeness(embedder, question) if isinstance(embedder, FeatureEmbedder) else None
