"""The plain embedder: features hashed to signed dimensions. Needs no model; knows words, not meanings.

It finds passages that share words or pairs with a question, with or without diacritics. Of English it knows only
names and numbers.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np

from index.embedder import EmbedderSettings, Vectors, unit_rows
from index.features import Features, features

_VERSION = 1


class HashingEmbedder:
    """Feature hashing (Weinberger et al. 2009): each plain word and pair adds +1 or -1 to one dimension."""

    name = "hashing"

    def __init__(self, width: int) -> None:
        self.width = width
        self.fingerprint = f"hashing-{_VERSION}-{width}"

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), width)."""
        return self.encode_features([features(text) for text in texts])

    def encode_features(self, texts: Sequence[Features]) -> Vectors:
        """Vectors of passages whose features are known already, shape (len(texts), width)."""
        rows = np.zeros((len(texts), self.width), np.float32)
        for row, found in zip(rows, texts, strict=True):
            self._add(row, {*found.plain_words, *found.plain_pairs})
        return unit_rows(rows)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, shape (len(texts), width): the same as of passages."""
        return self.encode_passages(texts)

    def _add(self, row: Vectors, names: Iterable[str]) -> None:
        for name in names:
            value = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")
            row[(value >> 1) % self.width] += 1 if value & 1 else -1


def open_part(settings: EmbedderSettings) -> HashingEmbedder:
    """The hashing embedder of the configured width."""
    return HashingEmbedder(settings.width)
