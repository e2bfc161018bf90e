"""Feeds (RSS, Atom): one article per entry, with what the feed itself gives of its text.

`corpus.loading` follows the entries' links where the feed came from the web.
"""

import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from time import struct_time
from typing import Any, BinaryIO

from corpus.admission import MAX_TITLE_CHARS
from corpus.article import Draft
from corpus.decoding import read_limited, refuse_other_kinds
from corpus.errors import BadInput
from corpus.identity import is_web_url
from corpus.loader import LoadProblem, admitted
from corpus.settings import LoadingSettings

_TAG = re.compile(r"<[^<>]{0,2000}>")
_BREAK = re.compile(r"</?(?:p|br|div|li|h[1-6]|tr)\b[^<>]{0,2000}>", re.IGNORECASE)
_UNREADABLE = re.compile(r"[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f]")


class FeedLoader:
    """One article per entry."""

    name = "feed"
    suffixes = (".rss", ".atom")
    content_types = (
        "application/rss+xml",
        "application/atom+xml",
        "application/xml",
        "text/xml",
        "application/rdf+xml",
    )

    def load(self, stream: BinaryIO, source: str, settings: LoadingSettings) -> Iterator[Draft | LoadProblem]:
        """See `corpus.loader.Loader`."""
        data = read_limited(stream, source, settings.max_bytes)
        refuse_other_kinds(data, source)
        # feedparser takes a tenth of a second to import: only when a feed is read
        import feedparser

        try:
            feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
        except (Exception, RecursionError) as fault:
            raise BadInput(f"{source} cannot be read as a feed ({type(fault).__name__}): check the address.") from fault
        if not feed.get("version") or not feed.entries:
            raise BadInput(f"{source} is not a feed with entries: give the address of an RSS or Atom feed.")
        publisher = _text(feed.feed.get("title"))[:200] or None
        for number, entry in enumerate(feed.entries[: settings.max_feed_entries], 1):
            try:
                yield admitted(_draft(entry, publisher), f"{source}, entry {number}", settings)
            except BadInput as fault:
                yield LoadProblem(source, None, str(fault))


def _draft(entry: Any, publisher: str | None) -> Draft:  # noqa: ANN401 - feedparser's dictionary
    contents = [str(part.get("value") or "") for part in entry.get("content") or ()]
    body = max((_text(text) for text in [*contents, entry.get("summary")]), key=len)
    title = " ".join(_text(entry.get("title")).split())[:MAX_TITLE_CHARS]
    link = str(entry.get("link") or "").strip()
    return Draft(
        title=title,
        body=body or title,
        url=link if is_web_url(link) else None,
        source=publisher,
        author=_text(entry.get("author"))[:200] or None,
        published=_published(entry.get("published_parsed")),
    )


def _text(markup: object) -> str:
    """The words of an HTML fragment, a line per paragraph."""
    plain = unescape(_TAG.sub(" ", _BREAK.sub("\n", str(markup or ""))))
    lines = (" ".join(line.split()) for line in _UNREADABLE.sub(" ", plain).splitlines())
    return "\n".join(line for line in lines if line)


def _published(parsed: object) -> str | None:
    if not isinstance(parsed, struct_time):
        return None
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return None


LOADER = FeedLoader()
