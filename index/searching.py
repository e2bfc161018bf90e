"""Searching whichever generation is live: a swapped one is noticed at the next question."""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import NoUsableIndex
from index.generation import CURRENT_NAME
from index.manifest import Manifest
from index.result import SearchResult
from index.searcher import Searcher
from index.settings import IndexSettings

if TYPE_CHECKING:
    from index.embedder import Embedder


class LiveSearcher:
    """A searcher that follows the index folder. Safe to use from several threads.

    While one thread opens a new generation the others go on with the old one. If the new one cannot be used, the
    old one goes on serving and `problem` says why; without an old one the fault is raised.
    """

    def __init__(
        self,
        directory: Path,
        *,
        embedder: "Embedder | None",
        settings: IndexSettings,
        splitter: Mapping[str, object] | None = None,
    ) -> None:
        self._directory = directory
        self._embedder = embedder
        self._settings = settings
        self._splitter = splitter
        self._opening = threading.Lock()
        self._searcher: Searcher | None = None
        self._stamp: tuple[int, int] | None = None
        self.problem: NoUsableIndex | None = None

    def current(self) -> Searcher:
        """The searcher of the live generation. Raises NoUsableIndex."""
        stamp = self._seen()
        searcher = self._searcher
        if searcher is not None and stamp == self._stamp:
            return searcher
        if not self._opening.acquire(blocking=searcher is None):
            return searcher or self.current()
        try:
            return self._reopened(stamp)
        finally:
            self._opening.release()

    def search(self, query: str, *, limit: int = 10, per_article: int = 1) -> SearchResult:
        """As `Searcher.search`, in the live generation."""
        return self.current().search(query, limit=limit, per_article=per_article)

    def idf(self, key: str, kind: str = "words") -> float:
        """As `Searcher.idf`, in the generation that was searched last: a question asks for dozens, each cheap."""
        return (self._searcher or self.current()).idf(key, kind)

    @property
    def manifest(self) -> Manifest:
        """The manifest of the live generation."""
        return self.current().manifest

    def close(self) -> None:
        """Let go of the open generation; a later search opens it again."""
        self._searcher = None
        self._stamp = None

    def _seen(self) -> tuple[int, int] | None:
        try:
            status = (self._directory / CURRENT_NAME).stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns

    def _reopened(self, stamp: tuple[int, int] | None) -> Searcher:
        if self._searcher is not None and stamp == self._stamp:
            return self._searcher  # another thread was faster
        try:
            self._searcher = Searcher.open(
                self._directory, embedder=self._embedder, settings=self._settings, splitter=self._splitter
            )
            self.problem = None
        except NoUsableIndex as error:
            if self._searcher is None:
                raise
            self.problem = error
        self._stamp = stamp
        return self._searcher
