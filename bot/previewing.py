"""What an administrator sees of an article before it is taken in: its facts, its main figures, what it resembles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from corpus.article import Article, Draft
from corpus.figures import WrittenFigure, figures_in
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
_TIMES = frozenset({"ngày", "tuần", "tháng", "quý", "năm", "giờ", "phút", "tuổi"})
_TELLING = frozenset({"%", "đồng", "USD"})
# A thousand and a share say about as much; beyond, size adds nothing
_LARGE = 4
_ALONE = 2.5
_CLAUSE_END = re.compile(r"[.;:!?…\n()]|,(?!\d)|\s(?:và|với|trong đó|còn|so)\s")


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
    """The figures that say most, in the text's order, each with a few words behind it.

    Shares, money and large counts say more than small ones; spans of time and figures in words say little.
    """
    found: list[tuple[float, int, str]] = []
    for start, end in sentence_spans(body):
        sentence = body[start:end]
        figures = figures_in(sentence)
        stops = [*(figure.start for figure in figures[1:]), len(sentence)]
        for figure, stop in zip(figures, stops, strict=False):
            shown = _with_words(sentence, figure.start, figure.end, stop)
            # "tương đương 5,0%" says of what only in the words before it
            alone = _ALONE if shown == sentence[figure.start : figure.end] and figure.unit in _TELLING else 0.0
            worth = _worth(figure, sentence) - alone
            if worth > 0:
                found.append((worth, start + figure.start, shown))
    first: dict[str, tuple[float, int]] = {}
    for worth, place, text in found:
        first.setdefault(text, (-worth, place))
    chosen = sorted(first, key=lambda text: first[text])[:most]
    return tuple(sorted(chosen, key=lambda text: first[text][1]))


def _worth(figure: WrittenFigure, sentence: str) -> float:
    """How much a figure says: its order of magnitude, more for shares and money, nothing without a unit."""
    if not figure.unit or figure.unit in _TIMES or not sentence[figure.start].isdigit():
        return 0.0
    magnitude = min(len(str(int(abs(figure.value)))), _LARGE)
    return float(_LARGE if figure.unit in _TELLING else magnitude)


def _with_words(sentence: str, start: int, end: int, next_figure: int) -> str:
    rest = sentence[end:next_figure]
    stop = _CLAUSE_END.search(rest)
    words = (rest[: stop.start()] if stop else rest).split()
    return " ".join([sentence[start:end], *words[:_WORDS_AFTER]]).strip()
