"""Builds index generations: all passages anew, or the live generation with some articles changed."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.passage import Passage
from index.engine import Engine, Vectors, engine_shelf
from index.errors import NoUsableIndex
from index.features import Features, features, under
from index.generation import (
    current_generation,
    generation_before,
    link_files,
    new_generation,
    point_back,
    sweep,
    writing,
)
from index.lexical import LexicalWriter, entry, heading_features
from index.manifest import FEATURES_VERSION, FORMAT, REBUILD, Manifest, Requirements, read_manifest, write_manifest
from index.rows import RowTable
from index.settings import IndexSettings

if TYPE_CHECKING:
    from index.embedder import Embedder

LEXICAL_NAME, VECTORS_NAME = "lexical", "vectors"
_BATCH = 512

Progress = Callable[[int], None]
Accept = Callable[[Path], object]


def dense_text(passage: Passage) -> str:
    """What the embedder sees of a passage."""
    return f"{passage.title}\n{passage.text}" if passage.title else passage.text


def dense_features(passage: Passage, body: Features) -> Features:
    """The features of `dense_text`, those of the passage's text being `body`."""
    return under(heading_features(passage.title), body) if passage.title else body


def rebuild(  # noqa: PLR0913 - the manifest names each of these
    directory: Path,
    passages: Iterable[Passage],
    *,
    revision: int,
    embedder: "Embedder | None",
    settings: IndexSettings,
    progress: Progress | None = None,
    splitter: Mapping[str, object] | None = None,
    accept: Accept | None = None,
) -> Manifest:
    """Build a generation from all passages of the corpus and make it the live one.

    Args:
        directory: The index folder; made if it is missing.
        passages: All passages; those of one article one after another.
        revision: Corpus revision that they show.
        embedder: Model of the dense arm; None for lexical search alone.
        settings: How to build.
        progress: Called with the number of passages done so far.
        splitter: Settings and version of the splitter, noted in the manifest.
        accept: Called with the finished folder before it goes live; if it raises, the folder is thrown away, the live
            generation stays, and the exception rises.

    Raises:
        IndexBusy: another process is writing.
        IndexStorageFault: the disk refuses.
        ModelFault: the engine is unknown.
    """
    with writing(directory, settings.busy_seconds), new_generation(directory) as generation:
        engine = engine_shelf(settings.engine).create(embedder.width) if embedder else None
        build = _Build(generation, RowTable.empty(), engine, embedder, settings)
        build.add(passages, progress)
        manifest = build.finish(revision, dict(splitter or {}))
        del build, engine
        if accept:
            accept(generation)
    _sweep(directory, settings)
    return manifest


def update(  # noqa: PLR0913 - the manifest names each of these
    directory: Path,
    passages: Iterable[Passage],
    dropped_articles: Collection[str],
    *,
    revision: int,
    embedder: "Embedder | None",
    settings: IndexSettings,
    progress: Progress | None = None,
    splitter: Mapping[str, object] | None = None,
) -> Manifest:
    """Build a generation from the live one and make it live: changed articles replaced, dropped ones gone.

    Args:
        directory: The index folder; NoUsableIndex if it holds no index made with these settings.
        passages: All passages of new and changed articles, those of one article one after another.
        dropped_articles: Ids of articles that are no longer in the corpus.
        revision: Corpus revision that the index shows afterwards.
        embedder: As for `rebuild`, which the live generation must have been made with.
        settings: As for `rebuild`.
        progress: Called with the number of passages done so far.
        splitter: As for `rebuild`.
    """
    with writing(directory, settings.busy_seconds):
        live = current_generation(directory)
        if live is None:
            raise NoUsableIndex(f"There is no index in {directory}; {REBUILD}.")
        before = read_manifest(live)
        before.check(requirements(embedder, settings, splitter))
        with new_generation(directory) as generation:
            link_files(live / LEXICAL_NAME, generation / LEXICAL_NAME)
            engine = None
            if embedder:
                engine = engine_shelf(settings.engine).load(live / VECTORS_NAME, writable=True)
            build = _Build(generation, RowTable.load(live), engine, embedder, settings)
            build.remove(dropped_articles)
            build.add(passages, progress)
            manifest = build.finish(revision, dict(splitter or before.splitter))
    _sweep(directory, settings)
    return manifest


def roll_back(
    directory: Path,
    *,
    embedder: "Embedder | None",
    settings: IndexSettings,
    splitter: Mapping[str, object] | None = None,
) -> Manifest | None:
    """Make the generation before the live one live again; None when none was kept.

    The live one stays on the disk until it is swept. Raises NoUsableIndex when the older one was made with other
    settings than these, IndexBusy, IndexStorageFault.
    """
    with writing(directory, settings.busy_seconds):
        before = generation_before(directory)
        if before is None:
            return None
        manifest = read_manifest(before)
        manifest.check(requirements(embedder, settings, splitter))
        point_back(directory, before)
    return manifest


def requirements(
    embedder: "Embedder | None", settings: IndexSettings, splitter: Mapping[str, object] | None
) -> Requirements:
    """What a generation must have been made with to be used with these."""
    if embedder is None:
        return Requirements(settings.engine, splitter=dict(splitter or {}))
    return Requirements(
        settings.engine, embedder.name, embedder.fingerprint, embedder.width, splitter=dict(splitter or {})
    )


class _Build:
    """One generation while it is being filled."""

    def __init__(
        self,
        generation: Path,
        rows: RowTable,
        engine: Engine | None,
        embedder: "Embedder | None",
        settings: IndexSettings,
    ) -> None:
        self._generation = generation
        self._rows = rows
        self._engine = engine
        self._embedder = embedder
        self._settings = settings
        self._lexical = LexicalWriter(generation / LEXICAL_NAME, settings.writer_megabytes)

    def remove(self, article_ids: Collection[str]) -> None:
        self._lexical.remove_articles(article_ids)
        self._rows = self._rows.without(article_ids)

    def add(self, passages: Iterable[Passage], progress: Progress | None) -> None:
        """Add passages; what the generation held of their articles before this call goes."""
        held_before = bool(len(self._rows.alive))
        seen: set[str] = set()
        done = 0
        for batch in _batches(passages):
            articles = {passage.article_id for passage in batch} - seen
            seen |= articles
            if held_before:
                self.remove(articles)
            found = [features(passage.text) for passage in batch]
            self._lexical.add(map(entry, batch, found), len(self._rows.alive))
            if self._engine and self._embedder:
                self._engine.add(self._vectors(self._embedder, batch, found))
            self._rows = self._rows.extended(batch)
            done += len(batch)
            if progress:
                progress(done)

    @staticmethod
    def _vectors(embedder: "Embedder", batch: Sequence[Passage], found: Sequence[Features]) -> Vectors:
        from index.embedder import FeatureEmbedder

        if not isinstance(embedder, FeatureEmbedder):
            return embedder.encode_passages([dense_text(passage) for passage in batch])
        return embedder.encode_features([dense_features(*both) for both in zip(batch, found, strict=True)])

    def finish(self, revision: int, splitter: dict[str, object]) -> Manifest:
        self._lexical.close()
        self._rows.save(self._generation)
        if self._engine:
            self._engine.save(self._generation / VECTORS_NAME)
        embedder = self._embedder
        manifest = Manifest(
            format=FORMAT,
            features_version=FEATURES_VERSION,
            created=datetime.fromtimestamp(time.time(), UTC).isoformat(timespec="seconds"),
            revision=revision,
            articles=self._rows.articles,
            passages=self._rows.passages,
            rows=len(self._rows.alive),
            engine=self._settings.engine if embedder else "",
            embedder=embedder.name if embedder else "",
            fingerprint=embedder.fingerprint if embedder else "",
            width=embedder.width if embedder else 0,
            splitter=splitter,
        )
        write_manifest(self._generation, manifest)
        return manifest


def _sweep(directory: Path, settings: IndexSettings) -> None:
    with writing(directory, settings.busy_seconds):
        sweep(directory, settings.keep_generations)


def _batches(passages: Iterable[Passage]) -> Iterator[Sequence[Passage]]:
    iterator = iter(passages)
    while batch := list(islice(iterator, _BATCH)):
        yield batch
