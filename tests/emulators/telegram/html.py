"""Telegram's HTML, read strictly: what the platform's documentation allows and nothing else.

Where the platform is lenient (a bare `&`, more than 100 entities) this parser refuses, because the documentation asks
for more and a message that depends on leniency is a fault of the sender.
"""

import re
from dataclasses import dataclass, field

from tests.emulators.telegram.errors import bad_request

MAX_TEXT_UNITS = 4096
MAX_ENTITIES = 100

_ENTITY_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_PIECE = re.compile(
    r"<(?P<end>/)?(?P<tag>[a-zA-Z-]+)(?P<attributes>(?:\s[^<>]*)?)>|&(?P<name>#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);|(?P<bad>[<>&])"
)
_HREF = re.compile(r'\s+href="(?P<url>[^"<>]*)"\s*$')


def utf16_units(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(slots=True)
class _Reader:
    text: str = ""
    entities: list[dict[str, object]] = field(default_factory=list)
    open_tags: list[tuple[str, int, dict[str, object]]] = field(default_factory=list)

    def open(self, tag: str, attributes: str, where: int) -> None:
        kind = _ENTITY_OF_TAG.get(tag)
        if kind is None:
            raise bad_request(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {where}')
        extra: dict[str, object] = {}
        if tag == "a":
            href = _HREF.fullmatch(attributes)
            if href is None or not href["url"]:
                raise bad_request(f"can't parse entities: a link without href at byte offset {where}")
            extra["url"] = parse_references(href["url"], where)
        elif attributes.strip() and not (tag == "blockquote" and attributes.strip() == "expandable"):
            raise bad_request(f'can\'t parse entities: Unexpected attribute of "{tag}" at byte offset {where}')
        if kind == "blockquote" and any(_ENTITY_OF_TAG[name] == "blockquote" for name, _, _ in self.open_tags):
            raise bad_request(f"can't parse entities: Nested blockquote at byte offset {where}")
        self.open_tags.append((tag, utf16_units(self.text), {"type": kind, **extra}))

    def close(self, tag: str, where: int) -> None:
        if not self.open_tags or self.open_tags[-1][0] != tag:
            raise bad_request(f'can\'t parse entities: Unexpected end tag "{tag}" at byte offset {where}')
        _, start, entity = self.open_tags.pop()
        length = utf16_units(self.text) - start
        if length:
            self.entities.append({**entity, "offset": start, "length": length})


def _character(name: str, where: int) -> str:
    if name.startswith("#"):
        number = int(f"0{name[1:]}", 0) if name[1] == "x" else int(name[1:])
        return chr(number)
    if name not in _NAMED:
        raise bad_request(f'can\'t parse entities: Unsupported entity "&{name};" at byte offset {where}')
    return _NAMED[name]


def parse_references(text: str, where: int) -> str:
    """An attribute value with its character references resolved."""
    if re.search(r"&(?!(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);)", text):
        raise bad_request(f"can't parse entities: Bare '&' in an attribute at byte offset {where}")
    return re.sub(r"&(#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);", lambda match: _character(match[1], where), text)


def parse_html(source: str) -> tuple[str, list[dict[str, object]]]:
    """Plain text and entities (offsets in UTF-16 units) of an HTML message; ApiFault 400 for anything invalid."""
    reader = _Reader()
    position = 0
    for match in _PIECE.finditer(source):
        reader.text += source[position : match.start()]
        position = match.end()
        where = len(source[: match.start()].encode())
        if match["bad"]:
            raise bad_request(
                f'can\'t parse entities: Character "{match["bad"]}" must be escaped at byte offset {where}'
            )
        if match["name"]:
            reader.text += _character(match["name"], where)
        elif match["end"]:
            reader.close(match["tag"], where)
        else:
            reader.open(match["tag"], match["attributes"], where)
    reader.text += source[position:]
    if reader.open_tags:
        raise bad_request(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{reader.open_tags[-1][0]}\""
        )
    return reader.text, sorted(reader.entities, key=lambda entity: str(entity["offset"]).zfill(9))


def check_text(text: str, entities: list[dict[str, object]]) -> None:
    """The limits of a text message, after entities were parsed."""
    if not text.strip():
        raise bad_request("message text is empty")
    if utf16_units(text) > MAX_TEXT_UNITS:
        raise bad_request("message is too long")
    if len(entities) > MAX_ENTITIES:
        raise bad_request(f"too many entities: {len(entities)}")
