"""LlamaIndex's BM25 retriever: no English stemmer and stop words, words of one letter kept."""

from collections.abc import Sequence

from llama_index.core.schema import TextNode
from llama_index.retrievers.bm25 import BM25Retriever

from benchmarks.retrieval.system import Document, System

_WORD = r"(?u)\b\w+\b"
_NO_STOP_WORDS: list[str] = []  # handed to bm25s, which takes a list as well as a language


class Retriever:
    """One node per passage, title first."""

    def index(self, documents: Sequence[Document]) -> None:
        """Make the nodes and count their words."""
        nodes = [TextNode(id_=str(place), text=document.whole) for place, document in enumerate(documents)]
        self._retriever = BM25Retriever(
            nodes=nodes, language=_NO_STOP_WORDS, skip_stemming=True, token_pattern=_WORD, similarity_top_k=1
        )
        self._count = len(nodes)

    def search(self, question: str, count: int) -> list[int]:
        """The best by BM25."""
        self._retriever.similarity_top_k = min(count, self._count)
        return [int(found.node.node_id) for found in self._retriever.retrieve(question) if found.score]


def open_system(_options: dict[str, str]) -> System:
    """An empty retriever."""
    return Retriever()
