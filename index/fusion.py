"""Putting lexical scores and similarities together.

Normalised scores are added, never ranks: reciprocal ranks of a weak list beside a strong one made results worse
(docs/critiques.md).
"""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def fuse(lexical: Scores, cosine: Scores, weight: float) -> Scores:
    """Lexical scores as shares of their maximum, plus `weight` times the cosine where it is positive.

    Args:
        lexical: BM25 sums, 0 or more, shape (n,).
        cosine: Inner products of unit vectors, shape (n,).
        weight: What a cosine of 1 is worth beside the best lexical score.
    """
    largest = float(lexical.max(initial=0.0))
    shares = lexical / largest if largest > 0 else lexical
    return np.asarray(shares + weight * np.maximum(cosine, 0.0), np.float32)
