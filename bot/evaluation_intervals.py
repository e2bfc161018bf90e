"""A figure with its interval: the ratio of two sums over questions, resampled.

Percentile bootstrap after Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13: questions are
drawn with replacement, the figure is made anew of each sample, and the interval holds the middle 95 % of those.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

RESAMPLES = 1000
SEED = 20_200_701
_PERCENTILES = (2.5, 97.5)
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """The ratio of two sums; `parts` holds what each question adds to the upper and to the lower one."""

    parts: tuple[tuple[float, float], ...]

    @classmethod
    def share(cls, values: Iterable[float]) -> "Figure":
        """The mean of one value per question."""
        return cls(tuple((float(value), 1.0) for value in values))

    @property
    def n(self) -> int:
        """How many questions it is made of."""
        return len(self.parts)

    @property
    def value(self) -> float:
        """The figure, 0 where nothing counts towards it."""
        above, below = sum(part[0] for part in self.parts), sum(part[1] for part in self.parts)
        return round(above / below, _DIGITS) if below else 0.0

    def interval(self) -> tuple[float, float]:
        """Where the figure lies in 95 of 100 resampled sets; the same at every call."""
        import numpy as np

        if not self.parts:
            return 0.0, 0.0
        sums = _draws(self.n) @ np.asarray(self.parts, dtype=np.float32)
        ratios = np.divide(sums[:, 0], sums[:, 1], out=np.zeros(RESAMPLES, dtype=np.float32), where=sums[:, 1] > 0)
        low, high = (round(float(bound), _DIGITS) for bound in np.percentile(ratios, _PERCENTILES))
        return low, high


@lru_cache(maxsize=4)
def _draws(n: int) -> "NDArray[Any]":
    """How often each of `n` questions is in each resampled set."""
    import numpy as np

    return np.random.default_rng(SEED).multinomial(n, [1 / n] * n, size=RESAMPLES).astype(np.float32)
