"""Cuts an article into passages: whole sentences, true offsets, nothing of the text lost and nothing twice.

Lines that are no text (names at the end, credits, links: `corpus.asides`) neither begin nor end a passage and count for
nothing.

Among all ways of cutting between sentences the cheapest is taken (dynamic programming over a window of one passage):
a passage costs the squared distance from the target length, and a cut costs more where it hurts, for instance
between a heading and its list.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.article import Article
from corpus.asides import Span, asides
from corpus.layout import is_heading, item_kind
from corpus.passage import Passage
from corpus.sentences import sentence_spans
from corpus.settings import SplitterSettings
from corpus.text import content_hash, same_text

# Raised whenever the same article and settings would give other passages: an index knows it by its manifest
SPLITTER_VERSION = 2

_WORD = re.compile(r"\S+")
# Where a sentence that is too long may be cut, best first: after a semicolon, a colon or dash, a comma, any space
_CLAUSE_ENDS = (re.compile(r";\s+"), re.compile(r":\s+|\s+[-–—]\s+"), re.compile(r",\s+"), re.compile(r"\s+"))

# Costs of a cut, in units of "one passage twice as long as its target"
_CUT_IN_PARAGRAPH = 0.02
_CUT_IN_LIST = 0.8
_CUT_AFTER_HEADING = 1.5
_TOO_SHORT = 0.6
_LEAD_LEAST_WORDS = 8
# Below this share of `min_words` a sentence is tiny: six words with the default settings
_TINY = 0.1


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence or a piece of one that was too long; `cut_cost` is the price of a cut right before it."""

    start: int
    end: int
    words: int
    cut_cost: float


def split(article: Article, settings: SplitterSettings) -> list[Passage]:
    """The passages of an article in order; `body[start:end] == text` for each; none for a body of white space.

    Every sentence but asides is in exactly one passage, unless it is longer than `max_words`: then it is cut at
    clauses.
    Asides inside a passage belong to its text, but neither limit counts their words.
    """
    body = article.body
    apart = asides(body)
    spans = _outside(sentence_spans(body), apart.spans)
    sentences = _with_tiny_ones_joined(_sentences(body, spans, settings), settings)
    lead = _lead(article, _outside(spans, apart.captions) or spans, settings)
    fingerprint = content_hash(article.title, body)
    passages = []
    for number, (first, last) in enumerate(_cheapest_cuts(sentences, settings)):
        start, end = sentences[first].start, sentences[last].end
        passages.append(
            Passage(
                article_id=article.id,
                version=article.version,
                number=number,
                start=start,
                end=end,
                text=body[start:end],
                title=article.title,
                lead=lead,
                published=article.published,
                content_hash=fingerprint,
            )
        )
    return passages


def _outside(spans: list[Span], stretches: tuple[Span, ...]) -> list[Span]:
    """The sentences that do not lie within any of the stretches, both in order."""
    found = []
    number = 0
    for start, end in spans:
        while number < len(stretches) and stretches[number][1] < end:
            number += 1
        if number == len(stretches) or start < stretches[number][0]:
            found.append((start, end))
    return found


def _sentences(body: str, spans: list[Span], settings: SplitterSettings) -> list[_Sentence]:
    found: list[_Sentence] = []
    prices = _Prices()
    for line in _by_line(body, spans):
        cost = prices.before(body[line[0][0] : line[-1][1]])
        for start, end in line:
            text = body[start:end]
            words = len(text.split())
            whole = words <= settings.max_words and end - start <= settings.max_chars
            for left, right in [(0, end - start)] if whole else _clauses(text, settings):
                count = words if whole else len(text[left:right].split())
                found.append(_Sentence(start + left, start + right, count, cost))
                cost = 0.0
            cost = _CUT_IN_PARAGRAPH
    return found


def _by_line(body: str, spans: list[Span]) -> Iterator[list[Span]]:
    line: list[Span] = []
    for start, end in spans:
        if line and any(c in "\n\r" for c in body[line[-1][1] : start]):
            yield line
            line = []
        line.append((start, end))
    if line:
        yield line


def _with_tiny_ones_joined(sentences: list[_Sentence], settings: SplitterSettings) -> list[_Sentence]:
    """Joins sentences of a few words to what follows: a cut there is never worth it.

    It also bounds the search for cuts: a table with a figure per line would make each passage a choice among hundreds.
    """
    joined: list[_Sentence] = []
    for sentence in sentences:
        last = joined[-1] if joined else None
        if last and last.words < settings.min_words * _TINY and _fits(last, sentence, settings):
            joined[-1] = _Sentence(last.start, sentence.end, last.words + sentence.words, last.cut_cost)
        else:
            joined.append(sentence)
    return joined


def _fits(first: _Sentence, last: _Sentence, settings: SplitterSettings) -> bool:
    return first.words + last.words <= settings.max_words and last.end - first.start <= settings.max_chars


class _Prices:
    """What a cut before a line costs, line by line."""

    def __init__(self) -> None:
        self._line = ""
        self._kinds = ("", "")

    def before(self, line: str) -> float:
        """The price of a cut before this line, which follows the one given last."""
        last, kind = self._line, item_kind(line)
        before, last_kind = self._kinds
        self._line, self._kinds = line, (last_kind, kind)
        if not last:
            return 0.0
        if is_heading(last, last_kind, before, kind):
            return _CUT_AFTER_HEADING
        return _CUT_IN_LIST if last.endswith(";") or (kind and kind == last_kind) else 0.0


def _clauses(text: str, settings: SplitterSettings) -> list[tuple[int, int]]:
    """The sentence as it is, or the stretches that it must be cut into because it is too long."""
    pieces: list[tuple[int, int]] = []
    start = 0
    while True:
        limit = _longest(text, start, settings)
        if limit == len(text):
            pieces.append((start, limit))
            return pieces
        end = _clause_end(text, start, limit)
        pieces.append((start, start + len(text[start:end].rstrip())))
        start = end + len(text[end:]) - len(text[end:].lstrip())


def _longest(text: str, start: int, settings: SplitterSettings) -> int:
    """How far a piece from `start` may reach within both limits."""
    end = min(len(text), start + settings.max_chars)
    if end - start < settings.max_words:
        return end
    for count, word in enumerate(_WORD.finditer(text, start, end), start=1):
        if count > settings.max_words:
            return word.start()
    return end


def _clause_end(text: str, start: int, limit: int) -> int:
    earliest = start + (limit - start) // 3
    for pattern in _CLAUSE_ENDS:
        ends = [m.end() for m in pattern.finditer(text, earliest, limit) if m.end() <= limit]
        if ends:
            return ends[-1]
    while limit - 1 > start and unicodedata.combining(text[limit]):
        limit -= 1
    return limit


def _cheapest_cuts(sentences: list[_Sentence], settings: SplitterSettings) -> list[tuple[int, int]]:
    """First and last sentence of each passage, by the least total cost."""
    count = len(sentences)
    best = [0.0] * (count + 1)
    came_from = [0] * (count + 1)
    for end in range(1, count + 1):
        words = 0
        best[end] = float("inf")
        for first in range(end - 1, -1, -1):
            words += sentences[first].words
            too_long = (
                words > settings.max_words or sentences[end - 1].end - sentences[first].start > settings.max_chars
            )
            if too_long and first < end - 1:
                break
            cost = best[first] + _passage_cost(words, settings) + sentences[first].cut_cost
            if cost < best[end]:
                best[end], came_from[end] = cost, first
    cuts = []
    end = count
    while end:
        cuts.append((came_from[end], end - 1))
        end = came_from[end]
    return cuts[::-1]


def _passage_cost(words: int, settings: SplitterSettings) -> float:
    distance = (words - settings.target_words) / settings.target_words
    return distance * distance + (_TOO_SHORT if words < settings.min_words else 0.0)


def _lead(article: Article, spans: list[Span], settings: SplitterSettings) -> str:
    """The opening of the body: sentences of its first real line, up to `lead_words`; the repeated title is skipped."""
    body = article.body
    words = 0
    bounds: tuple[int, int] | None = None
    for start, end in spans:
        if bounds is None:
            length = len(body[start:end].split())
            if length < _LEAD_LEAST_WORDS or same_text(body[start:end], article.title):
                continue
            bounds, words = (start, end), length
            continue
        words += len(body[start:end].split())
        if words > settings.lead_words or "\n" in body[bounds[1] : start]:
            break
        bounds = (bounds[0], end)
    if bounds is None:
        return ""
    text = body[slice(*bounds)]
    return _first_words(text, settings.lead_words)


def _first_words(text: str, limit: int) -> str:
    for count, word in enumerate(_WORD.finditer(text), start=1):
        if count > limit:
            return text[: word.start()].rstrip()
    return text
