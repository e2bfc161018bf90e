"""What an article must be like to be taken in; every door asks here, so that they all refuse alike."""

import json
import re
import unicodedata
from datetime import datetime

from corpus.article import Draft
from corpus.errors import BadInput
from corpus.identity import is_web_url

MAX_ID_CHARS = 200
MAX_TITLE_CHARS = 1000
_MAX_FIELD_CHARS = 2000
_MAX_EXTRA_CHARS = 20_000
_CALENDAR_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def check_draft(draft: Draft, *, max_body_chars: int) -> None:
    """Raises BadInput, naming what is wrong and the mend, unless the draft can be stored and shown as it stands."""
    if draft.id is not None:
        _check_id(draft.id)
    _check_text("title", draft.title, MAX_TITLE_CHARS)
    _check_text("body", draft.body, max_body_chars)
    if not draft.body.strip():
        raise BadInput("The body is empty: an article needs some text.")
    for name in ("url", "source", "author", "published", "origin"):
        value = getattr(draft, name)
        if value is not None:
            _check_text(name, value, _MAX_FIELD_CHARS)
    if draft.url is not None and not is_web_url(draft.url):
        raise BadInput(f"The url {draft.url[:100]!r} is not a web address: it must begin with http:// or https://.")
    if draft.published is not None and not is_iso_date(draft.published):
        raise BadInput(
            f"The date {draft.published[:40]!r} in 'published' is not like 2020-07-01 or 2020-07-01T08:30:00+07:00."
        )
    extra_json(draft)


def extra_json(draft: Draft) -> str:
    """The unknown keys of an article as JSON text with sorted keys; raises BadInput if they are none or too long."""
    try:
        text = json.dumps(draft.extra, ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":"))
        text.encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise BadInput(f"The further keys of the article cannot be written as JSON: {error}.") from error
    if len(text) > _MAX_EXTRA_CHARS:
        raise BadInput(f"The further keys of the article take {len(text)} characters: at most {_MAX_EXTRA_CHARS} fit.")
    return text


def is_iso_date(text: str) -> bool:
    """Whether the text is an ISO date (`2020-07-01`) or date-time."""
    if not _CALENDAR_DATE.match(text):  # Python also knows week dates and dates without dashes
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check_id(article_id: str) -> None:
    if not article_id.strip():
        raise BadInput("The id is empty: leave it out, or give the article a key of its own.")
    if len(article_id) > MAX_ID_CHARS:
        raise BadInput(f"The id {article_id[:40]!r}... has {len(article_id)} characters: at most {MAX_ID_CHARS} fit.")
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in article_id):
        raise BadInput(f"The id {article_id!r} contains a control character: use letters, digits and punctuation.")


def _check_text(name: str, text: str, max_chars: int) -> None:
    if len(text) > max_chars:
        raise BadInput(f"The {name} has {len(text)} characters: at most {max_chars} fit, so split or shorten it.")
    if "\x00" in text:
        raise BadInput(f"The {name} contains a NUL character: this is not text; save it again as UTF-8.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadInput(
            f"The {name} contains half a character (U+{ord(text[error.start]):04X}): save it again as UTF-8."
        ) from error
