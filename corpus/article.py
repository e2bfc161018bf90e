"""The article: what the corpus is made of."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Article:
    """One stored version of an article.

    `id` is the caller's key, or derived from URL, path or content (see `corpus.identity`). `body` is kept exactly as
    it was taken in: offsets of passages, figures and quotes point into it. `published` is an ISO date
    (`2020-07-01`) or date-time as given, or None when unknown; the import date never stands in for it.
    """

    id: str
    title: str
    body: str
    url: str | None = None
    source: str | None = None
    author: str | None = None
    published: str | None = None
    is_sample: bool = False
    version: int = 1
    extra: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """An article on its way in: `id` may be missing; `origin` is the path or link it was read from."""

    title: str
    body: str
    id: str | None = None
    url: str | None = None
    source: str | None = None
    author: str | None = None
    published: str | None = None
    origin: str | None = None
    is_sample: bool = False
    extra: dict[str, object] = field(default_factory=dict)
