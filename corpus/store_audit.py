"""Every change leaves three traces, always together: the article's state, the corpus revision, and the audit."""

from collections.abc import Sequence
from dataclasses import dataclass

import aiosqlite

from corpus.store_rows import Action, door_of, now


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one article; afterwards `version` is current, or was so when the article is `removed`."""

    action: Action
    article_id: str
    version: int
    published: str | None
    removed: bool = False


async def record_changes(database: aiosqlite.Connection, changes: Sequence[Change], actor: str) -> None:
    """Writes changes inside the caller's transaction; each one takes the next revision of the corpus."""
    rows = list(await database.execute_fetchall("SELECT revision FROM state"))
    revision = int(rows[0][0])
    numbered = list(enumerate(changes, start=revision + 1))
    await database.executemany(
        "INSERT INTO articles (id, version, removed, published, revision) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET version = excluded.version, removed = excluded.removed,"
        " published = excluded.published, revision = excluded.revision",
        [(c.article_id, c.version, int(c.removed), c.published, number) for number, c in numbered],
    )
    await database.executemany(
        "INSERT INTO audit (at, door, actor, action, article_id, version, revision) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(now(), door_of(actor), actor, c.action, c.article_id, c.version, number) for number, c in numbered],
    )
    await database.execute("UPDATE state SET revision = ?", (revision + len(changes),))
