"""What is looked for in the evidence: the question's terms, each with the forms that it may take in an article.

The terms come from the search that found the evidence, so that abbreviations, typos and, for an English question,
translations count when sentences are read exactly as they counted when passages were found.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

from bot.sought_english import Piece, english_groups, information
from bot.synonyms import synonyms
from corpus.text import plain_key, tokens
from index.language import is_syllable

KINDS = ("words", "pairs", "plain_words", "plain_pairs")
_PAIR_KINDS = frozenset({"pairs", "plain_pairs"})
# A long form found as its abbreviation, or the other way round, is nearly as good as found word by word
_ABBREVIATED = 0.8
_CARRIED = 0.5
# A feature that stands in no passage, and its information in an archive of the size that weights were learned on
_NOWHERE, _ABSENT = "\x00", 12.0
# A synonym says it, but is also said of other things
_LIKELY_FORM = 0.5
_SYNONYM, _PART_OF_SYNONYM = 0.6, 0.5
_PAIR_LENGTH = 2
_LEAST_INITIALS, _MOST_INITIALS = 3, 7
_VOWELS = frozenset("aeiouy")


class WeightedTerm(Protocol):
    """A term of the search (`index.lexical_query.QueryTerm` is one)."""

    @property
    def kind(self) -> str:
        """One of `KINDS`, or another kind, which readers leave alone."""
        ...

    @property
    def text(self) -> str:
        """The feature as the index has it."""
        ...

    @property
    def weight(self) -> float:
        """What search gave for a match."""
        ...

    @property
    def source(self) -> str:
        """The piece of the question that it stands for."""
        ...


@dataclass(frozen=True, slots=True)
class SoughtTerm:
    """One piece of the question: `weight` is its information (idf), `forms` are (kind, text, strength 0..1).

    `initials` are the letters of an abbreviation that the archive does not write so: words that begin with them may be
    what it stands for. `is_unknown` marks a word that stands nowhere in the archive and is no Vietnamese syllable.
    """

    source: str
    weight: float
    is_pair: bool
    forms: tuple[tuple[str, str, float], ...]
    is_number: bool = False
    initials: str = ""
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Sought:
    """All terms of a question, and per kind which terms a feature of an article speaks for."""

    terms: tuple[SoughtTerm, ...]
    lookup: dict[str, dict[str, tuple[tuple[int, float], ...]]]

    @property
    def words(self) -> tuple[int, ...]:
        """Numbers of the terms that are single words or figures."""
        return tuple(i for i, term in enumerate(self.terms) if not term.is_pair)


Idf = Callable[[str, str], float]


def sought_terms(
    found: Iterable[WeightedTerm],
    idf: Idf,
    ignored: frozenset[str] = frozenset(),
    carried: frozenset[str] = frozenset(),
    *,
    pieces: Sequence[Piece] = (),
) -> Sought:
    """Group the terms of a search by the piece of the question that they stand for.

    `idf(kind, text)` is the information of a feature; `ignored` are pieces of the question (lower case) that ask
    rather than name: they are left out; `carried` are those of an earlier turn: they count half; `pieces` are those of
    an English question.
    """
    idf = _of_any_size(idf)
    groups: dict[str, list[WeightedTerm]] = {}
    for term in found:
        if term.kind in KINDS and term.weight > 0:
            groups.setdefault(term.source, []).append(term)
    terms = _translated(pieces, groups, idf, ignored) if pieces else _direct(groups, idf, ignored)
    terms = [
        replace(term, weight=term.weight * _CARRIED) if set(term.source.lower().split()) & carried else term
        for term in terms
        if term.weight > 0
    ]
    terms = _with_synonyms(terms)
    return Sought(tuple(terms), _lookup(terms))


def _of_any_size(idf: Idf) -> Idf:
    """Information as if the archive had some 80,000 passages.

    In an archive of thirty articles a word that stands nowhere is worth 5, in one of fifteen thousand 12: what is
    missing would count for less the smaller an archive is.
    """
    absent = idf("plain_words", _NOWHERE)
    scale = _ABSENT / absent if absent > 0 else 1.0
    return cache(lambda kind, text: scale * idf(kind, text))


def _direct(groups: dict[str, list[WeightedTerm]], idf: Idf, ignored: frozenset[str]) -> list[SoughtTerm]:
    kept = {source: group for source, group in groups.items() if not _is_asking(source, ignored)}
    longer = {source: group for source, group in kept.items() if _is_long_form(source, group)}
    absent = idf("plain_words", _NOWHERE)
    terms = [_term(source, group, longer, idf) for source, group in kept.items() if source not in longer]
    # a pair that stands nowhere tells nothing: it is no word of two syllables, or a name that the single words tell of
    known = [term for term in terms if not term.is_pair or any(idf(k, t) < absent for k, t, _ in term.forms)]
    return [_with_unknown(term, idf, absent) for term in known]


def _with_unknown(term: SoughtTerm, idf: Idf, absent: float) -> SoughtTerm:
    """The term, marked when the archive knows none of its forms."""
    if term.is_pair or term.is_number or any(idf(kind, text) < absent for kind, text, _ in term.forms):
        return term
    plain = plain_key(term.source)
    letters = plain if _LEAST_INITIALS <= len(plain) <= _MOST_INITIALS and plain.isalpha() else ""
    is_short_form = term.source.isupper() or not set(plain) & _VOWELS
    return replace(
        term,
        initials=letters if is_short_form else "",
        is_unknown=not is_short_form and len(plain) > _LEAST_INITIALS and not is_syllable(plain),
    )


def _translated(
    pieces: Sequence[Piece], groups: dict[str, list[WeightedTerm]], idf: Idf, ignored: frozenset[str]
) -> list[SoughtTerm]:
    names = [
        source for source, group in groups.items() if any(t.kind == "plain_words" and t.text == source for t in group)
    ]
    return [
        SoughtTerm(
            source=group.source,
            weight=information(group.forms, idf) if group.weight is None else group.weight,
            is_pair=False,
            forms=tuple((kind, text, strength) for (kind, text), strength in group.forms.items()),
            is_number=group.source[:1].isdigit(),
        )
        for group in english_groups(pieces, names, idf, ignored)
    ]


def _with_synonyms(terms: Sequence[SoughtTerm]) -> list[SoughtTerm]:
    """The terms with what may stand for them; a syllable is also found in what stands for a word that it is part of."""
    meant: list[dict[tuple[str, str], float]] = [_synonyms_of(term, _SYNONYM) for term in terms]
    for term in terms:
        whole = _synonyms_of(term, _PART_OF_SYNONYM) if term.is_pair else {}
        for i, part in enumerate(terms):
            if whole and not part.is_pair and part.source in term.source.split():
                for form, strength in whole.items():
                    meant[i].setdefault(form, strength)
    widened = []
    for term, found in zip(terms, meant, strict=True):
        known = {(kind, text) for kind, text, _ in term.forms}
        added = tuple((kind, text, s) for (kind, text), s in sorted(found.items()) if (kind, text) not in known)
        widened.append(replace(term, forms=(*term.forms, *added)) if added else term)
    return widened


def _synonyms_of(term: SoughtTerm, strength: float) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for kind, text, how in term.forms:
        plain = kind.startswith("plain_")
        if how >= _LIKELY_FORM:
            for other in synonyms(plain=plain).get(text, ()):
                form = f"{'plain_' if plain else ''}{'pairs' if '_' in other else 'words'}"
                found[form, other] = max(found.get((form, other), 0.0), strength * how)
    return found


def _is_asking(source: str, ignored: frozenset[str]) -> bool:
    pieces = source.lower().split()
    return all(piece in ignored for piece in pieces) or (
        len(pieces) == _PAIR_LENGTH and any(p in ignored for p in pieces)
    )


def _is_long_form(source: str, group: Sequence[WeightedTerm]) -> bool:
    """Several words that an abbreviation stands for: `Hội Luật gia` for `HLG`."""
    return len(source.split()) > 1 and all(term.kind not in _PAIR_KINDS for term in group)


def _term(source: str, group: Sequence[WeightedTerm], longer: dict[str, list[WeightedTerm]], idf: Idf) -> SoughtTerm:
    strongest = max(term.weight for term in group)
    forms: dict[tuple[str, str], float] = {}
    for term in group:
        key = (term.kind, term.text)
        forms[key] = max(forms.get(key, 0.0), term.weight / strongest)
    for long_source, long_group in longer.items():
        if f" {source} " in f" {long_source} ":
            for term in long_group:
                forms.setdefault((term.kind, term.text), _ABBREVIATED)
    # Translations of one English word share its weight; the information is that of the likeliest ones together
    total = sum(strength for strength in forms.values())
    information = sum(strength * idf(kind, text) for (kind, text), strength in forms.items()) / total if total else 0.0
    found = tokens(source)
    return SoughtTerm(
        source=source,
        weight=information * min(1.0, strongest),
        is_pair=all(kind in _PAIR_KINDS for kind, _ in forms),
        forms=tuple((kind, text, strength) for (kind, text), strength in forms.items()),
        is_number=bool(found) and all(token.is_number for token in found),
    )


def _lookup(terms: Sequence[SoughtTerm]) -> dict[str, dict[str, tuple[tuple[int, float], ...]]]:
    found: dict[str, dict[str, list[tuple[int, float]]]] = {kind: {} for kind in KINDS}
    for number, term in enumerate(terms):
        for kind, text, strength in term.forms:
            found[kind].setdefault(text, []).append((number, strength))
    return {kind: {text: tuple(places) for text, places in texts.items()} for kind, texts in found.items()}
