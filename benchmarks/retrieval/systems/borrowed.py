"""hoidap's packaged vectors for peers that need some model where none can be downloaded."""

from collections.abc import Sequence

from index.embedder import EmbedderSettings, Vectors, open_embedder


class Borrowed:
    """Encodes passages until `asking` is set, questions from then on: the two are read differently."""

    def __init__(self) -> None:
        self._embedder = open_embedder(EmbedderSettings())
        self.asking = False

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), width)."""
        return (self._embedder.encode_questions if self.asking else self._embedder.encode_passages)(list(texts))
