"""English questions: what each word may mean in Vietnamese, by a learned table and a hand-written glossary.

Every word of the question has the same say. The score of a passage is the sum over them of the BM25 of their
translations, weighted by probability (probabilistic structured queries). Phrases of the glossary are trusted before
the table, names and numbers also match as they are.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from index.abbreviations import other_spellings
from index.english_stem import EnglishTerms, english_terms
from index.glossary import Entry, glossary_entries
from index.lexical_query import LexicalQuery, QueryTerm, merged
from index.lexical_terms import phrase_terms
from index.marks import english_marks
from index.readable import readable
from index.settings import EnglishSettings, LexicalSettings

_SHOWN = 4
# Words that ask or join and say nothing about what is asked for; stems
_SILENT_WORDS = """a about after all also am an and any are as at be been being both but by can could did do
    does during each every far for from give given had has hav have he her him his how i if in into is it its
    just list make made many may me mean more most much must my no not of on or our out over per pleas shall she
    should show so some such tell than that the their them then there these they this those through to too under
    until up upon us was were we what when where whether which while who whom whos why will with within would
    you your doe wa ha"""
_SILENT = frozenset(_SILENT_WORDS.split())


class Translations(Protocol):
    """`index.translation.TranslationTable` is one."""

    def lookup(self, term: str) -> Sequence[tuple[str, float]]:
        """Vietnamese words and pairs (joined by `_`) with their probabilities; nothing for an unknown term."""
        ...


class _Reading:
    """An English question while it is being translated."""

    def __init__(self, text: str, table: Translations, settings: LexicalSettings) -> None:
        self.terms: EnglishTerms = english_terms(text)
        self.table = table
        self.kinds = settings.kinds
        self.settings: EnglishSettings = settings.english
        self.entries: list[Entry] = glossary_entries(self.terms.words)
        self.covered = {at for entry in self.entries for at in range(entry.start, entry.end)}
        self.notes: list[str] = []

    def target(self, term: str, weight: float, source: str) -> QueryTerm:
        if "_" in term:
            return QueryTerm("pairs", term, weight * self.settings.pair_weight, source)
        return QueryTerm("words", term, weight, source)

    def by_glossary(self) -> Iterator[QueryTerm]:
        for entry in self.entries:
            if all(word in _SILENT for word in self.terms.words[entry.start : entry.end]):
                continue
            source = " ".join(self.terms.words[entry.start : entry.end])
            shown = ", ".join(readable("words", "_".join(words)) for words in entry.readings)
            self.notes.append(f"{source}: {shown} (glossary)")
            length = entry.end - entry.start
            weight = self.settings.glossary_weight * length**0.5 / len(entry.readings) ** 0.5
            for words in entry.readings:
                for word in words:
                    yield self.target(word, weight * self.settings.glossary_word_weight, source)
                for left, right in pairwise(words):
                    yield self.target(f"{left}_{right}", weight, source)

    def by_table(self) -> Iterator[QueryTerm]:
        says_nothing = all(word in _SILENT for word in self.terms.words)  # "I'll be with you": better than no search
        for at, word in enumerate(self.terms.words):
            if word in _SILENT and not says_nothing:
                continue
            share = self.settings.covered_share if at in self.covered else 1.0
            yield from self.translated(word, share)
        for pair in self.terms.pairs:
            left, _, right = pair.partition("_")
            if left not in _SILENT or right not in _SILENT:
                yield from self.translated(pair, self.settings.source_pair_weight)

    def translated(self, term: str, share: float) -> Iterator[QueryTerm]:
        found = self.table.lookup(term)
        if found:
            shown = ", ".join(f"{readable('words', target)} {p:.2f}" for target, p in found[:_SHOWN])
            self.notes.append(f"{term.replace('_', ' ')}: {shown}")
        for target, probability in found:
            yield self.target(target, share * probability, term)

    def as_written(self) -> Iterator[QueryTerm]:
        """Names and numbers, and words that nothing translates."""
        for word in self.terms.plain_words:
            yield QueryTerm("plain_words", word, self.settings.name_weight, word)
        for pair in self.terms.plain_pairs:
            yield QueryTerm("plain_pairs", pair, self.settings.name_weight * self.kinds.pairs, pair.replace("_", " "))
        known = {self.terms.words[at] for at in self.covered}
        for word, plain in self.terms.unsure:
            if word not in _SILENT and word not in known and not self.table.lookup(word):
                yield QueryTerm("plain_words", plain, self.settings.unknown_weight, word)


def english_query(text: str, table: Translations, settings: LexicalSettings) -> LexicalQuery:
    """The terms of an English question.

    Args:
        text: The question.
        table: Translations of stems and of pairs of stems.
        settings: Weights.
    """
    reading = _Reading(text, table, settings)
    found = [*reading.by_glossary(), *reading.by_table(), *reading.as_written()]
    for other in other_spellings(text, (), settings.abbreviations):
        found += phrase_terms(other.words, settings.abbreviation_weight, text, settings)
    found += [QueryTerm("marks", mark, settings.marks_weight, mark) for mark in english_marks(text)]
    terms = sorted(merged(found), key=lambda term: -term.weight)[: settings.english.most_terms]
    return LexicalQuery(tuple(terms), tuple(reading.notes))
