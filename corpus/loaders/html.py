"""HTML pages of newspapers: the article without menus, advertisements and comments, by trafilatura."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from corpus.admission import MAX_TITLE_CHARS, is_iso_date
from corpus.article import Draft
from corpus.decoding import read_limited, refuse_other_kinds
from corpus.errors import BadInput
from corpus.loader import LoadProblem, admitted
from corpus.settings import LoadingSettings

_DATE_TAGS = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//time[@itemprop='datePublished']/@datetime",
)


class HtmlLoader:
    """One article per page."""

    name = "html"
    suffixes = (".html", ".htm")
    content_types = ("text/html", "application/xhtml+xml")

    def load(self, stream: BinaryIO, source: str, settings: LoadingSettings) -> Iterator[Draft | LoadProblem]:
        """See `corpus.loader.Loader`."""
        data = read_limited(stream, source, settings.max_bytes)
        refuse_other_kinds(data, source)
        draft = _draft(data, source)
        yield admitted(draft, source, settings)


def _draft(data: bytes, source: str) -> Draft:
    # trafilatura takes half a second to import: only when a page is read
    import trafilatura

    tree = trafilatura.load_html(data)
    published = _published_time(tree) if tree is not None else None
    page = (
        _extracted(trafilatura.bare_extraction(tree, with_metadata=True, include_comments=False))
        if tree is not None
        else {}
    )
    body = str(page.get("text") or "").strip()
    if not body:
        raise BadInput(
            f"{source} holds no article text that could be found: save the text itself as .txt and add that."
        )
    return Draft(
        title=str(page.get("title") or "").strip()[:MAX_TITLE_CHARS],
        body=body,
        url=_web_address(page.get("url")),
        source=page.get("sitename") or None,
        author=page.get("author") or None,
        published=published or _date(page.get("date")),
    )


def _extracted(found: Any) -> dict[str, Any]:  # noqa: ANN401 - trafilatura's Document, a dict, or None
    if found is None or isinstance(found, dict):
        return found or {}
    fields: dict[str, Any] = found.as_dict()
    return fields


def _date(found: Any) -> str | None:  # noqa: ANN401 - as trafilatura gives it
    return found if isinstance(found, str) and is_iso_date(found) else None


def _web_address(url: Any) -> str | None:  # noqa: ANN401 - as the page states it
    return url if isinstance(url, str) and url.lower().startswith(("http://", "https://")) else None


def _published_time(tree: Any) -> str | None:  # noqa: ANN401 - an lxml element; lxml has no types
    """The publication time that the page itself states, with its time of day where it has one."""
    stated = [str(value) for path in _DATE_TAGS for value in tree.xpath(path)]
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        stated.extend(_json_ld_dates(str(script)))
    return next((value.strip() for value in stated if is_iso_date(value.strip())), None)


def _json_ld_dates(script: str) -> list[str]:
    try:
        pending = [json.loads(script)]
    except (ValueError, RecursionError):
        return []
    found: list[str] = []
    while pending:
        node = pending.pop()
        if isinstance(node, list):
            pending.extend(node)
        elif isinstance(node, dict):
            if isinstance(node.get("datePublished"), str):
                found.append(node["datePublished"])
            pending.append(node.get("@graph"))
    return found


LOADER = HtmlLoader()
