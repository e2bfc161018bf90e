"""The corpus store: articles with all their versions, in one SQLite file.

A version is never changed or deleted, so a quote stays true for good. One process may read while another writes; two
writers wait for each other for `busy_seconds`.
"""

import asyncio
import contextlib
import json
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from pathlib import Path
from typing import Self

import aiosqlite

from corpus import store_figures
from corpus.admission import check_draft
from corpus.article import Article, Draft
from corpus.errors import BadInput, Busy, NotFound, StorageFault
from corpus.figures_article import EXTRACTOR_VERSION, Figure, article_figures
from corpus.settings import LoadingSettings
from corpus.store_adding import add_batch
from corpus.store_audit import Change, record_changes
from corpus.store_connection import StoreConnection
from corpus.store_rows import ARTICLE_COLUMNS, CURRENT, Added, AuditRecord, VersionRecord, article, prepared, stored
from corpus.store_rows import not_found as _not_found
from corpus.store_rows import searchable as _searchable
from corpus.text import keys

__all__ = ["Added", "AuditRecord", "CorpusStore", "VersionRecord"]

_PAGE = 200
# SQLite's largest integer: no version lies beyond it
_LARGEST = 2**63 - 1


class CorpusStore:
    """Articles as they are known now, as they were, and who changed what.

    All methods raise Busy when another process keeps writing, and StorageFault when disk or file do not allow it.
    """

    def __init__(self, connection: StoreConnection, max_body_chars: int) -> None:
        self._connection = connection
        self._max_body_chars = max_body_chars

    @classmethod
    async def open(cls, path: Path, *, busy_seconds: float = 5.0, max_body_chars: int | None = None) -> Self:
        """Opens the database, creating or migrating it as needed; a body longer than `max_body_chars` is refused."""
        limit = LoadingSettings().max_body_chars if max_body_chars is None else max_body_chars
        return cls(await StoreConnection.open(path, busy_seconds=busy_seconds), limit)

    async def close(self) -> None:
        """Finishes the running transaction and closes the file."""
        await self._connection.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    # ------------------------------------------------------------------ adding

    async def add(self, draft: Draft, *, actor: str = "cli") -> Added:
        """Adds one draft. Raises BadInput for one that cannot be stored as it stands."""
        (added,) = await self.add_many([draft], actor=actor)
        return added

    async def add_many(self, drafts: Sequence[Draft], *, actor: str = "cli") -> list[Added]:
        """Adds all drafts in one transaction, or, after BadInput, none of them; results come in the same order."""
        for draft in drafts:
            check_draft(draft, max_body_chars=self._max_body_chars)
        batch = await asyncio.to_thread(lambda: [prepared(draft) for draft in drafts])
        async with self._connection.writing() as database:
            results = await add_batch(database, batch, actor)
        new = [stored(item, done.version) for item, done in zip(batch, results, strict=True) if done.is_new]
        with contextlib.suppress(Busy, StorageFault):  # the articles are in; `read_figures` makes up for it
            await self._write_figures(new)
        return results

    async def undo_add(self, article_id: str, version: int, *, actor: str = "cli") -> None:
        """Takes back exactly that addition: the version before is current again, or the article is removed.

        Raises NotFound when there is no such version, or when it is not the current one (any more).
        """
        async with self._connection.writing() as database:
            row = await _state(database, article_id)
            if row is None or row["removed"] or row["version"] != version:
                raise NotFound(
                    f"Version {version} of article {article_id!r} is not the current one, so there is nothing to "
                    f"take back: see `hoidap corpus history`."
                )
            before = row["replaced"]
            published = await _published(database, article_id, before) if before else row["published"]
            change = Change("undo", article_id, before or version, published, removed=before is None)
            await record_changes(database, [change], actor)

    # ------------------------------------------------------------------ removing and bringing back

    async def remove(self, article_id: str, *, actor: str = "cli") -> None:
        """Removes an article; its versions are kept. Raises NotFound when there is none."""
        async with self._connection.writing() as database:
            row = await _state(database, article_id)
            if row is None or row["removed"]:
                raise _not_found(article_id, removed=row is not None)
            change = Change("remove", article_id, row["version"], row["published"], removed=True)
            await record_changes(database, [change], actor)

    async def remove_samples(self, *, actor: str = "cli") -> int:
        """Removes all sample articles and says how many there were."""
        async with self._connection.writing() as database:
            rows = await database.execute_fetchall(
                f"SELECT a.id, a.version, a.published FROM {CURRENT} WHERE a.removed = 0 AND v.is_sample = 1"  # noqa: S608 - constants only
            )
            changes = [Change("remove", row["id"], row["version"], row["published"], removed=True) for row in rows]
            await record_changes(database, changes, actor)
            return len(changes)

    async def restore(self, article_id: str, *, version: int | None = None, actor: str = "cli") -> None:
        """Brings back a removed article as it was, or makes `version` the current one.

        Raises NotFound for an unknown article or version, BadInput when there is nothing to bring back.
        """
        async with self._connection.writing() as database:
            row = await _state(database, article_id)
            if row is None:
                raise _not_found(article_id, removed=False)
            wanted = row["version"] if version is None else version
            if not row["removed"] and wanted == row["version"]:
                raise BadInput(
                    f"Article {article_id!r} is not removed, and version {wanted} is its current one: "
                    "name an older version to go back to it."
                )
            published = await _published(database, article_id, wanted)
            await record_changes(database, [Change("restore", article_id, wanted, published)], actor)

    # ------------------------------------------------------------------ figures

    async def figures(self, article_id: str, version: int | None = None) -> list[Figure]:
        """The figures of the current version, or of any that ever was, in order. Raises NotFound."""
        found = await self.get(article_id, version)
        which = (found.id, found.version)
        if not await self._connection.fetch(store_figures.IS_READ, (*which, EXTRACTOR_VERSION)):
            return list(await asyncio.to_thread(article_figures, found))
        return [store_figures.figure(row) for row in await self._connection.fetch(store_figures.OF_VERSION, which)]

    async def figures_of(self, articles: Sequence[Article]) -> dict[str, list[Figure]]:
        """The figures of stored articles that were read already, by id; articles not read yet are missing."""
        which = json.dumps([(article.id, article.version) for article in articles])
        return store_figures.by_article(await self._connection.fetch(store_figures.READ_OF, (which, EXTRACTOR_VERSION)))

    async def comparable_figures(self, like: Figure, *, limit: int = 400) -> list[Figure]:
        """Figures of current articles in the same unit and of the same place, else (no place) with the same counted.

        Articles whose figures were not read yet (`read_figures`) are missing; newest publication first.
        """
        query, key = store_figures.BY_COUNTED, " ".join(keys(like.counted))
        if like.place_key:
            query, key = store_figures.BY_PLACE, like.place_key
        rows = await self._connection.fetch(query, (like.unit, key, min(limit, _LARGEST)))
        return [store_figures.figure(row) for row in rows]

    async def read_figures(self) -> int:
        """Reads the figures of current articles that were not read by today's extractor yet; how many articles.

        Works in small transactions, so that others may write in between and an interruption loses little.
        """
        count = 0
        while rows := await self._connection.fetch(store_figures.UNREAD, (_PAGE,)):
            await self._write_figures([article(row) for row in rows])
            count += len(rows)
        return count

    async def _write_figures(self, articles: Sequence[Article]) -> None:
        if articles:
            rows = await asyncio.to_thread(store_figures.rows_of, articles)
            async with self._connection.writing() as database:
                await store_figures.write_figures(database, articles, rows)

    # ------------------------------------------------------------------ reading

    async def get(self, article_id: str, version: int | None = None) -> Article:
        """The current version, or, with `version`, any that ever was, even of a removed article. Raises NotFound."""
        if version is not None:
            return await self._old_version(article_id, version)
        rows = await self._connection.fetch(
            f"SELECT a.removed, {ARTICLE_COLUMNS} FROM {CURRENT} WHERE a.id = ?",  # noqa: S608 - constants only
            (_searchable(article_id),),
        )
        if not rows or rows[0]["removed"]:
            raise _not_found(article_id, removed=bool(rows))
        return article(rows[0])

    async def _old_version(self, article_id: str, version: int) -> Article:
        rows = await self._connection.fetch(
            f"SELECT {ARTICLE_COLUMNS} FROM versions AS v WHERE v.article_id = ? AND v.version = ?",  # noqa: S608 - constants only
            (_searchable(article_id), min(max(version, 0), _LARGEST)),
        )
        if not rows:
            raise NotFound(f"There is no version {version} of an article {article_id!r}: see `hoidap corpus history`.")
        return article(rows[0])

    async def get_many(self, ids: Iterable[str]) -> dict[str, Article]:
        """The current versions of those of the articles that there are, by id."""
        rows = await self._connection.fetch(
            f"SELECT {ARTICLE_COLUMNS} FROM {CURRENT} WHERE a.removed = 0"  # noqa: S608 - constants only
            " AND a.id IN (SELECT value FROM json_each(?))",
            (json.dumps([_searchable(one) for one in ids]),),
        )
        return {row["article_id"]: article(row) for row in rows}

    async def list_articles(self, *, limit: int = 50, offset: int = 0) -> list[Article]:
        """A page of the current articles, newest publication first, undated ones last."""
        rows = await self._connection.fetch(
            f"SELECT {ARTICLE_COLUMNS} FROM"  # noqa: S608 - constants only
            " (SELECT id FROM articles WHERE removed = 0 ORDER BY published DESC, id LIMIT ? OFFSET ?) AS page"
            " JOIN articles AS a ON a.id = page.id"
            " JOIN versions AS v ON v.article_id = a.id AND v.version = a.version ORDER BY a.published DESC, a.id",
            (min(limit, _LARGEST), min(offset, _LARGEST)),
        )
        return [article(row) for row in rows]

    async def iter_current(self) -> AsyncIterator[Article]:
        """All current articles by id; others may write meanwhile, what they change later is seen or not."""
        last = ""
        while True:
            rows = await self._connection.fetch(
                f"SELECT {ARTICLE_COLUMNS} FROM {CURRENT} WHERE a.removed = 0 AND a.id > ? ORDER BY a.id LIMIT ?",  # noqa: S608 - constants only
                (last, _PAGE),
            )
            for row in rows:
                yield article(row)
            if len(rows) < _PAGE:
                return
            last = rows[-1]["article_id"]

    async def count(self) -> int:
        """How many current articles there are."""
        return await self._number("SELECT count(*) FROM articles WHERE removed = 0")

    async def ever_held_articles(self) -> bool:
        """Whether any article was ever added, removed ones included."""
        return bool(await self._number("SELECT EXISTS (SELECT 1 FROM articles)"))

    async def revision(self) -> int:
        """How often the corpus has changed; grows with each accepted change."""
        return await self._number("SELECT revision FROM state")

    async def changed_since(self, revision: int) -> list[str]:
        """Ids of the articles that changed after that revision, removed ones included, in order of their change."""
        rows = await self._connection.fetch(
            "SELECT id FROM articles WHERE revision > ? ORDER BY revision", (min(revision, _LARGEST),)
        )
        return [row["id"] for row in rows]

    async def history(self, article_id: str) -> list[VersionRecord]:
        """All versions of an article, oldest first; none is current when it is removed. Raises NotFound."""
        rows = await self._connection.fetch(
            "SELECT v.version, a.removed = 0 AND a.version = v.version AS is_current, v.title, v.published, v.url,"
            " length(v.body) AS chars, v.added_at, v.added_by FROM articles AS a"
            " JOIN versions AS v ON v.article_id = a.id WHERE a.id = ? ORDER BY v.version",
            (_searchable(article_id),),
        )
        if not rows:
            raise _not_found(article_id, removed=False)
        return [VersionRecord(**{**dict(row), "is_current": bool(row["is_current"])}) for row in rows]

    async def audit(self, article_id: str | None = None, *, limit: int = 100) -> list[AuditRecord]:
        """The latest changes, of one article or of all, newest first."""
        rows = await self._connection.fetch(
            "SELECT number, at, door, actor, action, article_id, version FROM audit"
            " WHERE ?1 IS NULL OR article_id = ?1 ORDER BY number DESC LIMIT ?2",
            (article_id if article_id is None else _searchable(article_id), limit),
        )
        return [AuditRecord(**dict(row)) for row in rows]

    async def _number(self, sql: str) -> int:
        rows = await self._connection.fetch(sql)
        return int(rows[0][0])


async def _state(database: aiosqlite.Connection, article_id: str) -> sqlite3.Row | None:
    rows = await database.execute_fetchall(
        f"SELECT a.version, a.removed, a.published, v.replaced FROM {CURRENT} WHERE a.id = ?",  # noqa: S608 - constants only
        (_searchable(article_id),),
    )
    return next(iter(rows), None)


async def _published(database: aiosqlite.Connection, article_id: str, version: int) -> str | None:
    rows = await database.execute_fetchall(
        "SELECT published FROM versions WHERE article_id = ? AND version = ?", (article_id, min(version, _LARGEST))
    )
    for row in rows:
        published: str | None = row["published"]
        return published
    raise NotFound(f"There is no version {version} of article {article_id!r}: see `hoidap corpus history`.")
