"""Fits one weight per measure so that the right options of each question stand above its other options."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FOLDS = 5
_ROUNDS = 400
_STEP = 0.05


@dataclass(frozen=True, slots=True)
class Choice:
    """The options of one question: `values[i]` their measures, `right[i]` 0 (wrong) to 1; `weight` of the question."""

    group: str
    values: NDArray[np.float32]
    right: NDArray[np.float32]
    weight: float = 1.0


def fit(choices: Sequence[Choice], l2: float = 1e-3) -> NDArray[np.float64]:
    """Weights that maximise the likelihood of the right options under a softmax (Adam on the whole set)."""
    usable = [choice for choice in choices if len(choice.right) and choice.right.max() > 0]
    values = np.concatenate([choice.values for choice in usable]).astype(np.float64)
    target = np.concatenate([choice.right / choice.right.sum() for choice in usable])
    sizes = np.array([len(choice.right) for choice in usable])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    owner = np.repeat(np.arange(len(usable)), sizes)
    importance = np.array([choice.weight for choice in usable])
    importance = importance / importance.sum()
    spread = values.std(axis=0)
    spread[spread < 1e-5] = 1  # noqa: PLR2004 - a measure that never varies
    scaled = (values - values.mean(axis=0)) / spread
    weights = np.zeros(values.shape[1])
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _ROUNDS + 1):
        scores = scaled @ weights
        shares = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        shares /= np.add.reduceat(shares, starts)[owner]
        gradient = scaled.T @ ((shares - target) * importance[owner]) + 2 * l2 * weights
        first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
        weights -= _STEP * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-9)
    return weights / spread


def folds(groups: Sequence[str]) -> dict[str, int]:
    """A fold for each group of questions, the same at every run; the forms of one question stay together."""
    shuffled = sorted(set(groups))
    random.Random(1).shuffle(shuffled)
    return {group: i % FOLDS for i, group in enumerate(shuffled)}
