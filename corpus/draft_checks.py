"""What an article from outside must look like before it may reach the store."""

from datetime import datetime

from corpus.article import Draft
from corpus.settings import LoadingSettings

_MAX_ID = 200
_MAX_FIELD = 2000


def draft_fault(draft: Draft, settings: LoadingSettings) -> str | None:
    """Why a draft cannot become an article, as the end of a sentence that begins with its source; None if it can."""
    if not draft.body.strip():
        return "has no body: an article needs text beside its title"
    if len(draft.body) > settings.max_body_chars:
        return (
            f"has a body of {len(draft.body)} characters, more than {settings.max_body_chars}: "
            "split it, or raise corpus.loading.max_body_chars"
        )
    if draft.id is not None and (not draft.id.strip() or len(draft.id) > _MAX_ID or not draft.id.isprintable()):
        return f"has the id {draft.id[:40]!r}, which is empty, over {_MAX_ID} characters or unprintable: give another"
    return _field_fault(draft) or _date_fault(draft.published)


def _field_fault(draft: Draft) -> str | None:
    for name in ("id", "title", "body", "url", "source", "author"):
        value: str | None = getattr(draft, name)
        if value is None:
            continue
        if name != "body" and len(value) > _MAX_FIELD:
            return f"has a {name} of {len(value)} characters, more than {_MAX_FIELD}: shorten it"
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as fault:
            return f"has half a character (a lone surrogate) at position {fault.start} of its {name}: mend that text"
    if draft.url is not None and not draft.url.lower().startswith(("http://", "https://")):
        return f"has the url {draft.url[:80]!r}: it must begin with http:// or https://"
    return None


def _date_fault(published: str | None) -> str | None:
    if published is None:
        return None
    try:
        datetime.fromisoformat(published)
    except ValueError:
        return f"has the publication date {published[:40]!r}: write it like 2020-07-01, or with time and zone"
    return None
