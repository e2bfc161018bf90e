"""What search sees of a text: words, pairs of neighbours, and both again without diacritics.

Vietnamese words are mostly two syllables long; pairs of adjacent syllables stand in for a word segmenter, and
the plain kinds let a question typed without diacritics meet the same passages. The four kinds never mix.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, pairwise

from corpus.text import Token, both_keys, pieces

# A pair may not reach over punctuation, except what stands inside names: "Kinh tế - xã hội", "TP. HCM"
_JOINS = re.compile(r"^[\s\-–\"“”'‘’/&]*$")
_LONGEST_JOIN = 4


@dataclass(frozen=True, slots=True)
class Features:
    """Feature strings of one text, in order, repetitions kept (their number is the term frequency).

    `opening` and `closing` are what stands before the first word and behind the last; all of a text without words.
    """

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    plain_words: tuple[str, ...]
    plain_pairs: tuple[str, ...]
    opening: str = ""
    closing: str = ""


@lru_cache(maxsize=1 << 10)
def _joins(gap: str) -> bool:
    return len(gap) <= _LONGEST_JOIN and bool(_JOINS.match(gap))


def joined(text: str, left: Token, right: Token) -> bool:
    """Whether two neighbouring tokens make a pair: nothing but spaces and what stands inside names between them."""
    return _joins(text[left.end : right.start])


def features(text: str) -> Features:
    """The four kinds of features of a Vietnamese text. Pairs are joined by `_`."""
    written, gaps = pieces(text)
    if not written:
        return Features((), (), (), (), text, text)
    words, plain = zip(*map(both_keys, written), strict=True)
    neighbours = [gap == " " or _joins(gap) for gap in gaps[1:-1]]
    return Features(
        words, _pairs(words, neighbours), plain, _pairs(plain, neighbours), opening=gaps[0], closing=gaps[-1]
    )


def _pairs(words: tuple[str, ...], neighbours: list[bool]) -> tuple[str, ...]:
    return tuple([f"{left}_{right}" for left, right in compress(pairwise(words), neighbours)])


def under(heading: Features, text: Features) -> Features:
    """The features of two texts with a line break between them, without reading either again."""
    gap = f"{heading.closing}\n{text.opening}"
    bridge: tuple[str, ...] = ()
    plain_bridge: tuple[str, ...] = ()
    if heading.words and text.words and _joins(gap):
        bridge = (f"{heading.words[-1]}_{text.words[0]}",)
        plain_bridge = (f"{heading.plain_words[-1]}_{text.plain_words[0]}",)
    return Features(
        heading.words + text.words,
        heading.pairs + bridge + text.pairs,
        heading.plain_words + text.plain_words,
        heading.plain_pairs + plain_bridge + text.plain_pairs,
        opening=heading.opening if heading.words else gap,
        closing=text.closing if text.words else gap,
    )
