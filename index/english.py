"""English questions: what each word or phrase may mean in Vietnamese, by a hand-written glossary and a learned table.

A question is cut into pieces: phrases of the glossary first, then names, then the longest phrases that the table
knows. Each piece has readings with their probabilities. The score of a passage is the sum over them of the BM25 of
their words and pairs, weighted by probability (probabilistic structured queries: Darwish and Oard, "Probabilistic
Structured Query Methods", SIGIR 2003). Names and numbers also match as they are written.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from corpus.text import plain_key
from index.abbreviations import other_spellings
from index.english_stem import EnglishTerms, english_terms
from index.glossary import Entry, glossary_entries
from index.language import is_syllable
from index.lexical_query import LexicalQuery, Piece, QueryTerm, Reading, merged
from index.lexical_terms import phrase_terms
from index.marks import english_marks
from index.readable import readable
from index.settings import EnglishSettings, LexicalSettings

_SHOWN = 4
_LONGEST_PHRASE = 4
_LEAST_NAME = 2
# Words that ask or join and say nothing about what is asked for; stems
_SILENT_WORDS = """a about after all also am an and any are as at be been being both but by could can did do
    does during each every far for from give given had has hav have he her him his how i if in into is it its
    just list made make many may me mean more most much must my no not of on or our out over per pleas shall she
    should show so some such tell than that the their them then there these they this those through to too under
    until up upon us was were we what when where whether which while who whom whos why will with within would
    you your doe wa ha"""
_SILENT = frozenset(_SILENT_WORDS.split())


Glossary = Callable[[Sequence[str]], Sequence[Entry]]


class Translations(Protocol):
    """`index.translation.TranslationTable` is one."""

    def lookup(self, term: str) -> Sequence[tuple[str, float]]:
        """Vietnamese words and phrases (words joined by `_`) with their probabilities; nothing for an unknown term."""
        ...


class _Cutting:
    """An English question while it is cut into pieces."""

    def __init__(self, terms: EnglishTerms, table: Translations, glossary: Glossary, table_share: float) -> None:
        self.words = terms.words
        self._table = table
        self._glossary = glossary
        self._table_share = table_share
        self._names = frozenset(terms.plain_words)
        self._name_pairs = frozenset(terms.plain_pairs)
        self._plain = dict(terms.unsure)
        says_nothing = all(word in _SILENT for word in terms.words)  # "I'll be with you": better than no search
        self._silent = frozenset[str]() if says_nothing else _SILENT
        self.notes: list[str] = []

    def pieces(self) -> Iterator[Piece]:
        entries = {entry.start: entry for entry in self._glossary(self.words)}
        at = 0
        while at < len(self.words):
            entry = entries.get(at)
            if entry:
                source = " ".join(self.words[at : entry.end])
                at = entry.end
                if not all(word in self._silent for word in source.split()):
                    yield self._piece(source, self._of_glossary(source, entry.readings), " (glossary)")
                continue
            limit = min([start for start in entries if start > at], default=len(self.words))
            end, piece = self._longest(at, limit)
            at = end
            if piece:
                yield piece

    def _of_glossary(self, source: str, readings: Sequence[tuple[str, ...]]) -> list[Reading]:
        """The readings of the glossary, then softly those of the table that it does not have."""
        found = self._table.lookup(source.replace(" ", "_")) if self._table_share else ()
        others = [(tuple(target.split("_")), share / found[0][1]) for target, share in found]
        return [
            *(Reading(words, 1.0) for words in readings),
            *(Reading(words, self._table_share * share) for words, share in others if words not in readings),
        ]

    def _longest(self, start: int, limit: int) -> tuple[int, Piece | None]:
        """The piece that begins at `start` and where it ends; None for a word that says nothing."""
        name = self._name_end(start, limit)
        if name - start >= _LEAST_NAME:
            words = tuple(plain_key(word) for word in self.words[start:name])
            return name, self._piece(" ".join(self.words[start:name]), [Reading(words, 1.0, is_plain=True)], " (name)")
        if self.words[start] in self._silent:
            return start + 1, None
        for end in range(min(limit, start + _LONGEST_PHRASE), start, -1):
            found = () if self.words[end - 1] in self._silent else self._table.lookup("_".join(self.words[start:end]))
            if found:
                most = found[0][1]
                readings = [Reading(tuple(target.split("_")), share / most) for target, share in found]
                return end, self._piece(" ".join(self.words[start:end]), readings)
        word = self.words[start]
        if word in _SILENT:
            return start + 1, None
        plain = self._plain.get(word, plain_key(word))
        return start + 1, Piece(word, (Reading((plain,), 1.0, is_plain=True),))

    def _name_end(self, start: int, limit: int) -> int:
        """Where a run of capitalised Vietnamese syllables ends."""
        end = start
        while (
            end < limit
            and (plain := plain_key(self.words[end])) in self._names
            and self.words[end] not in self._silent
            and is_syllable(plain)
            and (end == start or f"{plain_key(self.words[end - 1])}_{plain}" in self._name_pairs)
        ):
            end += 1
        return end

    def _piece(self, source: str, readings: Sequence[Reading], how: str = "") -> Piece:
        shown = ", ".join(readable("words", "_".join(reading.words)) for reading in readings[:_SHOWN])
        self.notes.append(f"{source}: {shown}{how}")
        return Piece(source, tuple(readings))


def _terms_of(piece: Piece, settings: EnglishSettings, unknown: float) -> Iterator[QueryTerm]:
    """The words and pairs of all readings; the readings share what one piece is worth."""
    whole = sum(reading.share for reading in piece.readings) / unknown
    for reading in piece.readings:
        word_kind, pair_kind = reading.kinds
        count, share = len(reading.words), reading.share / whole
        for word in reading.words:
            yield QueryTerm(word_kind, word, share / count**0.5, piece.source)
        for left, right in pairwise(reading.words):
            weight = share * settings.pair_weight / (count - 1) ** 0.5
            yield QueryTerm(pair_kind, f"{left}_{right}", weight, piece.source)


def english_query(
    text: str, table: Translations, settings: LexicalSettings, glossary: Glossary = glossary_entries
) -> LexicalQuery:
    """The terms of an English question.

    Args:
        text: The question.
        table: Translations of stems and of phrases of stems.
        settings: Weights.
        glossary: Finds the entries of the glossary among stems.
    """
    english = english_terms(text)
    cutting = _Cutting(english, table, glossary, settings.english.table_share)
    pieces = tuple(cutting.pieces())
    found: list[QueryTerm] = []
    for piece in pieces:
        only = piece.readings[0]
        is_unknown = only.is_plain and len(only.words) == 1
        found += _terms_of(piece, settings.english, settings.english.unknown_weight if is_unknown else 1.0)
    found += [QueryTerm("plain_words", word, settings.english.name_weight, word) for word in english.plain_words]
    for other in other_spellings(text, (), settings.abbreviations):
        found += phrase_terms(other.words, settings.abbreviation_weight, text, settings)
    found += [QueryTerm("marks", mark, settings.marks_weight, mark) for mark in english_marks(text)]
    terms = sorted(merged(found), key=lambda term: -term.weight)[: settings.english.most_terms]
    return LexicalQuery(tuple(terms), tuple(cutting.notes), pieces)
