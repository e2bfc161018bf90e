"""Adding a batch: compares prepared drafts with what is stored and decides what each of them becomes.

The batch is read, decided and written in a handful of statements whatever its size, because each statement is a hop
to the database thread and back.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import aiosqlite

from corpus.store_audit import Change, record_changes
from corpus.store_rows import CURRENT, INSERT_VERSION, Added, Prepared, version_row


@dataclass(slots=True)
class _Known:
    """What is known of one article while the batch is decided."""

    version: int
    last_version: int
    content_hash: str
    fingerprint: str
    removed: bool = False


async def add_batch(database: aiosqlite.Connection, batch: Sequence[Prepared], actor: str) -> list[Added]:
    """Adds a batch inside the caller's transaction and says, in the same order, what each draft became."""
    known = await _known_articles(database, {item.article_id for item in batch})
    holders = await _holders(database, {item.content_hash for item in batch})
    for article_id, one in known.items():
        if not one.removed and article_id not in holders[one.content_hash]:
            holders[one.content_hash].append(article_id)
    results: list[Added] = []
    versions: list[tuple[object, ...]] = []
    changes: list[Change] = []
    for item in batch:
        before = known.get(item.article_id)
        if before and not before.removed and before.fingerprint == item.fingerprint:
            results.append(Added(item.article_id, before.version, "unchanged"))
            continue
        version = before.last_version + 1 if before else 1
        is_update = before is not None and not before.removed
        replaced = before.version if before and is_update else None
        versions.append(version_row(item, version, replaced, actor))
        changes.append(Change("update" if is_update else "add", item.article_id, version, item.draft.published))
        twin = _twin(holders, known, item)
        known[item.article_id] = _Known(version, version, item.content_hash, item.fingerprint)
        holders[item.content_hash].append(item.article_id)
        results.append(Added(item.article_id, version, _status(twin, is_update=is_update), twin))
    await database.executemany(INSERT_VERSION, versions)
    await record_changes(database, changes, actor)
    return results


def _status(twin: str | None, *, is_update: bool) -> Literal["added", "updated", "duplicate"]:
    if twin is not None:
        return "duplicate"
    return "updated" if is_update else "added"


def _twin(holders: dict[str, list[str]], known: dict[str, _Known], item: Prepared) -> str | None:
    """The oldest other current article that says the same."""
    for other in holders[item.content_hash]:
        state = known.get(other)
        still = state is None or (not state.removed and state.content_hash == item.content_hash)
        if other != item.article_id and still:
            return other
    return None


async def _known_articles(database: aiosqlite.Connection, ids: set[str]) -> dict[str, _Known]:
    rows = await database.execute_fetchall(
        "SELECT a.id, a.version, a.removed, v.content_hash, v.fingerprint,"  # noqa: S608 - constants only
        f" (SELECT max(w.version) FROM versions AS w WHERE w.article_id = a.id) AS last_version FROM {CURRENT}"
        " WHERE a.id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(ids)),),
    )
    return {
        row["id"]: _Known(
            row["version"], row["last_version"], row["content_hash"], row["fingerprint"], bool(row["removed"])
        )
        for row in rows
    }


async def _holders(database: aiosqlite.Connection, hashes: set[str]) -> defaultdict[str, list[str]]:
    """Ids of the current articles that have one of these contents, the oldest first."""
    rows = await database.execute_fetchall(
        f"SELECT v.content_hash, a.id FROM {CURRENT}"  # noqa: S608 - constants only
        " WHERE a.removed = 0 AND v.content_hash IN (SELECT value FROM json_each(?)) ORDER BY a.rowid",
        (json.dumps(sorted(hashes)),),
    )
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        holders[row["content_hash"]].append(row["id"])
    return holders
