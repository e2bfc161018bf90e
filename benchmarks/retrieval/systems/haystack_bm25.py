"""Haystack's in-memory store and BM25 retriever, words of one letter kept."""

from collections.abc import Sequence

from haystack import Document as HaystackDocument
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
from haystack.document_stores.in_memory import InMemoryDocumentStore

from benchmarks.retrieval.system import Document, System

_WORD = r"(?u)\b\w+\b"


class Haystack:
    """One document per passage, title first."""

    def __init__(self) -> None:
        self._store = InMemoryDocumentStore(bm25_tokenization_regex=_WORD)
        self._retriever = InMemoryBM25Retriever(self._store)

    def index(self, documents: Sequence[Document]) -> None:
        """Write the documents to the store."""
        self._store.write_documents(
            [HaystackDocument(id=str(place), content=document.whole) for place, document in enumerate(documents)]
        )

    def search(self, question: str, count: int) -> list[int]:
        """The best by BM25."""
        return [int(document.id) for document in self._retriever.run(query=question, top_k=count)["documents"]]


def open_system(_options: dict[str, str]) -> System:
    """An empty store."""
    return Haystack()
