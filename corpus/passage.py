"""The passage: a stretch of whole sentences of one article, the unit that search returns."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """`article.body[start:end] == text`; `number` counts from 0 within the article version.

    `title`, `lead` and `published` travel along so that a passage can be read and indexed without its article.
    `content_hash` is that of the whole article version: equal for exact duplicates, of which search shows one.
    """

    article_id: str
    version: int
    number: int
    start: int
    end: int
    text: str
    title: str
    lead: str = ""
    published: str | None = None
    content_hash: str = ""

    @property
    def key(self) -> str:
        """Unique within a generation of the index."""
        return f"{self.article_id}\x1f{self.version}\x1f{self.number}"
