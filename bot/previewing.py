"""What an administrator sees of an article before it is taken in: its facts, its main figures, what it resembles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from corpus.article import Article, Draft
from corpus.figures import figures_in
from corpus.identity import article_key
from corpus.period import article_period
from corpus.resemblance import runs, share_of
from corpus.sentences import sentence_spans
from index.errors import SearchIndexError

if TYPE_CHECKING:
    from index.result import SearchResult

MAIN_FIGURES = 5
# From here on two articles are called near-duplicates: half of the shorter one stands in the other, word for word
NEAR = 0.5
_CANDIDATES = 20
_QUERY_CHARS = 600
_WORDS_AFTER = 8
_CLAUSE_END = re.compile(r"[.;:!?…\n]|,(?!\d)")


class Nearest(Protocol):
    """What previewing needs of the search."""

    def search(self, query: str, *, limit: int = 10, per_article: int = 1) -> "SearchResult":
        """Passages, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Likeness:
    """An article in the corpus that resembles the draft: `share` of the shorter text's words in runs of five."""

    article: Article
    share: float


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft, the period it reports on, its main figures with a few words each, and what it resembles, nearest first.

    `replaces` is the article of which it would become a new version.
    """

    draft: Draft
    period: str | None
    figures: tuple[str, ...]
    likenesses: tuple[Likeness, ...] = ()
    replaces: Article | None = None


def preview_of(draft: Draft, known: Sequence[Article], replaces: Article | None) -> Preview:
    """The preview of a draft beside articles that search found for it. CPU work: some milliseconds."""
    as_article = Article(article_key(draft), draft.title, draft.body, published=draft.published)
    own = runs(f"{draft.title}\n{draft.body}")
    found = [
        Likeness(article, share)
        for article in known
        if article.id != as_article.id and (share := share_of(own, runs(f"{article.title}\n{article.body}"))) >= NEAR
    ]
    found.sort(key=lambda one: -one.share)
    return Preview(draft, article_period(as_article), main_figures(draft.body), tuple(found), replaces)


def candidates(draft: Draft, search: Nearest | None) -> list[str]:
    """Ids of articles that may resemble a draft: those that a search for its title and opening finds."""
    return searched(f"{draft.title} {draft.body[:_QUERY_CHARS]}", search, _CANDIDATES)


def searched(query: str, search: Nearest | None, limit: int) -> list[str]:
    """Ids of the articles that a search finds, best first; none without a search or an index."""
    if search is None:
        return []
    try:
        hits = search.search(query, limit=limit).hits
    except SearchIndexError:
        return []
    return list(dict.fromkeys(hit.passage.article_id for hit in hits))


def main_figures(body: str, most: int = MAIN_FIGURES) -> tuple[str, ...]:
    """The first figures of a text that have a unit, each with the words behind it; one per sentence while they last."""
    first: list[str] = []
    more: list[str] = []
    for start, end in sentence_spans(body):
        sentence = body[start:end]
        shown = [_with_words(sentence, f.start, f.end) for f in figures_in(sentence) if f.unit]
        first += shown[:1]
        more += shown[1:]
        if len(first) >= most:
            break
    return tuple(dict.fromkeys([*first, *more]))[:most]


def _with_words(sentence: str, start: int, end: int) -> str:
    rest = sentence[end:]
    stop = _CLAUSE_END.search(rest)
    words = (rest[: stop.start()] if stop else rest).split()
    return " ".join([sentence[start:end], *words[:_WORDS_AFTER]]).strip()
