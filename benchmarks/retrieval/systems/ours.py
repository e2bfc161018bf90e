"""hoidap itself: the index as the product builds and searches it, whole or with a part taken away."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import numpy as np

from benchmarks.retrieval.system import Document, System
from corpus.passage import Passage
from index.builder import dense_text, rebuild
from index.embedder import EmbedderSettings, Vectors, open_embedder
from index.searcher import Searcher
from index.settings import EnglishSettings, IndexSettings, KindWeights, LexicalSettings

_PER_ARTICLE = 5
_WITHOUT_PAIRS = LexicalSettings(
    kinds=KindWeights(pairs=0), english=EnglishSettings(pair_weight=0, source_pair_weight=0)
)
_WITHOUT_GLOSSARY = LexicalSettings(english=EnglishSettings(glossary_weight=0))


def passages(documents: Sequence[Document], *, titles: bool) -> Iterator[Passage]:
    """The documents as passages; those of one article stay together."""
    for document in documents:
        whole = Passage(
            document.article_id, 1, document.number, 0, len(document.text), document.text,
            document.title, document.lead, content_hash=document.content_hash,
        )  # fmt: skip
        yield whole if titles else replace(whole, title="", lead="")


class Ours:
    """The searcher over an index in a folder."""

    def __init__(self, home: Path, settings: IndexSettings, *, dense: bool, titles: bool) -> None:
        self._home, self._settings, self._titles = home, settings, titles
        self._embedder = open_embedder(EmbedderSettings()) if dense else None

    def index(self, documents: Sequence[Document]) -> None:
        """Build a generation and open it."""
        if [article for article, _ in groupby(d.article_id for d in documents)] != list(
            dict.fromkeys(d.article_id for d in documents)
        ):
            raise ValueError("The passages of an article must stand one after the other.")
        rebuild(
            self._home,
            passages(documents, titles=self._titles),
            revision=1,
            embedder=self._embedder,
            settings=self._settings,
        )
        self._searcher = Searcher.open(self._home, embedder=self._embedder, settings=self._settings)
        self._places = {(d.article_id, d.number): place for place, d in enumerate(documents)}

    def search(self, question: str, count: int) -> list[int]:
        """The best passages, few per article, as the product's answers see them."""
        hits = self._searcher.search(question, limit=count, per_article=_PER_ARTICLE).hits
        return [self._places[hit.passage.article_id, hit.passage.number] for hit in hits]


class OursDense:
    """The packaged model alone: the nearest vectors, all compared."""

    def __init__(self) -> None:
        self._embedder = open_embedder(EmbedderSettings())
        self._rows: Vectors = np.zeros((0, self._embedder.width), np.float32)

    def index(self, documents: Sequence[Document]) -> None:
        """Encode all passages as the index does."""
        self._rows = self._embedder.encode_passages([dense_text(p) for p in passages(documents, titles=True)])

    def search(self, question: str, count: int) -> list[int]:
        """The nearest passages."""
        similarity = self._rows @ self._embedder.encode_questions([question])[0]
        return [int(place) for place in np.argsort(-similarity, kind="stable")[:count]]


def open_system(options: dict[str, str]) -> System:
    """The product, or without what an option takes away."""
    if "only-dense" in options:
        return OursDense()
    lexical = LexicalSettings()
    if "no-pairs" in options:
        lexical = _WITHOUT_PAIRS
    if "no-glossary" in options:
        lexical = _WITHOUT_GLOSSARY
    settings = IndexSettings(lexical=lexical)
    home = Path(options["scratch"])
    return Ours(home, settings, dense="no-dense" not in options, titles="no-title" not in options)
