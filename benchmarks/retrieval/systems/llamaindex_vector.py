"""LlamaIndex's vector index in memory, over a model folder or over vectors borrowed from hoidap."""

from collections.abc import Sequence

from llama_index.core import VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode
from pydantic import PrivateAttr

from benchmarks.retrieval.system import Document, System
from benchmarks.retrieval.systems.borrowed import Borrowed


class BorrowedEmbedding(BaseEmbedding):
    """hoidap's packaged vectors in LlamaIndex's shape."""

    _borrowed: Borrowed = PrivateAttr(default_factory=Borrowed)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        self._borrowed.asking = False
        return [row.tolist() for row in self._borrowed.encode(texts)]

    def _get_query_embedding(self, query: str) -> list[float]:
        self._borrowed.asking = True
        return [float(number) for number in self._borrowed.encode([query])[0]]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def _model(folder: str) -> BaseEmbedding:
    if not folder:
        return BorrowedEmbedding(embed_batch_size=512)
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    return HuggingFaceEmbedding(model_name=folder)


class VectorIndex:
    """One node per passage, title first."""

    def __init__(self, model: str) -> None:
        self._model = _model(model)

    def index(self, documents: Sequence[Document]) -> None:
        """Encode and keep the nodes."""
        nodes = [TextNode(id_=str(place), text=document.whole) for place, document in enumerate(documents)]
        self._index = VectorStoreIndex(nodes, embed_model=self._model)

    def search(self, question: str, count: int) -> list[int]:
        """The nearest."""
        retriever = self._index.as_retriever(similarity_top_k=count)
        return [int(found.node.node_id) for found in retriever.retrieve(question)]


def open_system(options: dict[str, str]) -> System:
    """An empty index; `model` is a sentence-transformers folder, empty for hoidap's vectors."""
    return VectorIndex(options.get("model", ""))
