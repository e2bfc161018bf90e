"""What search sees of a text: words, pairs of neighbours, and both again without diacritics.

Vietnamese words are mostly two syllables long; pairs of adjacent syllables stand in for a word segmenter, and
the plain kinds let a question typed without diacritics meet the same passages. The four kinds never mix.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from corpus.text import Token, tokens

# A pair may not reach over punctuation, except what stands inside names: "Kinh tế - xã hội", "TP. HCM"
_JOINS = re.compile(r"^[\s\-–\"“”'‘’/&]*$")
_LONGEST_JOIN = 4


@dataclass(frozen=True, slots=True)
class Features:
    """Feature strings of one text, in order, repetitions kept (their number is the term frequency)."""

    words: tuple[str, ...]
    pairs: tuple[str, ...]
    plain_words: tuple[str, ...]
    plain_pairs: tuple[str, ...]


def joined(text: str, left: Token, right: Token) -> bool:
    """Whether two neighbouring tokens make a pair: nothing but spaces and what stands inside names between them."""
    gap = text[left.end : right.start]
    return len(gap) <= _LONGEST_JOIN and bool(_JOINS.match(gap))


def features(text: str) -> Features:
    """The four kinds of features of a Vietnamese text. Pairs are joined by `_`."""
    found = tokens(text)
    neighbours = [(a, b) for a, b in pairwise(found) if joined(text, a, b)]
    return Features(
        words=tuple(t.key for t in found),
        pairs=tuple(f"{a.key}_{b.key}" for a, b in neighbours),
        plain_words=tuple(t.plain for t in found),
        plain_pairs=tuple(f"{a.plain}_{b.plain}" for a, b in neighbours),
    )
