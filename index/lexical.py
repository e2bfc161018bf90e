"""The lexical arm: BM25 (tantivy) over our own tokens, one document per passage.

Each kind of feature has its field. Title and lead belong to every passage, so that a passage is found by what its
article is about. The index also stores the passages themselves: a search needs no database.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import cast

import numpy as np
import tantivy
from numpy.typing import NDArray

from corpus.asides import without_asides
from corpus.passage import Passage
from corpus.text import plain_key
from index.errors import IndexStorageFault
from index.features import Features, features, under
from index.lexical_query import QueryTerm
from index.marks import marks_of_bare

KINDS = ("words", "pairs", "plain_words", "plain_pairs")
MARKS = "marks"
_TOKENIZER = "as_given"
_ARTICLE, _ROW, _PAYLOAD = "article", "row", "payload"
_NO_BOOST = 1.0
_PORTION = 256


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows of the generation with their BM25 scores, best first."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float32]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # a raw string: deleting by an unsigned integer silently deletes nothing
    builder.add_text_field(_ARTICLE, stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field(_ROW, fast=True, indexed=True)
    builder.add_bytes_field(_PAYLOAD, stored=True)
    for kind in KINDS:
        builder.add_text_field(kind, tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_text_field(MARKS, tokenizer_name=_TOKENIZER, index_option="basic")
    return builder.build()


def _with_tokenizer(index: tantivy.Index) -> tantivy.Index:
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_TOKENIZER, analyzer)
    return index


@dataclass(frozen=True, slots=True)
class Heading:
    """What all passages of an article share.

    Attributes:
        title: Features of the title.
        lead: Features of the lead.
        kinds: The feature strings of each of KINDS, joined by spaces.
        marks: The marks of both.
    """

    title: Features
    lead: Features
    kinds: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index takes in of one passage.

    Attributes:
        passage: The passage.
        body: The features of its text.
        heading: What it stands under; without the lead where the passage holds it itself.
        marks: The marks of its text.
    """

    passage: Passage
    body: Features
    heading: Heading
    marks: tuple[str, ...]

    def kinds(self) -> tuple[str, ...]:
        """The feature strings of each of KINDS, with those of the heading, joined by spaces."""
        body, heads = self.body, self.heading.kinds
        return (
            f"{heads[0]} {' '.join(body.words + body.abbreviations)}",
            f"{heads[1]} {' '.join(body.pairs)}",
            f"{heads[2]} {' '.join((*body.plain_words, *map(plain_key, body.abbreviations)))}",
            f"{heads[3]} {' '.join(body.plain_pairs)}",
        )

    def payload(self) -> bytes:
        """The passage as it comes back from a search."""
        return _JSON.encode(_FIELDS(self.passage)).encode()


def entry(passage: Passage) -> Entry:
    """The entry of a passage."""
    body = features(without_asides(passage.text))
    heading = _heading(passage.title, "" if passage.lead in passage.text else passage.lead)
    return Entry(passage, body, heading, marks_of_bare(body.bare))


@lru_cache(maxsize=64)
def _heading(title: str, lead: str) -> Heading:
    """Cached because the passages of an article come one after another."""
    title_features, lead_features = heading_features(title), heading_features(lead)
    head = under(title_features, lead_features)
    plain = (*head.plain_words, *map(plain_key, head.abbreviations))
    kinds = (head.words + head.abbreviations, head.pairs, plain, head.plain_pairs)
    return Heading(title_features, lead_features, tuple(map(" ".join, kinds)), marks_of_bare(head.bare))


# Of titles and leads, which all passages of an article share; they come one after another
heading_features = lru_cache(maxsize=64)(features)
_JSON = json.JSONEncoder(ensure_ascii=False)
_FIELDS = attrgetter(*(field.name for field in fields(Passage)))


class LexicalWriter:
    """Writes passages into the tantivy index of one generation; nothing is seen before `close`."""

    def __init__(self, directory: Path, megabytes: int) -> None:
        """Open the index in `directory`, or make one in an empty directory."""
        directory.mkdir(parents=True, exist_ok=True)
        self._index = _with_tokenizer(tantivy.Index(_schema(), str(directory)))
        self._writer = self._index.writer(megabytes << 20, 1)

    def add(self, entries: Iterable[Entry], first_row: int) -> None:
        """Add passages as rows `first_row`, `first_row + 1`, ..."""
        for row, taken in enumerate(entries, first_row):
            document = tantivy.Document()
            document.add_text(_ARTICLE, taken.passage.article_id)
            document.add_unsigned(_ROW, row)
            document.add_bytes(_PAYLOAD, taken.payload())
            for kind, joined in zip(KINDS, taken.kinds(), strict=True):
                document.add_text(kind, joined)
            document.add_text(MARKS, " ".join({*taken.heading.marks, *taken.marks}))
            self._writer.add_document(document)

    def remove_articles(self, article_ids: Iterable[str]) -> None:
        """Drop all passages of these articles that were written before this call."""
        for article_id in article_ids:
            self._writer.delete_documents_by_term(_ARTICLE, article_id)

    def close(self) -> None:
        """Write everything out."""
        try:
            self._writer.commit()
            self._writer.wait_merging_threads()
        except ValueError as error:  # how tantivy reports what the disk refuses
            raise IndexStorageFault(f"The lexical index cannot be written: {error}; check the disk's space.") from error


class LexicalIndex:
    """The lexical part of an opened generation; safe to use from several threads."""

    def __init__(self, directory: Path) -> None:
        """Open the index in `directory` for reading."""
        self._index = _with_tokenizer(tantivy.Index.open(str(directory)))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    @property
    def count(self) -> int:
        """Number of passages."""
        return int(self._searcher.num_docs)

    def frequency(self, kind: str, term: str) -> int:
        """Number of passages that hold `term`."""
        return int(self._searcher.doc_freq(kind, term))

    def holds(self, row: int) -> bool:
        """Whether the passage of a row is there."""
        return bool(self._searcher.search(self._row_set(np.array([row])), 1, count=False).hits)

    def best(self, terms: Sequence[QueryTerm], limit: int) -> Candidates:
        """The `limit` passages with the highest weighted BM25 sum over `terms`."""
        if not terms or not self.count:
            return Candidates(np.empty(0, np.int64), np.empty(0, np.float32))
        return self._run(self._weighted(terms), limit)

    def passages(self, rows: NDArray[np.int64]) -> list[Passage]:
        """The stored passages of rows, in their order."""
        if not len(rows):
            return []
        hits = self._searcher.search(self._row_set(rows), len(rows), count=False).hits
        addresses = [address for _, address in hits]
        found = self._searcher.fast_field_values(_ROW, addresses)
        by_row = dict(zip(found, addresses, strict=True))
        return [self._passage(by_row[int(row)]) for row in rows]

    def all_passages(self, rows: NDArray[np.int64]) -> Iterator[Passage]:
        """The stored passages of any number of rows, in their order."""
        for first in range(0, len(rows), _PORTION):
            yield from self.passages(rows[first : first + _PORTION])

    def _passage(self, address: tantivy.DocAddress) -> Passage:
        payload = cast("bytes", self._searcher.doc(address).get_first(_PAYLOAD))
        return Passage(*json.loads(bytes(payload)))

    def _row_set(self, rows: NDArray[np.int64]) -> tantivy.Query:
        return tantivy.Query.term_set_query(self._schema, _ROW, [int(row) for row in rows])

    def _term(self, term: QueryTerm) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, term.kind, term.text, "freq")

    def _weighted(self, terms: Sequence[QueryTerm]) -> tantivy.Query:
        should = []
        for term in terms:
            query = self._term(term)
            if term.weight != _NO_BOOST:
                query = tantivy.Query.boost_query(query, term.weight)
            should.append((tantivy.Occur.Should, query))
        return tantivy.Query.boolean_query(should)

    def _run(self, query: tantivy.Query, limit: int) -> Candidates:
        hits = self._searcher.search(query, limit, count=False).hits
        rows = self._searcher.fast_field_values(_ROW, [address for _, address in hits]) if hits else []
        return Candidates(np.array(rows, np.int64), np.array([score for score, _ in hits], np.float32))
