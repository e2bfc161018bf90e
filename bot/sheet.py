"""The sheet: an article laid out for reading, its title and sentences cut into tokens once and for all questions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.question_time import marks_of_tokens, own_marks
from corpus.article import Article
from corpus.sentences import sentence_spans
from corpus.text import Token, tokens

MAX_SENTENCES = 400
_MAX_GAP = 4
_OPENING = 2
# A list is read as one line with the words that open it, up to the length of a quote
_LIST_WORDS = 110
_ITEM = re.compile(r"(?:[-–—•*+▪●]|\(?(?:\d{1,2}|[a-zđ])[.)])\s*\S")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the body, or the title (`start` is None then). Token offsets count from the line's own start.

    `number` counts the sentences of the article from 0 (the title is -1). `pairs[i]` and `plain_pairs[i]` join token i
    and i + 1 where nothing but a space or a name's hyphen stands between, else they are empty. `features` holds the
    distinct features by kind (as in `index.features`), `initials` the first letter of each token, `marks` the marks of
    time (`bot.question_time`).
    """

    text: str
    start: int | None
    number: int
    tokens: tuple[Token, ...]
    pairs: tuple[str, ...]
    plain_pairs: tuple[str, ...]
    features: dict[str, frozenset[str]]
    initials: str
    marks: frozenset[str]
    own_marks: frozenset[str]

    @property
    def end(self) -> int | None:
        """Where the line ends in the body; None for the title."""
        return None if self.start is None else self.start + len(self.text)

    @property
    def asks(self) -> bool:
        """Whether the line is a question itself."""
        return self.text.rstrip('"”’ ').endswith("?")


@dataclass(frozen=True, slots=True)
class Sheet:
    """An article with its lines: the title first (when there is one), then the sentences in order.

    Only the sentences asked for may have been laid out: neighbours have neighbouring `number`s.
    """

    article: Article
    lines: tuple[Line, ...]

    @property
    def marks(self) -> frozenset[str]:
        """All marks of time of the lines."""
        return frozenset().union(*(line.marks for line in self.lines)) if self.lines else frozenset()

    @property
    def all_marks(self) -> frozenset[str]:
        """The marks of the lines, and the year in which the article was published."""
        published = self.article.published or ""
        return self.marks | ({f"y:{published[:4]}"} if published[:4].isdigit() else frozenset())


@lru_cache(maxsize=1 << 13)
def lay_out(text: str, start: int | None, number: int) -> Line:
    """One line of a sheet."""
    found = tuple(tokens(text))
    joined = [_joins(text, left, right) for left, right in pairwise(found)]
    pairs = tuple(f"{a.key}_{b.key}" if ok else "" for ok, (a, b) in zip(joined, pairwise(found), strict=True))
    plain = tuple(f"{a.plain}_{b.plain}" if ok else "" for ok, (a, b) in zip(joined, pairwise(found), strict=True))
    features = {
        "words": frozenset(token.key for token in found),
        "plain_words": frozenset(token.plain for token in found),
        "pairs": frozenset(pairs),
        "plain_pairs": frozenset(plain),
    }
    initials = "".join(token.plain[0] for token in found)
    marks = marks_of_tokens(found)
    own = own_marks(found) if marks else marks
    return Line(text, start, number, found, pairs, plain, features, initials, marks, own)


@lru_cache(maxsize=512)
def _spans(body: str) -> tuple[tuple[int, int], ...]:
    return tuple(_with_lists_joined(body, sentence_spans(body)[:MAX_SENTENCES]))


def _with_lists_joined(body: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences, where one that ends in a colon is joined with the items below it: apart, none says what it lists."""
    joined: list[tuple[int, int]] = []
    opened = False
    for start, end in spans:
        if opened and _ITEM.match(body, start) and len(body[joined[-1][0] : end].split()) <= _LIST_WORDS:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
            opened = body[end - 1] == ":"
    return joined


def sheet_of(article: Article, stretches: Sequence[tuple[int, int]] | None = None) -> Sheet:
    """The sheet of an article.

    With `stretches` of the body (start, end), only the opening, these stretches and one sentence on either side of
    each are laid out: enough to read a hit in its context, at a fraction of the time.
    """
    spans = _spans(article.body)
    wanted = range(len(spans)) if stretches is None else _wanted(spans, stretches)
    lines = [lay_out(article.title, None, -1)] if article.title.strip() else []
    lines += [lay_out(article.body[start:end], start, i) for i in wanted for start, end in (spans[i],)]
    return Sheet(article, tuple(lines))


def _wanted(spans: Sequence[tuple[int, int]], stretches: Sequence[tuple[int, int]]) -> list[int]:
    chosen = set(range(min(_OPENING, len(spans))))
    for i, (start, end) in enumerate(spans):
        if any(start < last and first < end for first, last in stretches):
            chosen.update((i - 1, i, i + 1))
    return sorted(i for i in chosen if 0 <= i < len(spans))


def _joins(text: str, left: Token, right: Token) -> bool:
    if right.start - left.end == 1:
        return text[left.end] in " -–/&"
    gap = text[left.end : right.start]
    return len(gap) <= _MAX_GAP and all(c.isspace() or c in "-–\"“”'‘’/&" for c in gap)
