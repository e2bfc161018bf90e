"""hoidap itself: the index as the product builds and searches it, whole or with a part taken away."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path

import numpy as np

from benchmarks.retrieval.system import Document, System
from corpus.passage import Passage
from index.builder import dense_text, rebuild
from index.embedder import Embedder, EmbedderSettings, Vectors, open_embedder
from index.embedders.static_vi_en import PACKAGED, StaticEmbedder, StaticModel
from index.english import english_query
from index.glossary import Entry, glossary_entries
from index.language import Language
from index.lexical_query import LexicalQuery, merged
from index.searcher import Searcher
from index.settings import EnglishSettings, IndexSettings, KindWeights, LexicalSettings
from index.translation import TranslationTable

_PER_ARTICLE = 5
_WITHOUT_PAIRS = LexicalSettings(kinds=KindWeights(pairs=0), english=EnglishSettings(pair_weight=0))
_AS_WRITTEN = {"plain_words": "words", "plain_pairs": "pairs"}


def passages(documents: Sequence[Document], *, titles: bool) -> Iterator[Passage]:
    """The documents as passages; those of one article stay together."""
    for document in documents:
        whole = Passage(
            document.article_id, 1, document.number, 0, len(document.text), document.text,
            document.title, document.lead, content_hash=document.content_hash,
        )  # fmt: skip
        yield whole if titles else replace(whole, title="", lead="")


class _NoTable:
    """A translation table that knows nothing."""

    def lookup(self, term: str) -> Sequence[tuple[str, float]]:  # noqa: ARG002 - as the table has it
        """No word is known."""
        return ()


@cache
def _table() -> TranslationTable:
    return TranslationTable.packaged()


def _no_glossary(stems: Sequence[str]) -> Sequence[Entry]:  # noqa: ARG001 - as the glossary has it
    """No entry is found."""
    return ()


class _NoTableSearcher(Searcher):
    """English questions by the glossary, names and numbers alone."""

    def _understood(self, query: str, language: Language) -> LexicalQuery:
        if language == "en":
            return english_query(query, _NoTable(), self._settings.lexical, glossary_entries)
        return super()._understood(query, language)


class _NoGlossarySearcher(Searcher):
    """English questions by the table, names and numbers alone."""

    def _understood(self, query: str, language: Language) -> LexicalQuery:
        if language == "en":
            return english_query(query, _table(), self._settings.lexical, _no_glossary)
        return super()._understood(query, language)


class _NoPlainSearcher(Searcher):
    """A Vietnamese question without diacritics meets only what was written so."""

    def _understood(self, query: str, language: Language) -> LexicalQuery:
        found = super()._understood(query, language)
        if language == "en":
            return found
        return replace(found, terms=merged(replace(t, kind=_AS_WRITTEN.get(t.kind, t.kind)) for t in found.terms))


_SEARCHERS: Mapping[str, type[Searcher]] = {
    "no-table": _NoTableSearcher,
    "no-glossary": _NoGlossarySearcher,
    "no-plain": _NoPlainSearcher,
}


def _without_plain_features() -> Embedder:
    """The packaged model without the vectors of what has no diacritics; a question typed so is read as written."""
    model = StaticModel.load(PACKAGED)
    return _AsWritten(replace(model, numbers={**model.numbers, "W": {}, "P": {}}))


class _AsWritten(StaticEmbedder):
    def question_rows(self, text: str) -> list[int]:
        """Numbers of the rows whose sum is the vector of a question."""
        return super().question_rows(text) or self.passage_rows(text)


class Ours:
    """The searcher over an index in a folder."""

    def __init__(
        self,
        home: Path,
        settings: IndexSettings,
        embedder: Embedder | None,
        *,
        titles: bool = True,
        searcher: type[Searcher] = Searcher,
    ) -> None:
        self._home, self._settings, self._titles = home, settings, titles
        self._embedder, self._kind = embedder, searcher

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
        self._searcher = self._kind.open(self._home, embedder=self._embedder, settings=self._settings)
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
    settings = IndexSettings(lexical=_WITHOUT_PAIRS if "no-pairs" in options else LexicalSettings())
    embedder = None
    if "no-dense" not in options:
        embedder = _without_plain_features() if "no-plain" in options else open_embedder(EmbedderSettings())
    searcher = next((kind for part, kind in _SEARCHERS.items() if part in options), Searcher)
    return Ours(Path(options["scratch"]), settings, embedder, titles="no-title" not in options, searcher=searcher)
