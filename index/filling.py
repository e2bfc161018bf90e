"""One generation while it is being filled: the segments of the one before, if any, and one new segment."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

import numpy as np

from corpus.asides import without_asides
from corpus.passage import Passage
from index.engine import Vectors, engine_shelf
from index.features import Features, under
from index.generation import link_files
from index.lexical import Entry, LexicalIndex, LexicalWriter, entry, heading_features
from index.manifest import FEATURES_VERSION, FORMAT, Manifest, write_manifest
from index.nearness import VECTORS_NAME
from index.rows import SEGMENTS_NAME, Rows
from index.segment_writer import SegmentWriter
from index.settings import IndexSettings

if TYPE_CHECKING:
    from index.embedder import Embedder

LEXICAL_NAME = "lexical"
_BATCH = 512

Progress = Callable[[int], None]


def dense_text(passage: Passage) -> str:
    """What the embedder sees of a passage."""
    text = without_asides(passage.text)
    return f"{passage.title}\n{text}" if passage.title else text


def dense_features(passage: Passage, body: Features) -> Features:
    """The features of `dense_text`, those of the passage's text being `body`."""
    return under(heading_features(passage.title), body) if passage.title else body


class Filling:
    """Takes passages into all parts of a generation; nothing can be searched before `finish`."""

    def __init__(
        self,
        generation: Path,
        before: tuple[Path, Manifest] | None,
        embedder: "Embedder | None",
        settings: IndexSettings,
    ) -> None:
        self._generation = generation
        self._embedder = embedder
        self._settings = settings
        self._before = before
        self._kept: list[tuple[str, int]] = []
        self._rows = Rows((), np.empty(0, np.bool_))
        if before:
            self._take_over(*before)
        self._first_row = len(self._rows.alive)
        self._segment = SegmentWriter()
        self._engine = engine_shelf(settings.engine).create(embedder.width) if embedder else None
        self._lexical = LexicalWriter(generation / LEXICAL_NAME, settings.writer_megabytes)

    def _take_over(self, live: Path, manifest: Manifest) -> None:
        """Share the files of the generation before: nothing is copied where the file system can link."""
        link_files(live / LEXICAL_NAME, self._generation / LEXICAL_NAME)
        for name, _ in manifest.segment_rows:
            link_files(live / SEGMENTS_NAME / name, self._generation / SEGMENTS_NAME / name)
        self._kept = list(manifest.segment_rows)
        self._rows = Rows.load(live, self._kept, manifest.rows)

    def remove(self, article_ids: Collection[str]) -> None:
        """Drop all passages of these articles."""
        self._lexical.remove_articles(article_ids)
        self._rows = self._rows.without(article_ids)

    def add(self, passages: Iterable[Passage], progress: Progress | None) -> None:
        """Add passages; what the generation held of their articles before this call goes."""
        seen: set[str] = set()
        done = 0
        for batch in _batches(passages):
            articles = {passage.article_id for passage in batch} - seen
            seen |= articles
            if self._kept:
                self.remove(articles)
            self._take([entry(passage) for passage in batch])
            done += len(batch)
            if progress:
                progress(done)

    def _take(self, entries: Sequence[Entry]) -> None:
        self._lexical.add(entries, self._first_row + self._segment.rows)
        for taken in entries:
            heading = taken.heading
            self._segment.under(heading, heading.title, heading.lead, heading.marks)
        passages = [taken.passage for taken in entries]
        self._segment.add(passages, [taken.body for taken in entries], [taken.marks for taken in entries])
        if self._engine and self._embedder:
            self._engine.add(self._vectors(self._embedder, entries))

    @staticmethod
    def _vectors(embedder: "Embedder", entries: Sequence[Entry]) -> Vectors:
        from index.embedder import FeatureEmbedder

        if not isinstance(embedder, FeatureEmbedder):
            return embedder.encode_passages([dense_text(taken.passage) for taken in entries])
        return embedder.encode_features([dense_features(taken.passage, taken.body) for taken in entries])

    def merge_small_segments(self) -> None:
        """Take the smaller half of the segments into the new one when there are too many: each costs a search time."""
        if not self._before or len(self._kept) < self._settings.most_segments:
            return
        by_size = sorted(self._rows.segments, key=lambda segment: segment.rows)
        merged = by_size[: (len(by_size) + 1) // 2]
        rows = np.concatenate([segment.first_row + np.arange(segment.rows) for segment in merged])
        living = np.sort(rows[self._rows.alive[rows]])
        self.add(LexicalIndex(self._before[0] / LEXICAL_NAME).all_passages(living), None)
        names = {segment.name for segment in merged}
        for name in names:
            rmtree(self._generation / SEGMENTS_NAME / name)
        self._kept = [(name, first) for name, first in self._kept if name not in names]

    def finish(self, revision: int, splitter: dict[str, object]) -> Manifest:
        """Write everything out, with the corpus revision that it shows and the settings of the splitter."""
        self._lexical.close()
        kept = list(self._kept)
        if self._segment.rows:
            name = self._generation.name.partition(".")[0]
            folder = self._generation / SEGMENTS_NAME / name
            self._segment.save(folder)
            if self._engine:
                self._engine.save(folder / VECTORS_NAME)
            kept.append((name, self._first_row))
        alive = np.concatenate([self._rows.alive, np.ones(self._segment.rows, np.bool_)])
        rows = Rows.of(self._generation, kept, alive)
        rows.save(self._generation)
        manifest = self._manifest(rows, revision, splitter)
        write_manifest(self._generation, manifest)
        return manifest

    def _manifest(self, rows: Rows, revision: int, splitter: dict[str, object]) -> Manifest:
        embedder = self._embedder
        return Manifest(
            format=FORMAT,
            features_version=FEATURES_VERSION,
            created=datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="seconds"),
            revision=revision,
            articles=rows.articles,
            passages=rows.passages,
            rows=len(rows.alive),
            dead=rows.dead,
            segments=[[segment.name, segment.first_row] for segment in rows.segments],
            engine=self._settings.engine if embedder else "",
            embedder=embedder.name if embedder else "",
            fingerprint=embedder.fingerprint if embedder else "",
            width=embedder.width if embedder else 0,
            splitter=splitter,
        )


def _batches(passages: Iterable[Passage]) -> Iterator[Sequence[Passage]]:
    iterator = iter(passages)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
