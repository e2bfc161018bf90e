"""The hit: a passage with the score that one search gave it. Scores live here and nowhere else."""

from dataclasses import dataclass, field

from corpus.passage import Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """One ranked passage. `score` is comparable within one search only; `parts` says what it is made of."""

    passage: Passage
    score: float
    parts: dict[str, float] = field(default_factory=dict)
