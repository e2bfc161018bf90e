"""Builds index generations: all passages anew, or the live generation with some articles changed."""

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

import numpy as np

from corpus.passage import Passage
from index.errors import NoUsableIndex
from index.filling import LEXICAL_NAME, Filling, Progress, dense_features, dense_text
from index.generation import (
    current_generation,
    generation_before,
    new_generation,
    point_back,
    sweep,
    writing,
)
from index.lexical import LexicalIndex
from index.manifest import REBUILD, Manifest, Requirements, read_manifest
from index.rows import Rows
from index.settings import IndexSettings

if TYPE_CHECKING:
    from index.embedder import Embedder

__all__ = ["LEXICAL_NAME", "dense_features", "dense_text", "rebuild", "requirements", "roll_back", "update"]

_FEW = 200  # rows of removed passages that are never worth making everything anew

Accept = Callable[[Path], object]


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
    with writing(directory, settings.busy_seconds):
        with new_generation(directory) as generation:
            build = Filling(generation, None, embedder, settings)
            build.add(passages, progress)
            manifest = build.finish(revision, dict(splitter or {}))
            del build
            if accept:
                accept(generation)
        sweep(directory, settings.keep_generations)
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
        facts = dict(splitter or before.splitter)
        with new_generation(directory) as generation:
            build = Filling(generation, (live, before), embedder, settings)
            build.remove(dropped_articles)
            build.add(passages, progress)
            build.merge_small_segments()
            manifest = build.finish(revision, facts)
        if manifest.dead > _FEW and manifest.dead_share > settings.most_dead:
            manifest = _compacted(directory, manifest, embedder, settings, facts)
        sweep(directory, settings.keep_generations)
    return manifest


def _compacted(
    directory: Path,
    before: Manifest,
    embedder: "Embedder | None",
    settings: IndexSettings,
    splitter: dict[str, object],
) -> Manifest:
    """The live generation made anew from the passages that it holds itself, without those that are gone."""
    live = current_generation(directory)
    if live is None:
        return before
    rows = Rows.load(live, before.segment_rows, before.rows)
    lexical = LexicalIndex(live / LEXICAL_NAME)
    with new_generation(directory) as generation:
        build = Filling(generation, None, embedder, settings)
        build.add(lexical.all_passages(np.flatnonzero(rows.alive)), None)
        manifest = build.finish(before.revision, splitter)
    rmtree(live, ignore_errors=True)  # says the same: the one to go back to is the one before it
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
