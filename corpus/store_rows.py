"""What the store's tables hold, as Python values: rows become articles and records, drafts become rows."""

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from corpus.admission import extra_json
from corpus.article import Article, Draft
from corpus.errors import NotFound
from corpus.identity import article_key
from corpus.text import content_hash

Action = Literal["add", "update", "remove", "restore", "undo"]

ARTICLE_COLUMNS = (
    "v.article_id, v.version, v.title, v.body, v.url, v.source, v.author, v.published, v.is_sample, v.extra"
)
CURRENT = "articles AS a JOIN versions AS v ON v.article_id = a.id AND v.version = a.version"


@dataclass(frozen=True, slots=True)
class Added:
    """What adding one draft did.

    "duplicate" means stored and addressable under its own key, but saying the same as the article `duplicate_of`;
    "unchanged" means that this very article is there already, as `version`.
    """

    article_id: str
    version: int
    status: Literal["added", "updated", "unchanged", "duplicate"]
    duplicate_of: str | None = None

    @property
    def is_new(self) -> bool:
        """Whether a version was stored."""
        return self.status != "unchanged"


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """One version in the history of an article; `added_at` is UTC, ISO 8601; `chars` is the length of the body."""

    version: int
    is_current: bool
    title: str
    published: str | None
    url: str | None
    chars: int
    added_at: str
    added_by: str


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One change: who did what to which article, when (UTC, ISO 8601), and through which door."""

    number: int
    at: str
    door: str
    actor: str
    action: Action
    article_id: str
    version: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """A checked draft with its key and hashes, ready to be compared with what is stored."""

    draft: Draft
    article_id: str
    content_hash: str
    fingerprint: str
    extra: str


def prepared(draft: Draft) -> Prepared:
    """The draft with its key and hashes; pure computation, some 0.2 ms a page."""
    extra = extra_json(draft)
    fields = (draft.title, draft.body, draft.url, draft.source, draft.author, draft.published, draft.is_sample, extra)
    fingerprint = hashlib.sha256(json.dumps(fields).encode()).hexdigest()
    return Prepared(draft, article_key(draft), content_hash(draft.title, draft.body), fingerprint, extra)


def version_row(item: Prepared, version: int, replaced: int | None, actor: str) -> tuple[object, ...]:
    """One row of `versions`, in the order of INSERT_VERSION."""
    draft = item.draft
    return (
        *(item.article_id, version, replaced, draft.title, draft.body, draft.url, draft.source, draft.author),
        *(draft.published, draft.origin, int(draft.is_sample), item.extra, item.content_hash, item.fingerprint),
        *(now(), actor),
    )


INSERT_VERSION = (
    "INSERT INTO versions (article_id, version, replaced, title, body, url, source, author, published, origin,"
    " is_sample, extra, content_hash, fingerprint, added_at, added_by) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
)


def article(row: sqlite3.Row) -> Article:
    """The article of a row that has the ARTICLE_COLUMNS."""
    return Article(
        id=row["article_id"],
        title=row["title"],
        body=row["body"],
        url=row["url"],
        source=row["source"],
        author=row["author"],
        published=row["published"],
        is_sample=bool(row["is_sample"]),
        version=row["version"],
        extra=json.loads(row["extra"]),
    )


def stored(item: Prepared, version: int) -> Article:
    """The article that a prepared draft became, as reading it back would give it."""
    draft = item.draft
    return Article(
        id=item.article_id,
        title=draft.title,
        body=draft.body,
        url=draft.url,
        source=draft.source,
        author=draft.author,
        published=draft.published,
        is_sample=draft.is_sample,
        version=version,
        extra=dict(draft.extra),
    )


def door_of(actor: str) -> str:
    """The door in an actor's name: "telegram:12345" came through telegram."""
    return actor.partition(":")[0]


def now() -> str:
    """The present moment as the store writes it: UTC, ISO 8601, whole seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def searchable(article_id: str) -> str:
    """The id as SQLite can look it up; half characters, which no stored id has, become a question mark."""
    return article_id.encode(errors="replace").decode()


def not_found(article_id: str, *, removed: bool) -> NotFound:
    """What to say of an article that there is none of, or none any more."""
    if removed:
        return NotFound(f"Article {article_id!r} was removed: `hoidap corpus restore` brings it back.")
    return NotFound(f"There is no article {article_id!r}: see `hoidap corpus list`.")
