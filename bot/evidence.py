"""Evidence: a verbatim quote from a stored article version, with its offsets."""

from dataclasses import dataclass

from corpus.article import Article


@dataclass(frozen=True, slots=True)
class Evidence:
    """`article.body[start:end] == quote`, or, when `start` is None, the quote is the article's title."""

    article: Article
    quote: str
    start: int | None
    end: int | None
    score: float = 0.0
