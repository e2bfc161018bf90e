"""Searching one generation: both arms, fusion, one hit per article, exact duplicates shown once."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.builder import LEXICAL_NAME, requirements
from index.english import english_query
from index.errors import NoUsableIndex
from index.fusion import NAMES, Signals, packaged_weights
from index.generation import current_generation
from index.hit import Hit
from index.language import Language, is_plain, question_language
from index.lexical import LexicalIndex
from index.lexical_query import LexicalQuery, QueryTerm, rarity_of
from index.lexical_terms import vietnamese_query
from index.manifest import REBUILD, Manifest, read_manifest
from index.measures import measures
from index.nearness import Nearness
from index.result import Explanation, SearchResult
from index.rows import Rows as RowTable
from index.settings import IndexSettings
from index.translation import TranslationTable

if TYPE_CHECKING:
    from index.embedder import Embedder

__all__ = ["Explanation", "SearchResult", "Searcher"]

Rows = NDArray[np.int64]
Scores = NDArray[np.float32]
_NOTHING = 1e-6  # what rounding could have made
# A hit has something of the question: a word, or a meaning near to it
_SHARED = [NAMES.index(name) for name in ("words", "pairs", "marks", "cosine")]


@lru_cache(maxsize=1)
def _translations() -> TranslationTable:
    """The packaged table, read at the first English question."""
    return TranslationTable.packaged()


class Searcher:
    """One opened generation. Nothing in it changes, so any number of threads may search at once."""

    def __init__(
        self,
        manifest: Manifest,
        lexical: LexicalIndex,
        rows: RowTable,
        dense: "Nearness | None",
        settings: IndexSettings,
    ) -> None:
        self.manifest = manifest
        self._lexical = lexical
        self._rows = rows
        self._dense = dense
        self._settings = settings

    @classmethod
    def open(
        cls,
        directory: Path,
        *,
        embedder: "Embedder | None",
        settings: IndexSettings,
        splitter: Mapping[str, object] | None = None,
    ) -> "Searcher":
        """Open the live generation of an index folder.

        Raises:
            NoUsableIndex: there is none, it is damaged, or it was made with another embedder, engine or splitter;
                the message names the command that mends it.
        """
        generation = current_generation(directory)
        if generation is None:
            raise NoUsableIndex(f"There is no index in {directory}; {REBUILD}.")
        return cls.open_generation(generation, embedder=embedder, settings=settings, splitter=splitter)

    @classmethod
    def open_generation(
        cls,
        generation: Path,
        *,
        embedder: "Embedder | None",
        settings: IndexSettings,
        splitter: Mapping[str, object] | None = None,
    ) -> "Searcher":
        """Open one generation by its folder, live or not. Raises NoUsableIndex as `open` does."""
        manifest = read_manifest(generation)
        manifest.check(requirements(embedder, settings, splitter))
        try:
            lexical = LexicalIndex(generation / LEXICAL_NAME)
            rows = RowTable.load(generation, manifest.segment_rows, manifest.rows)
            dense = Nearness.load(generation, rows, embedder, settings) if embedder else None
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise NoUsableIndex(f"The index in {generation} is damaged ({error}); {REBUILD}.") from error
        return cls(manifest, lexical, rows, dense, settings)

    def close(self) -> None:
        """Nothing to do but let go: files are mapped into memory and freed with the object."""

    def search(self, query: str, *, limit: int = 10, per_article: int = 1) -> SearchResult:
        """Passages that may answer a question, best first.

        Args:
            query: A question or keywords, Vietnamese (with or without diacritics) or English.
            limit: The largest number of hits.
            per_article: The largest number of hits from one article.
        """
        language, terms, rows, known, scores = self._scored(query)
        plain = language == "vi" and is_plain(query)
        pieces = terms.pieces if language == "en" else ()
        explanation = Explanation(language, plain, terms.terms, terms.notes, pieces)
        order = np.lexsort((rows, -scores))
        order = order[known[order][:, _SHARED].max(axis=1, initial=0) > _NOTHING]
        best = order[self._one_per_article(rows[order], limit, per_article)]
        passages = self._lexical.passages(rows[best])
        hits = tuple(
            Hit(passage, float(scores[at]), dict(zip(NAMES, known[at].tolist(), strict=True)))
            for passage, at in zip(passages, best.tolist(), strict=True)
        )
        return SearchResult(hits, language, plain, explanation)

    def candidates(self, query: str, limit: int) -> tuple[Rows, Signals, NDArray[np.uint64], list[str]]:
        """The best candidates, many per article: rows, signals, article numbers and ids; for training."""
        _, _, rows, known, scores = self._scored(query)
        order = np.lexsort((rows, -scores))[:limit]
        ids = [passage.article_id for passage in self._lexical.passages(rows[order])]
        return rows[order], known[order], self._rows.articles_of(rows[order]), ids

    def idf(self, key: str, kind: str = "words") -> float:
        """Rarity of a feature: the inverse document frequency of BM25, 0 or more. Kinds are fields of `Features`."""
        return rarity_of(self._lexical.frequency(kind, key), self.manifest.passages)

    def verify(self) -> list[str]:
        """What is wrong with the files of this generation, in words; empty when all is well."""
        problems = []
        if self._lexical.count != self.manifest.passages:
            problems.append(f"The lexical index holds {self._lexical.count} of {self.manifest.passages} passages.")
        if len(self._rows.alive) != self.manifest.rows or self._rows.passages != self.manifest.passages:
            problems.append("The row table does not agree with the manifest.")
        if self._dense:
            problems += self._dense.problems()
        for row in np.flatnonzero(self._rows.alive):
            if not self._lexical.holds(int(row)):
                problems.append(f"The passage of row {row} is missing from the lexical index.")
                break
        return problems

    def _scored(self, query: str) -> tuple[Language, LexicalQuery, Rows, Signals, Scores]:
        """All candidates with what is known about them and their scores, in no order."""
        language = question_language(query)
        terms = self._understood(query, language)
        rows, cosine = self._candidates(query, terms)
        known = measures(terms, self._rarity, self._rows, rows, cosine)
        form = "plain" if language == "vi" and is_plain(query) else language
        scores = packaged_weights(form, dense=self._dense is not None).apply(known)
        return language, terms, rows, known, scores

    def _rarity(self, term: QueryTerm) -> float:
        return self.idf(term.text, term.kind)

    def _understood(self, query: str, language: Language) -> LexicalQuery:
        if language == "en":
            return english_query(query, _translations(), self._settings.lexical)
        return vietnamese_query(query, self._lexical, self._settings.lexical)

    def _candidates(self, query: str, terms: LexicalQuery) -> tuple[Rows, Scores]:
        """Rows that either arm proposes, and their cosines (zeros without a dense arm)."""
        found = self._lexical.best(terms.terms, self._settings.lexical.candidates)
        if self._dense is None:
            return found.rows, np.zeros(len(found.rows), np.float32)
        question = self._dense.question(query)
        near, near_cosine = self._dense.nearest(question, self._settings.fusion.dense_candidates)
        is_new = ~np.isin(near, found.rows)
        cosine = np.concatenate([self._dense.similarities(question, found.rows), near_cosine[is_new]])
        return np.concatenate([found.rows, near[is_new]]), cosine

    def _one_per_article(self, rows: Rows, limit: int, per_article: int) -> list[int]:
        """Positions in `rows` (best first) to show: few per article, one article per group of duplicates."""
        shown: dict[int, int] = {}
        taken: dict[int, int] = {}
        chosen = []
        of = zip(self._rows.articles_of(rows).tolist(), self._rows.groups_of(rows).tolist(), strict=True)
        for position, (article, group) in enumerate(of):
            if shown.setdefault(group, article) != article or taken.get(article, 0) >= per_article:
                continue
            taken[article] = taken.get(article, 0) + 1
            chosen.append(position)
            if len(chosen) == limit:
                break
        return chosen
