"""The packaged translation table: English words and phrases to Vietnamese words and phrases, with probabilities.

Made by `training/translation.py`. English words are the stems of `index.english_stem`, Vietnamese ones the word keys of
`index.features`; the words of a phrase are joined by `_`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelFault

PACKAGED = Path(__file__).parent / "models" / "translation-en-vi.npz"
_WHOLE = 65535.0  # probabilities are kept as 16-bit shares of this


@dataclass(frozen=True, slots=True)
class TranslationTable:
    """Looks terms up; made by `packaged` or `load`."""

    _places: dict[str, int]
    _offsets: NDArray[np.int32]
    _numbers: NDArray[np.int32]
    _weights: NDArray[np.uint16]
    _targets: list[str]

    @classmethod
    def packaged(cls) -> "TranslationTable":
        """The table that comes with hoidap; some tens of milliseconds, so for English questions only."""
        return cls.load(PACKAGED)

    @classmethod
    def load(cls, path: Path) -> "TranslationTable":
        """Read a table.

        Raises:
            ModelFault: The file is missing or damaged.
        """
        try:
            with path.open("rb") as file, np.load(file) as stored:
                sources = stored["sources"].tobytes().decode().split("\n")
                targets = stored["targets"].tobytes().decode().split("\n")
                offsets, numbers, weights = stored["offsets"], stored["numbers"], stored["weights"]
        except (OSError, ValueError, KeyError, BadZipFile) as fault:
            raise ModelFault(f"The translation table {path} cannot be read ({fault}); install hoidap again.") from fault
        return cls({source: place for place, source in enumerate(sources)}, offsets, numbers, weights, targets)

    def __len__(self) -> int:
        return len(self._places)

    def lookup(self, term: str) -> Sequence[tuple[str, float]]:
        """The Vietnamese terms of one English term, most likely first, with p(Vietnamese | English).

        Args:
            term: A stem, or up to four joined by `_`, as `index.english_stem.english_terms` makes them.

        Returns:
            Pairs of term and probability; empty where the term is unknown. The probabilities add up to at most 1.
        """
        place = self._places.get(term)
        if place is None:
            return ()
        cells = range(int(self._offsets[place]), int(self._offsets[place + 1]))
        return [(self._targets[self._numbers[cell]], float(self._weights[cell]) / _WHOLE) for cell in cells]
