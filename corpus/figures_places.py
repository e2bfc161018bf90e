"""The place or organisation that a text speaks of: "huyện Phú Đàm", "Công an tỉnh Hòa Lâm", "TP. Lâm Nhuận"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.text import keys

_LEVELS = """tỉnh|thành phố|quận|huyện|thị xã|thị trấn|xã|phường|tỉnh ủy|tỉnh uỷ|thành ủy|thành uỷ|huyện ủy|huyện uỷ|
quận ủy|quận uỷ|tỉnh đoàn|thành đoàn|hải quan|cục thuế|giáo dục|ngành y tế|sở y tế|chữ thập đỏ|công đoàn|đảng bộ|
công an""".replace("\n", "").split("|")
# Both cases spelled out and nothing before them, so that a text is scanned fast
_LEVEL = "|".join(
    [*_LEVELS, *(level[0].upper() + level[1:] for level in _LEVELS), "Sở Y tế", "LĐLĐ", "TP\\.", "TP", "Tp\\."]
)
_CAPITALS = "".join(filter(str.isupper, map(chr, (*range(0x41, 0x1B1), *range(0x1EA0, 0x1EFA)))))
_CAPITALISED = rf"[{_CAPITALS}]\w*"
_NAMED = re.compile(rf"(?P<level>{_LEVEL})\s(?P<name>{_CAPITALISED}(?:\s{_CAPITALISED}){{0,3}}|\d{{1,2}}(?!\d|[.,]\d))")
# "Hoà Lâm: Phạm pháp hình sự giảm": a headline that names its place first
_OF_PLACE = re.compile(rf"(?:của|ở|tại)\s(?P<name>{_CAPITALISED}(?:\s{_CAPITALISED}){{1,2}})")
_HEADED = re.compile(rf"^\s*(?P<name>{_CAPITALISED}(?:\s{_CAPITALISED}){{1,2}})\s?:")


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in a text: `written` with its level ("huyện Phú Đàm"), `name` alone, and where the naming ends."""

    written: str
    name: str
    end: int

    @property
    def key(self) -> str:
        """The name as compared: the same for "Hòa Lâm" and "Hoà Lâm"."""
        return place_key(self.name)


def place_key(name: str) -> str:
    """A place's name as compared."""
    return " ".join(keys(name))


def places_in(text: str, first: int = 0, last: int | None = None) -> Iterator[Place]:
    """The places that a text in composed form names with their level, in order."""
    for match in _NAMED.finditer(text, first, len(text) if last is None else last):
        if not text[match.start() - 1 : match.start()].isalnum():
            yield Place(" ".join(match.group().split()), match["name"], match.end())


def article_place(title: str, opening: str) -> Place | None:
    """The place that an article is about, by its title, else by its opening; both in composed form."""
    if place := next(places_in(title), None):
        return place
    named = list(places_in(opening))
    compared = f" {' '.join(keys(title))} "
    for place in named:
        if f" {place.key} " in compared:
            return place
    if headed := _HEADED.match(title) or _OF_PLACE.search(title):
        return Place(headed["name"], headed["name"], headed.end())
    return named[0] if named else None
