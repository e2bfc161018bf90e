"""Markdown: front matter or the first heading gives the title, the markup is taken off gently."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from corpus.article import Draft
from corpus.decoding import decode_text, read_limited
from corpus.loader import LoadProblem, admitted
from corpus.settings import LoadingSettings

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<fields>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(?P<name>[A-Za-z_]+)[ \t]*:[ \t]*(?P<value>.*?)[ \t]*$")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<text>.*?)[ \t]*#*[ \t]*$")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
_STAR_BULLET = re.compile(r"^(?P<indent>\s*)[*+][ \t]+")
_INLINE = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),  # pictures
    (re.compile(r"\[(?P<text>[^\]]+)\]\([^)]*\)"), r"\g<text>"),  # links keep their words
    (re.compile(r"(?P<mark>\*\*|__)(?=\S)(?P<text>.+?)(?<=\S)(?P=mark)"), r"\g<text>"),
    (re.compile(r"(?<![\w*])(?P<mark>[*_])(?=\S)(?P<text>[^*_\n]+?)(?<=\S)(?P=mark)(?![\w*])"), r"\g<text>"),
    (re.compile(r"`(?P<text>[^`\n]+)`"), r"\g<text>"),
)
_NAMES = {"date": "published", "published": "published"} | {n: n for n in ("id", "title", "url", "source", "author")}


class MarkdownLoader:
    """One article per file; front matter holds `key: value` lines (id, title, date, url, source, author)."""

    name = "markdown"
    suffixes = (".md", ".markdown")
    content_types = ("text/markdown",)

    def load(self, stream: BinaryIO, source: str, settings: LoadingSettings) -> Iterator[Draft | LoadProblem]:
        """See `corpus.loader.Loader`."""
        draft = _draft(decode_text(read_limited(stream, source, settings.max_bytes), source))
        yield admitted(draft, source, settings)


def _draft(text: str) -> Draft:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    fields: dict[str, str] = {}
    if front := _FRONT_MATTER.match(text):
        fields = _fields(front["fields"])
        text = text[front.end() :]
    lines = text.strip("\n").split("\n")
    title = fields.pop("title", "")
    if not title and (heading := _HEADING.match(lines[0])):
        title, lines = _inline(heading["text"]), lines[1:]
    body = "\n".join(_plain_lines(lines)).strip("\n")
    return Draft(
        title=title,
        body=re.sub(r"\n{3,}", "\n\n", body),
        id=fields.get("id"),
        url=fields.get("url"),
        source=fields.get("source"),
        author=fields.get("author"),
        published=fields.get("published"),
    )


def _fields(front: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in front.split("\n"):
        if (match := _FIELD.match(line)) and (name := _NAMES.get(match["name"].lower())):
            value = match["value"].strip("\"'")
            if value:
                found[name] = value
    return found


def _plain_lines(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if _FENCE.match(line):
            continue
        if heading := _HEADING.match(line):
            yield _inline(heading["text"])
        else:
            yield _inline(_STAR_BULLET.sub(r"\g<indent>- ", line).removeprefix("> "))


def _inline(text: str) -> str:
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text.rstrip()


LOADER = MarkdownLoader()
