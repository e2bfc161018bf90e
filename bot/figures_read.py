"""The figures of articles, read once and remembered for the next questions."""

import re
from functools import lru_cache

from bot.reader import Finding
from corpus.article import Article
from corpus.figures_article import Figure, article_figures


def figures_of(article: Article) -> tuple[Figure, ...]:
    """The figures of an article; those of the last few hundred are remembered."""
    return _figures(article.id, article.version, article.title, article.body, article.published)


def figure_of(finding: Finding) -> Figure | None:
    """The figure that a finding's short answer gives; None where it gives none, or only a headline does."""
    if finding.text is None or finding.start is None or finding.end is None:
        return None
    place = re.compile(rf"(?<![\w.,]){re.escape(finding.text)}").search(
        finding.article.body, finding.start, finding.end
    )
    if place is None:
        return None
    first, last = place.span()
    return next((one for one in figures_of(finding.article) if one.start < last and first < one.end), None)


@lru_cache(maxsize=256)
def _figures(article_id: str, version: int, title: str, body: str, published: str | None) -> tuple[Figure, ...]:
    return article_figures(Article(article_id, title, body, published=published, version=version))
