"""bm25s over whole words: no English stop words, no stemmer, words of one letter kept (`y`, `ở`)."""

from collections.abc import Sequence

import bm25s

from benchmarks.retrieval.system import Document, System

_WORD = r"(?u)\b\w+\b"


class Words:
    """One BM25 index of title and passage."""

    def index(self, documents: Sequence[Document]) -> None:
        """Count the words."""
        self._index = bm25s.BM25()
        self._index.index(_tokens([document.whole for document in documents]), show_progress=False)
        self._count = len(documents)

    def search(self, question: str, count: int) -> list[int]:
        """The best by BM25."""
        found, scores = self._index.retrieve(_tokens([question]), k=min(count, self._count), show_progress=False)
        return [int(place) for place, score in zip(found[0], scores[0], strict=True) if score > 0]


def _tokens(texts: list[str]) -> object:
    return bm25s.tokenize(texts, stopwords=None, token_pattern=_WORD, show_progress=False)


def open_system(_options: dict[str, str]) -> System:
    """An empty index."""
    return Words()
