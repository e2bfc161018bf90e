"""The sheet: an article laid out for reading, its title and sentences cut into tokens once and for all questions."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.question_time import marks_of_tokens
from corpus.article import Article
from corpus.sentences import sentence_spans
from corpus.text import Token, tokens

MAX_SENTENCES = 400
_MAX_GAP = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the body, or the title (`start` is None then). Token offsets count from the line's own start.

    `pairs[i]` and `plain_pairs[i]` join token i and i + 1 where nothing but a space or a name's hyphen stands between,
    else they are empty. `marks` are its marks of time (`bot.question_time`).
    """

    text: str
    start: int | None
    end: int | None
    paragraph: int
    tokens: tuple[Token, ...]
    pairs: tuple[str, ...]
    plain_pairs: tuple[str, ...]
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An article with its lines: the title first (when there is one), then the sentences in order."""

    article: Article
    lines: tuple[Line, ...]
    marks: frozenset[str]


def lay_out(text: str, start: int | None, paragraph: int) -> Line:
    """One line of a sheet."""
    found = tokens(text)
    joined = [_joins(text, left, right) for left, right in pairwise(found)]
    return Line(
        text=text,
        start=start,
        end=None if start is None else start + len(text),
        paragraph=paragraph,
        tokens=tuple(found),
        pairs=tuple(f"{a.key}_{b.key}" if ok else "" for ok, (a, b) in zip(joined, pairwise(found), strict=True)),
        plain_pairs=tuple(
            f"{a.plain}_{b.plain}" if ok else "" for ok, (a, b) in zip(joined, pairwise(found), strict=True)
        ),
        marks=marks_of_tokens(found),
    )


@lru_cache(maxsize=256)
def _sheet(article_id: str, version: int, title: str, body: str) -> tuple[Line, ...]:
    del article_id, version  # they make the cache's key cheap to tell apart
    lines = [lay_out(title, None, 0)] if title.strip() else []
    paragraph = 0
    before = 0
    for start, end in sentence_spans(body)[:MAX_SENTENCES]:
        if "\n" in body[before:start]:
            paragraph += 1
        before = end
        lines.append(lay_out(body[start:end], start, paragraph))
    return tuple(lines)


def sheet_of(article: Article) -> Sheet:
    """The sheet of an article; kept for the articles read last."""
    lines = _sheet(article.id, article.version, article.title, article.body)
    return Sheet(article, lines, frozenset().union(*(line.marks for line in lines)) if lines else frozenset())


def _joins(text: str, left: Token, right: Token) -> bool:
    gap = text[left.end : right.start]
    return len(gap) <= _MAX_GAP and all(c.isspace() or c in "-–\"“”'‘’/&" for c in gap)
