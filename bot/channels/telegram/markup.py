"""Text with a few styles, before it becomes Telegram's HTML: nothing is escaped anywhere else."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Style = Literal["plain", "bold", "italic", "quote"]

_TAGS: dict[Style, str] = {"bold": "b", "italic": "i", "quote": "blockquote"}
# Halves of a surrogate pair and control characters cannot travel in JSON text that Telegram accepts
_UNSENDABLE = re.compile(r"[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of plain text in one style, perhaps a link."""

    text: str
    style: Style = "plain"
    href: str | None = None

    @property
    def is_entity(self) -> bool:
        """Whether Telegram counts it as an entity."""
        return self.style != "plain" or self.href is not None


def utf16_units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def sendable(text: str) -> str:
    """The text without characters that no message may hold."""
    return _UNSENDABLE.sub("", text)


def to_html(spans: Iterable[Span]) -> str:
    """Telegram's HTML for the spans, every character of theirs escaped."""
    return "".join(map(_span_html, spans))


def _span_html(span: Span) -> str:
    text = html.escape(span.text)
    text = text.replace("&#x27;", "'")
    if span.href:
        text = f'<a href="{html.escape(span.href)}">{text}</a>'
    tag = _TAGS.get(span.style)
    return f"<{tag}>{text}</{tag}>" if tag else text
