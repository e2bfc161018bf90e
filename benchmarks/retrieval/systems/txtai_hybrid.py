"""txtai with its hybrid index (BM25 and vectors), over a model folder or over vectors borrowed from hoidap."""

from collections.abc import Callable, Sequence

from txtai import Embeddings

from benchmarks.retrieval.system import Document, System
from benchmarks.retrieval.systems.borrowed import Borrowed
from index.embedder import Vectors


class Hybrid:
    """One text per passage, title first."""

    def __init__(self, model: str) -> None:
        self._borrowed = None if model else Borrowed()
        if self._borrowed:
            self._index = Embeddings(hybrid=True, method="external", transform=_function(self._borrowed))
        else:
            self._index = Embeddings(hybrid=True, path=model)

    def index(self, documents: Sequence[Document]) -> None:
        """Index the texts."""
        self._index.index([document.whole for document in documents])
        if self._borrowed:
            self._borrowed.asking = True

    def search(self, question: str, count: int) -> list[int]:
        """The best by txtai's mixture."""
        return [int(place) for place, _ in self._index.search(question, count)]


def _function(borrowed: Borrowed) -> Callable[[list[str]], Vectors]:
    """A plain function: txtai takes any other callable for a class."""

    def encode(texts: list[str]) -> Vectors:
        return borrowed.encode(texts)

    return encode


def open_system(options: dict[str, str]) -> System:
    """An empty index; `model` is a sentence-transformers folder, empty for hoidap's vectors."""
    return Hybrid(options.get("model", ""))
