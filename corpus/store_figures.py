"""Figures in the store: written once per article version and extractor, found by article, place or what they count.

They are worked out from the text and can be made again at any time. A version counts as read when it stands in
`extractions` with the extractor of today; reading goes on where an interrupted one left off.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

import aiosqlite

from corpus.article import Article
from corpus.figures_article import EXTRACTOR_VERSION, Figure, article_figures
from corpus.figures_changes import Change
from corpus.period_values import Period
from corpus.store_rows import ARTICLE_COLUMNS, CURRENT
from corpus.text import keys

_COLUMNS = (
    "article_id, version, position, end_position, sentence_start, sentence_end, value, high, unit, mark, counted,"
    " counted_key, as_of, period, period_kind, period_start, period_end, place, place_key, role, change"
)
_INSERT = f"INSERT INTO figures ({_COLUMNS}) VALUES ({', '.join('?' * (_COLUMNS.count(',') + 1))})"  # noqa: S608 - constants only
OF_VERSION = f"SELECT {_COLUMNS} FROM figures WHERE article_id = ? AND version = ? ORDER BY position"  # noqa: S608 - constants only
_OF_CURRENT = (
    f"SELECT {', '.join('f.' + name.strip() for name in _COLUMNS.split(','))} FROM figures AS f"  # noqa: S608 - constants only
    " JOIN articles AS a ON a.id = f.article_id AND a.version = f.version AND a.removed = 0"
    " WHERE f.unit = ? AND f.role = 'level' AND "
)
BY_PLACE = _OF_CURRENT + "f.place_key = ? ORDER BY a.published DESC, f.article_id, f.position LIMIT ?"
BY_COUNTED = _OF_CURRENT + "f.counted_key = ? ORDER BY a.published DESC, f.article_id, f.position LIMIT ?"
READ_OF = (
    f"SELECT e.article_id AS id, {', '.join('f.' + name.strip() for name in _COLUMNS.split(','))}"  # noqa: S608 - constants only
    " FROM json_each(?) AS w JOIN extractions AS e ON e.article_id = json_extract(w.value, '$[0]')"
    " AND e.version = json_extract(w.value, '$[1]') AND e.extractor = ?"
    " LEFT JOIN figures AS f ON f.article_id = e.article_id AND f.version = e.version ORDER BY e.article_id, f.position"
)
IS_READ = "SELECT 1 FROM extractions WHERE article_id = ? AND version = ? AND extractor = ?"
UNREAD = (
    f"SELECT {ARTICLE_COLUMNS} FROM {CURRENT} WHERE a.removed = 0 AND NOT EXISTS (SELECT 1 FROM extractions AS e"  # noqa: S608 - constants only
    f" WHERE e.article_id = a.id AND e.version = a.version AND e.extractor = {EXTRACTOR_VERSION}) LIMIT ?"
)


def rows_of(articles: Sequence[Article]) -> list[tuple[object, ...]]:
    """The rows of all figures of some articles; pure computation, about 1 ms a page."""
    return [_row(figure) for article in articles for figure in article_figures(article)]


async def write_figures(
    database: aiosqlite.Connection, articles: Sequence[Article], rows: Sequence[tuple[object, ...]]
) -> None:
    """Puts the figures of these versions in place of what was read of them before, in the caller's transaction."""
    versions = [(article.id, article.version) for article in articles]
    await database.executemany("DELETE FROM figures WHERE article_id = ? AND version = ?", versions)
    await database.executemany(_INSERT, rows)
    await database.executemany(
        "INSERT OR REPLACE INTO extractions (article_id, version, extractor) VALUES (?, ?, ?)",
        [(*version, EXTRACTOR_VERSION) for version in versions],
    )


def figure(row: sqlite3.Row) -> Figure:
    """The figure of a row."""
    period = None
    if row["period_kind"] is not None:
        first, last = date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"])
        period = Period(first, last, row["period"], row["period_kind"])
    return Figure(
        article_id=row["article_id"],
        version=row["version"],
        value=Decimal(row["value"]),
        unit=row["unit"],
        start=row["position"],
        end=row["end_position"],
        sentence_start=row["sentence_start"],
        sentence_end=row["sentence_end"],
        high=None if row["high"] is None else Decimal(row["high"]),
        mark=row["mark"],
        counted=row["counted"],
        as_of=row["as_of"],
        period=period,
        place=row["place"],
        place_key=row["place_key"],
        role=row["role"],
        change=_change(json.loads(row["change"])) if row["change"] else None,
    )


def by_article(rows: Iterable[sqlite3.Row]) -> dict[str, list[Figure]]:
    """The figures of rows of READ_OF, by the article's id; an article that was read and has none has an empty list."""
    found: dict[str, list[Figure]] = {}
    for row in rows:
        figures = found.setdefault(row["id"], [])
        if row["article_id"] is not None:
            figures.append(figure(row))
    return found


def _row(one: Figure) -> tuple[object, ...]:
    period, change = one.period, one.change
    return (
        *(one.article_id, one.version, one.start, one.end, one.sentence_start, one.sentence_end, str(one.value)),
        *(None if one.high is None else str(one.high), one.unit, one.mark, one.counted, " ".join(keys(one.counted))),
        *(one.as_of, *((period.written, period.kind, str(period.start), str(period.end)) if period else (None,) * 4)),
        *(one.place, one.place_key, one.role, json.dumps(asdict(change), default=str) if change else None),
    )


def _change(facts: dict[str, Any]) -> Change:
    def number(name: str) -> Decimal | None:
        return None if facts[name] is None else Decimal(facts[name])

    return Change(
        direction=facts["direction"],
        amount=number("amount"),
        unit=facts["unit"],
        share=number("share"),
        against=facts["against"],
        start=facts["start"],
        end=facts["end"],
    )
