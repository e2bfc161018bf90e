"""A stable key for an article that came without one: from its URL, else from its path, else from what it says."""

import hashlib
from urllib.parse import parse_qsl, urlencode, urlsplit

from corpus.article import Draft
from corpus.text import content_hash, nfc

# Parameters that say where a reader came from, not what he reads
_TRACKING = ("utm_", "fbclid", "gclid", "zarsrc", "mc_cid", "mc_eid", "igshid")
# 64 bits: two of a million articles share a key with a chance of one in thirty million
_DIGITS = 16


def canonical_url(url: str) -> str:
    """The part of a URL that names the page: no scheme, `www.`, default port, tracking, fragment or final slash.

    Raises ValueError for what is not a URL at all.
    """
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not k.lower().startswith(_TRACKING)]
    tail = f"?{urlencode(sorted(query))}" if query else ""
    return f"{host}{port}{parts.path.rstrip('/')}{tail}"


def is_web_url(text: str) -> bool:
    """Whether the text is an http or https address with a host; nothing else is ever stored or shown as a link."""
    try:
        parts = urlsplit(text)
        has_port_in_range = parts.port is None or parts.port > 0
    except ValueError:
        return False
    clean = all(c.isprintable() and not c.isspace() for c in text)
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and has_port_in_range and clean


def article_key(draft: Draft) -> str:
    """The caller's key, else `url-`, `file-` or `text-` and a hash of what stays the same when it is read again."""
    if draft.id is not None:
        return draft.id
    for address in (draft.url, draft.origin):
        if address and is_web_url(address):
            return f"url-{_digest(canonical_url(address))}"
    if draft.origin:
        return f"file-{_digest(nfc(draft.origin))}"
    return f"text-{content_hash(draft.title, draft.body)[:_DIGITS]}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
