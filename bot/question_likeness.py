"""How near sentences are in meaning to the question, by the model that search uses; only where it is cheap.

A model that looks vectors up by features compares some dozens of sentences within a millisecond. Any other would take
longer than all the rest of an answer: then there is no likeness, and readers go by words alone.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.sheet import Line
from index.embedder import Embedder, FeatureEmbedder
from index.features import Features

Vector = NDArray[np.float32]


class Likeness:
    """The question's vector, ready to be compared with lines."""

    def __init__(self, embedder: FeatureEmbedder, question: str) -> None:
        self._embedder = embedder
        self._question: Vector = embedder.encode_questions([question])[0]

    def of(self, lines: Sequence[Line]) -> Vector:
        """Cosines of the lines with the question, shape (len(lines),)."""
        found = [
            Features(
                tuple(token.key for token in line.tokens),
                tuple(pair for pair in line.pairs if pair),
                tuple(token.plain for token in line.tokens),
                tuple(pair for pair in line.plain_pairs if pair),
            )
            for line in lines
        ]
        result: Vector = self._embedder.encode_features(found) @ self._question
        return result


def likeness_of(embedder: Embedder | None, question: str) -> Likeness | None:
    """The likeness to a question, or None where the model is none that is cheap."""
    return Likeness(embedder, question) if isinstance(embedder, FeatureEmbedder) else None
