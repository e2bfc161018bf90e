"""Names that a question mentions: people and places that the evidence must mention too."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from corpus.text import Token, plain_keys, tokens
from index.language import is_syllable

# The provinces and cities of Vietnam as of 2020, for questions typed plain (public administrative names)
_PROVINCES = """
an giang|ba ria|vung tau|bac giang|bac kan|bac lieu|bac ninh|ben tre|binh dinh|binh duong|binh phuoc|
binh thuan|ca mau|can tho|cao bang|da nang|dak lak|dak nong|dien bien|dong nai|dong thap|gia lai|ha giang|
ha nam|ha noi|ha tinh|hai duong|hai phong|hau giang|hoa binh|hung yen|khanh hoa|kien giang|kon tum|
lai chau|lam dong|lang son|lao cai|long an|nam dinh|nghe an|ninh binh|ninh thuan|phu tho|phu yen|
quang binh|quang nam|quang ngai|quang ninh|quang tri|soc trang|son la|tay ninh|thai binh|thai nguyen|
thanh hoa|thua thien|tien giang|ho chi minh|tra vinh|tuyen quang|vinh long|vinh phuc|yen bai
"""
# What news writes for the same place
_SAME = {"ho_chi": ("tp_hcm", "tphcm", "hcm", "sai_gon"), "tp_hcm": ("ho_chi", "tphcm", "hcm", "sai_gon")}
_HONORIFICS = frozenset({"ong", "ba", "anh", "chi", "co", "thay", "mr", "mrs", "ms"})
# Last syllables of titles (chủ tịch, bí thư, thủ tướng, giám đốc...) and the commonest family names, typed plain
_TITLE_ENDS = frozenset({"ong", "ba", "anh", "chi", "tich", "thu", "tuong", "truong", "doc", "nhiem", "vien"})
_SURNAMES = (
    "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dao doan vuong trinh truong dinh mai"
)
_FAMILY_NAMES = frozenset(_SURNAMES.split())
# Typed plain, these show that what looks like a family name is none: "thu truong nao cua", "vien do ket qua"
_OTHER = frozenset({"nao", "gi", "ai", "cua", "co", "la", "cho", "bi", "va", "ban", "phong", "truong"})
_LONGEST = 4
_NUMBERED = {"quan": ("q",), "phuong": ("p", "f")}
_MOST_NUMBER, _PAIR = 30, 2
_GAP = re.compile(r"^[ \-]$")

Name = tuple[str, ...]


@cache
def _provinces() -> frozenset[Name]:
    return frozenset(tuple(plain_keys(name)) for name in _PROVINCES.replace("\n", "").split("|"))


def mentioned_names(text: str, *, english: bool) -> tuple[Name, ...]:
    """Plain keys of the names in a question: provinces however typed, and runs of two to four capitalised syllables.

    In an English question only runs of Vietnamese syllables count ("Vu Duc Dam", not "Deputy Prime Minister").
    """
    found = tokens(text)
    sequence = [token.plain for token in found]
    is_lower = text == text.lower()
    names = set(_provinces_in(sequence, [is_lower or text[token.start].isupper() for token in found]))
    names.update(_numbered(sequence))
    if is_lower:
        names.update(_after_role(sequence))
    for run in _capitalised_runs(text, found):
        if run[0].plain in _HONORIFICS:
            del run[0]
        usable = [token for token in run if not english or is_syllable(token.plain)]
        if len(usable) == len(run) and 1 < len(run) <= _LONGEST:
            names.add(tuple(token.plain for token in run))
    return tuple(sorted(names))


def _after_role(sequence: list[str]) -> list[Name]:
    """A family name and two more syllables right after a title: `pho thu tuong vu duc dam`."""
    return [
        tuple(sequence[i + 1 : i + 4])
        for i in range(len(sequence) - 3)
        if sequence[i] in _TITLE_ENDS and sequence[i + 1] in _FAMILY_NAMES and not _OTHER & set(sequence[i + 1 : i + 4])
    ]


def _numbered(sequence: list[str]) -> Iterator[Name]:
    """Districts and wards that are called by number: `quận 11`."""
    for left, right in pairwise(sequence):
        if left in _NUMBERED and right.isdigit() and int(right) <= _MOST_NUMBER:
            yield left, right


def _provinces_in(sequence: list[str], may_open: list[bool]) -> Iterator[Name]:
    """The provinces named, from the end: in `luat gia lai chau` it is Lai Châu and not Gia Lai."""
    at = len(sequence) - 1
    while at >= 0:
        length = next((n for n in (3, 2) if at + 1 >= n and tuple(sequence[at + 1 - n : at + 1]) in _provinces()), 0)
        if length and all(may_open[at + 1 - length : at + 1]):
            yield tuple(sequence[at + 1 - length : at + 1])
            at -= length
        else:
            at -= 1


def _capitalised_runs(text: str, found: list[Token]) -> list[list[Token]]:
    runs: list[list[Token]] = []
    run: list[Token] = []
    for token in found:
        raw = text[token.start : token.end]
        is_capped = raw[:1].isupper() and raw[1:].islower() and not token.is_number
        joins = bool(run) and bool(_GAP.match(text[run[-1].end : token.start]))
        if is_capped and joins:
            run.append(token)
        else:
            if len(run) > 1:
                runs.append(run)
            run = [token] if is_capped else []
    return [*runs, run] if len(run) > 1 else runs


def pairs_of(name: Name) -> tuple[tuple[str, ...], ...]:
    """The plain pairs that must stand in the evidence for a name to be mentioned, each with what may stand for it."""
    pairs = [f"{left}_{right}" for left, right in pairwise(name)]
    if len(name) == _PAIR and name[0] in _NUMBERED:
        return ((pairs[0], *(f"{short}_{name[1]}" for short in _NUMBERED[name[0]])),)
    return tuple((pair, *_SAME.get(pair, ())) for pair in pairs if pair != "chi_minh")


def name_span(text: str, name: Name) -> tuple[int, int] | None:
    """Where a text writes a name; None where it does not."""
    found = tokens(text)
    for i in range(len(found) - len(name) + 1):
        if tuple(token.plain for token in found[i : i + len(name)]) == name:
            return found[i].start, found[i + len(name) - 1].end
    return None


def name_as_written(text: str, name: Name) -> str:
    """A name as the question writes it, with the capitals of a name; the name itself where it is not found."""
    if span := name_span(text, name):
        written = text[span[0] : span[1]]
        return written if written != written.lower() else written.title()
    return " ".join(name).title()
