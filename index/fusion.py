"""Ranking the candidates: a weighted sum of what is known about each, with weights fitted by `training/ranker.py`."""

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np

from index.measures import NAMES, Signals

__all__ = ["NAMES", "Signals", "Weights", "packaged_weights"]


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight for each of NAMES."""

    values: tuple[float, ...]

    def apply(self, signals: Signals) -> Signals:
        """Scores of rows of signals, shape (n, len(NAMES)) to (n,)."""
        return np.asarray(signals @ np.array(self.values, np.float32), np.float32)


@lru_cache(maxsize=8)
def packaged_weights(form: str, *, dense: bool) -> Weights:
    """The fitted weights for questions of a form (`vi`, `plain`, `en`), with or without a dense arm."""
    text = resources.files("index").joinpath("fusion.json").read_text(encoding="utf-8")
    found = json.loads(text)[f"{form}-{'dense' if dense else 'lexical'}"]
    return Weights(tuple(float(found.get(name, 0.0)) for name in NAMES))
