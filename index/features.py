"""What search sees of a text: words, pairs of neighbours, and both again without diacritics.

Vietnamese words are mostly two syllables long; pairs of adjacent syllables stand in for a word segmenter, and
the plain kinds let a question typed without diacritics meet the same passages. The four kinds never mix.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, compress, islice, pairwise

from corpus.text import Token, both_keys, pieces, strip_diacritics

# A pair may not reach over punctuation, except what stands inside names: "Kinh tế - xã hội", "TP. HCM"
_JOINS = re.compile(r"^[\s\-–\"“”'‘’/&]*$")
_LONGEST_JOIN = 4
# "T.Ư", "TP.HCM", "KT-XH": capitals that are one abbreviation with or without what stands between them
_DOTTED = re.compile(r"[^\W\d_]{1,6}(?:[.\-&][^\W\d_]{1,6}){1,4}$")

_SAME = {"tư": "tw"}  # TƯ, T.Ư and TW are all "trung ương"


@dataclass(frozen=True, slots=True)
class Features:
    """Feature strings of one text, in order, repetitions kept (their number is the term frequency).

    `joins` has a byte for each word: 1 where it makes a pair with the next. `opening` and `closing` are what stands
    before the first word and behind the last; all of a text without words. `bare` is the text in lower case without
    diacritics. `abbreviations` are the dotted abbreviations in it without their dots.
    """

    words: tuple[str, ...]
    plain_words: tuple[str, ...]
    joins: bytes = b""
    opening: str = ""
    closing: str = ""
    bare: str = ""
    abbreviations: tuple[str, ...] = ()

    @property
    def pairs(self) -> tuple[str, ...]:
        """Neighbouring words joined by `_`."""
        return tuple([f"{left}_{right}" for left, right in compress(pairwise(self.words), self.joins)])

    @property
    def plain_pairs(self) -> tuple[str, ...]:
        """The same without diacritics."""
        return tuple([f"{left}_{right}" for left, right in compress(pairwise(self.plain_words), self.joins)])


# What stands between two spaces: its words, the same plain, which of them join the next (the last one open), what is
# before and behind them, all of it in lower case without diacritics, and the abbreviation that it is. A bare tuple,
# because everything that is indexed passes through here.
_Chunk = tuple[tuple[str, ...], tuple[str, ...], bytes, str, str, str, str]


@lru_cache(maxsize=1 << 10)
def _joins(gap: str) -> bool:
    return len(gap) <= _LONGEST_JOIN and bool(_JOINS.match(gap))


def joined(text: str, left: Token, right: Token) -> bool:
    """Whether two neighbouring tokens make a pair: nothing but spaces and what stands inside names between them."""
    return _joins(text[left.end : right.start])


def dotted(written: str) -> str:
    """An abbreviation without what stands inside it, `KTXH` of `KT-XH`; empty for anything else."""
    if not written.isupper() or not _DOTTED.match(written):
        return ""
    return "".join(letter for letter in written if letter.isalpha())


def abbreviation_key(written: str) -> str:
    """The key of an abbreviation in capitals, with or without dots; `TƯ` and `TW` stand for the same word."""
    key = both_keys("".join(letter for letter in written if letter.isalpha()))[0]
    return _SAME.get(key, key)


def _abbreviation(written: str, pieces_found: int) -> str:
    """The key of a chunk that should also be found as one word: a dotted abbreviation, or one spelled in two ways."""
    if pieces_found > 1:
        return abbreviation_key(written) if dotted(written) else ""
    return abbreviation_key(written) if written.upper() == written and both_keys(written)[0] in _SAME else ""


def _read(written: str) -> _Chunk:
    """A chunk looked at closely, the first time that it is met."""
    found, gaps = pieces(written)
    bare = strip_diacritics(written).lower()
    if not found:
        return (), (), b"", written, written, bare, ""
    words, plain = zip(*map(both_keys, found), strict=True)
    abbreviation = _abbreviation(written[len(gaps[0]) : len(written) - len(gaps[-1])], len(found))
    inner = bytes([_joins(gap) for gap in gaps[1:-1]])
    return words, plain, inner, gaps[0], gaps[-1], bare, abbreviation


class _Chunks(dict[str, _Chunk]):
    """Chunks as met so far: the same few ten thousands make up nearly all text.

    When there are many, those that were met since the last time stay: forgetting all of them would mean reading the
    common ones again and again in a large archive.
    """

    _MOST = 1 << 16

    def __init__(self) -> None:
        super().__init__()
        self._older: dict[str, _Chunk] = {}

    def __missing__(self, written: str) -> _Chunk:
        older = self._older
        if len(self) >= self._MOST:
            self._older = dict(self)
            self.clear()
        chunk = self[written] = older.get(written) or _read(written)
        return chunk


_CHUNKS = _Chunks()


def features(text: str) -> Features:
    """The four kinds of features of a Vietnamese text. Pairs are joined by `_`."""
    chunks = list(map(_CHUNKS.__getitem__, text.split(" ")))
    words, plain, inner, openings, closings, bares, abbreviations = zip(*chunks, strict=True)
    bare = " ".join(bares)
    if not all(words):
        worded = _with_words(chunks)
        if not worded:
            return Features((), (), opening=text, closing=text, bare=bare)
        words, plain, inner, openings, closings, _, abbreviations = zip(*worded, strict=True)
    all_words = tuple(chain.from_iterable(words))
    return Features(
        all_words,
        tuple(chain.from_iterable(plain)),
        _all_joins(inner, openings, closings, one_each=len(all_words) == len(words)),
        openings[0],
        closings[-1],
        bare,
        tuple(filter(None, abbreviations)),
    )


def _with_words(chunks: Sequence[_Chunk]) -> list[_Chunk]:
    """The chunks that hold words; what the others are made of belongs to the gaps between them."""
    found: list[_Chunk] = []
    before = ""
    for chunk in chunks:
        words, plain, joins, opening, closing, bare, abbreviation = chunk
        if words:
            found.append((words, plain, joins, before + opening, closing, bare, abbreviation) if before else chunk)
            before = ""
        elif found:
            words, plain, joins, opening, closing, bare, abbreviation = found[-1]
            found[-1] = (words, plain, joins, opening, f"{closing} {chunk[3]}", bare, abbreviation)
        else:
            before += opening + " "
    return found


def _all_joins(inner: Sequence[bytes], openings: Sequence[str], closings: Sequence[str], *, one_each: bool) -> bytes:
    """`Features.joins` by what is inside the chunks, and before and behind each."""
    links = [
        (not closing and not opening) or _joins(f"{closing} {opening}")
        for closing, opening in zip(closings, islice(openings, 1, None), strict=False)
    ]
    links.append(False)
    if one_each:
        return bytes(links)
    return b"".join([chunk + (b"\1" if link else b"\0") for chunk, link in zip(inner, links, strict=True)])


def under(heading: Features, text: Features) -> Features:
    """The features of two texts with a line break between them, without reading either again."""
    gap = f"{heading.closing}\n{text.opening}"
    joins = heading.joins + text.joins
    if heading.words and text.words and _joins(gap):
        joins = heading.joins[:-1] + b"\1" + text.joins
    return Features(
        heading.words + text.words,
        heading.plain_words + text.plain_words,
        joins,
        heading.opening if heading.words else gap,
        text.closing if text.words else gap,
        f"{heading.bare}\n{text.bare}",
        heading.abbreviations + text.abbreviations,
    )
