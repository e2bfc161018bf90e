"""From a Vietnamese question to weighted terms: kinds by how it is typed, question words, abbreviations, typos."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from corpus.text import Token, has_diacritics, plain_key, tokens
from index.abbreviations import other_spellings
from index.features import joined
from index.language import is_syllable
from index.lexical_query import LexicalQuery, Piece, QueryTerm, Reading, merged
from index.marks import marks
from index.question_words import question_positions
from index.readable import readable
from index.settings import LexicalSettings
from index.spelling import likely_words

# Below this share of words with diacritics, the bare words of a question were typed plain too
_FULLY_TYPED = 0.4
_RARE = 1
_SHORTEST_TYPO = 3
# Another spelling of an abbreviation says the same
_SAME = 1.0


class Vocabulary(Protocol):
    """What the collection knows: `index.lexical.LexicalIndex` is one."""

    def frequency(self, kind: str, term: str) -> int:
        """Number of passages that hold `term`."""
        ...


class _Question:
    """A question cut into tokens, each with its way of matching and its weight."""

    def __init__(self, text: str, vocabulary: Vocabulary, settings: LexicalSettings) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.vocabulary = vocabulary
        self.settings = settings
        marked = [has_diacritics(text[token.start : token.end]) for token in self.tokens]
        words = sum(not token.is_number for token in self.tokens)
        self.is_plain = not any(marked)
        typed_in_full = not self.is_plain and sum(marked) >= _FULLY_TYPED * words
        self.plain = [
            not (token.is_number or is_marked or typed_in_full) or self.is_plain
            for token, is_marked in zip(self.tokens, marked, strict=True)
        ]
        self.keys = [token.plain if plain else token.key for token, plain in zip(self.tokens, self.plain, strict=True)]
        asking = question_positions(self.keys, plain=self.is_plain)
        low = settings.question_word_weight
        self.spellings = other_spellings(text, self.keys, settings.abbreviations)
        self.slips: dict[int, list[tuple[str, float]]] = {}
        self.weights = [low if position in asking else 1.0 for position in range(len(self.tokens))]
        if asking and len(asking) == len(self.tokens):
            self.weights = [1.0] * len(self.tokens)

    def raw(self, token: Token) -> str:
        return self.text[token.start : token.end]

    def word(self, key: str, weight: float, source: str, *, plain: bool) -> QueryTerm:
        kinds = self.settings.kinds
        if plain:
            return QueryTerm("plain_words", key, weight * kinds.words, source)
        return QueryTerm("words", key, weight * kinds.words, source)

    def pair(self, left: str, right: str, weight: float, source: str, *, plain: bool) -> QueryTerm:
        kind = "plain_pairs" if plain else "pairs"
        return QueryTerm(kind, f"{left}_{right}", weight * self.settings.kinds.pairs, source)


def _direct(question: _Question) -> Iterator[QueryTerm]:
    """The words and pairs as typed; a word or pair written with diacritics also matches, weakly, without them."""
    kinds = question.settings.kinds
    for position, token in enumerate(question.tokens):
        raw, weight, plain = question.raw(token), question.weights[position], question.plain[position]
        yield question.word(question.keys[position], weight, raw, plain=plain)
        if not plain and not token.is_number:
            unknown = not question.vocabulary.frequency("words", token.key)
            share = 1.0 if unknown else kinds.plain_share
            yield QueryTerm("plain_words", token.plain, weight * kinds.words * share, raw)
    for position, (left, right) in enumerate(pairwise(question.tokens)):
        if not joined(question.text, left, right):
            continue
        source = f"{question.raw(left)} {question.raw(right)}"
        weight = min(question.weights[position], question.weights[position + 1])
        plain = question.plain[position] or question.plain[position + 1]
        if plain:
            yield question.pair(left.plain, right.plain, weight, source, plain=True)
        else:
            yield question.pair(left.key, right.key, weight, source, plain=False)
            yield question.pair(left.plain, right.plain, weight * kinds.plain_share, source, plain=True)


def phrase_terms(words: Sequence[str], weight: float, source: str, settings: LexicalSettings) -> Iterator[QueryTerm]:
    """Terms of a fixed phrase that stands for a piece of a question: its words and pairs share `weight`."""
    each = weight / max(len(words), 1)
    for word in words:
        yield QueryTerm("words", word, each * settings.kinds.words, source)
    for left, right in pairwise(words):
        yield QueryTerm("pairs", f"{left}_{right}", weight * settings.kinds.pairs, source)


def _abbreviated(question: _Question, notes: list[str]) -> Iterator[QueryTerm]:
    for other in question.spellings:
        source = " ".join(question.raw(token) for token in question.tokens[other.start : other.end])
        notes.append(f"{source} = {readable('words', '_'.join(other.words))}")
        if len(other.words) == 1:
            key, plain = other.words[0], plain_key(other.words[0])
            weight = question.settings.abbreviation_weight * (other.end - other.start) ** 0.5  # it says it all
            yield QueryTerm("words", key, weight, source)
            if plain != key:
                yield QueryTerm("plain_words", plain, weight, source)
        else:
            yield from phrase_terms(other.words, question.settings.abbreviation_weight, source, question.settings)


def _retyped(question: _Question, notes: list[str]) -> Iterator[QueryTerm]:
    """Words that no passage holds, taken for the known words one edit away."""
    vocabulary = question.vocabulary
    for position, token in enumerate(question.tokens):
        raw = question.raw(token)
        unknown = vocabulary.frequency("plain_words", token.plain) < _RARE
        if token.is_number or not unknown or len(token.plain) < _SHORTEST_TYPO or raw.isupper():
            continue
        before = question.tokens[position - 1].plain if position else ""
        after = question.tokens[position + 1].plain if position + 1 < len(question.tokens) else ""

        def fits(word: str, before: str = before, after: str = after) -> int:
            left = vocabulary.frequency("plain_pairs", f"{before}_{word}") if before else 0
            return left + (vocabulary.frequency("plain_pairs", f"{word}_{after}") if after else 0)

        def known(word: str) -> int:
            return vocabulary.frequency("plain_words", word) if is_syllable(word) else 0

        question.slips[position] = likely_words(token.plain, known, fits)
        for word, share in question.slips[position]:
            notes.append(f"{raw} ~ {word} ({share:.2f})")
            weight = share * question.settings.typo_weight
            yield question.word(word, weight, raw, plain=True)
            if before:
                yield question.pair(before, word, weight, raw, plain=True)
            if after:
                yield question.pair(word, after, weight, raw, plain=True)


def _pieces(question: _Question) -> tuple[Piece, ...]:
    """What is asked about, piece by piece: abbreviations as wholes, the rest word by word."""
    others: dict[tuple[int, int], list[Reading]] = {}
    for other in question.spellings:
        others.setdefault((other.start, other.end), []).append(Reading(other.words, _SAME))
    spans = sorted(others, key=lambda span: span[0] - span[1])
    spans += [(at, at + 1) for at, weight in enumerate(question.weights) if weight == 1.0]
    taken: set[int] = set()
    found = []
    for start, end in spans:
        if taken.intersection(range(start, end)):
            continue
        taken.update(range(start, end))
        plain = any(question.plain[start:end])
        keys = [token.plain if plain else token.key for token in question.tokens[start:end]]
        source = question.text[question.tokens[start].start : question.tokens[end - 1].end]
        readings = [Reading(tuple(keys), 1.0, plain), *others.get((start, end), ())]
        if end == start + 1:
            readings += [Reading((word,), share, is_plain=True) for word, share in question.slips.get(start, ())]
        found.append(Piece(source, tuple(readings)))
    return tuple(found)


def vietnamese_query(text: str, vocabulary: Vocabulary, settings: LexicalSettings) -> LexicalQuery:
    """The terms of a Vietnamese question, typed with all, some or none of its diacritics."""
    question = _Question(text, vocabulary, settings)
    notes: list[str] = []
    found = [*_direct(question), *_abbreviated(question, notes), *_retyped(question, notes)]
    found += [QueryTerm("marks", mark, settings.marks_weight, mark) for mark in marks(text)]
    return LexicalQuery(merged(found), tuple(notes), _pieces(question))
