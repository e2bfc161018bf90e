"""The learned weights of this reader, from `weights.json` (made by training/reader_weights.py)."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight per measure, in the order of the measures' names."""

    lines: NDArray[np.float32]
    candidates: NDArray[np.float32]


@cache
def packaged_weights(line_names: tuple[str, ...], candidate_names: tuple[str, ...]) -> Weights:
    """The packaged weights; a measure that the file does not name weighs nothing."""
    facts = json.loads(files(__package__).joinpath("weights.json").read_text("utf-8"))
    return Weights(
        np.array([facts["lines"].get(name, 0.0) for name in line_names], np.float32),
        np.array([facts["candidates"].get(name, 0.0) for name in candidate_names], np.float32),
    )
