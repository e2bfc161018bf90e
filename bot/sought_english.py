"""The pieces of an English question for a reader: each with the Vietnamese forms that it may take in an article.

Search has cut the question into words and phrases with their readings (`index.lexical_query.Piece`). A reader asks
which of them a sentence holds, by single words and pairs: a reading of one word is that word, one of two is their pair,
a longer one is weakly told by each of its pairs, and a lone syllable of a longer reading is hardly a sign.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from index.english_stem import stem

Idf = Callable[[str, str], float]
Form = tuple[str, str]

_LIKELY = 0.3
_PART_SHARE, _SYLLABLE_SHARE = 0.7, 0.25
# A word that neither stands in the archive nor has a translation there: known to be missing, not known to matter
_UNKNOWN_WEIGHT = 3.0
_PAIR_LENGTH = 2


class Reading(Protocol):
    """One way to say a piece in Vietnamese (`index.lexical_query.Reading`)."""

    @property
    def words(self) -> tuple[str, ...]:
        """Word keys."""
        ...

    @property
    def share(self) -> float:
        """How likely it is against the likeliest."""
        ...

    @property
    def kinds(self) -> tuple[str, str]:
        """The kinds of features that its words and its pairs are."""
        ...


class Piece(Protocol):
    """A word or phrase of the question (`index.lexical_query.Piece`)."""

    @property
    def source(self) -> str:
        """Its stems, parted by spaces."""
        ...

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What it may mean."""
        ...


@dataclass(frozen=True, slots=True)
class Group:
    """The forms of one piece of the question with their strengths; `weight` is set where the forms cannot tell it."""

    source: str
    forms: Mapping[Form, float]
    weight: float | None = None


def english_groups(pieces: Iterable[Piece], names: Iterable[str], idf: Idf, ignored: frozenset[str]) -> list[Group]:
    """Groups of the pieces of an English question that name something.

    Args:
        pieces: the pieces as search cut them.
        names: capitalised words and numbers of the question, which also stand for themselves.
        idf: information of a form.
        ignored: words that only ask.
    """
    absent = idf("plain_words", "\x00")
    as_written = {stem(name): name for name in names}
    found: dict[str, dict[Form, float]] = {}
    for piece in pieces:
        words = piece.source.split()
        if any(word in ignored for word in words):
            continue
        forms = found.setdefault(piece.source, {})
        for form, strength in _forms(piece):
            forms[form] = max(forms.get(form, 0.0), strength)
        if len(words) == 1 and words[0] in as_written:
            forms["plain_words", as_written[words[0]]] = 1.0
    return [_group(source, forms, idf, absent) for source, forms in found.items()]


def _forms(piece: Piece) -> Iterable[tuple[Form, float]]:
    for reading in piece.readings:
        word_kind, pair_kind = reading.kinds
        strength = reading.share**0.5
        length = len(reading.words)
        for word in reading.words:
            yield (word_kind, word), strength * (1.0 if length == 1 else _SYLLABLE_SHARE)
        for left, right in pairwise(reading.words):
            yield (pair_kind, f"{left}_{right}"), strength * (1.0 if length == _PAIR_LENGTH else _PART_SHARE)


def _group(source: str, forms: Mapping[Form, float], idf: Idf, absent: float) -> Group:
    known = {form: strength for form, strength in forms.items() if idf(*form) < absent}
    if not known:
        return Group(source, {}, weight=_UNKNOWN_WEIGHT)
    strongest = max(known.values())
    return Group(source, {form: strength / strongest for form, strength in known.items()})


def information(forms: Mapping[Form, float], idf: Idf) -> float:
    """The information of a group: that of its likely forms, by how likely they are."""
    likely = {form: strength for form, strength in forms.items() if strength >= _LIKELY}
    total = sum(likely.values())
    return sum(strength * idf(*form) for form, strength in likely.items()) / total if total else 0.0
