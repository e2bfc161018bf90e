"""GET /article/{id}: an article as a person reads it, with the quoted sentence marked."""

import re
import secrets
from html import escape
from typing import Protocol

import structlog
from starlette.requests import Request
from starlette.responses import Response

from bot.answer import Language
from bot.answer_facts import written_date
from bot.channel import safe_link
from bot.channels.web.fault import page_language
from bot.channels.web.pages import Markup, notice_page, page
from bot.wording import say
from corpus.article import Article
from corpus.errors import NotFound

_log = structlog.get_logger("hoidap.web")
# SQLite's largest integer: no store holds a version beyond it
_MAX_NUMBER = 2**63 - 1


class Articles(Protocol):
    """What this page needs of the corpus store."""

    async def get(self, article_id: str, version: int | None = None) -> Article:
        """The current version, or the one asked for. Raises NotFound."""


async def article_page(request: Request, store: Articles) -> Response:
    """The article, or a page that says that it is no longer there. An older version says that it is one."""
    language = page_language(request)
    try:
        shown, older = await _found(store, request.path_params["id"], _number(request, "version"))
    except NotFound:
        return notice_page(language, "missing", status=404)
    except Exception:  # noqa: BLE001 - the boundary: a person gets a sentence, the log gets the rest
        page_id = secrets.token_hex(4)
        _log.exception("article_failed", id=page_id)
        return notice_page(language, "failed", status=500, id=page_id)
    start, end = _number(request, "start"), _number(request, "end")
    span = (start, end) if start is not None and end is not None else (0, 0)
    return _shown(shown, language, span, older=older)


async def _found(store: Articles, article_id: str, version: int | None) -> tuple[Article, bool]:
    """The version to show and whether it is an older one; a removed article is not shown in any version."""
    current = await store.get(article_id)
    older = version is not None and version != current.version
    return (await store.get(article_id, version), True) if older else (current, False)


def body_markup(body: str, start: int, end: int) -> Markup:
    """The body in paragraphs, `body[start:end]` marked; the first marked piece is where `#quote` leads."""
    paragraphs, anchor = [], ' id="quote"'
    for line in re.finditer(r"[^\n]*\S[^\n]*", body):
        low, high = max(line.start(), start), min(line.end(), end)
        if low < high:
            before, middle, after = body[line.start() : low], body[low:high], body[high : line.end()]
            inside = f"{escape(before)}<mark{anchor}>{escape(middle)}</mark>{escape(after)}"
            anchor = ""
        else:
            inside = escape(line.group())
        paragraphs.append(f"<p>{inside}</p>")
    return Markup("\n".join(paragraphs))


def _shown(article: Article, language: Language, span: tuple[int, int], *, older: bool) -> Response:
    facts = [article.source, article.author, written_date(article.published, language)]
    link = safe_link(article.url)
    return page(
        "article",
        {
            "language": language,
            "title": article.title or say(language, "web.untitled"),
            "facts": " · ".join(fact for fact in facts if fact),
            "sample": _note("sample", say(language, "web.sample_more")) if article.is_sample else Markup(""),
            "older": _note("older", say(language, "web.older")) if older else Markup(""),
            "body": body_markup(article.body, *span),
            "link": _link(link, say(language, "web.original")) if link else Markup(""),
            "chat": say(language, "web.back"),
            "brand": say(language, "web.title"),
        },
    )


def _note(kind: str, text: str) -> Markup:
    return Markup(f'<p class="note {kind}">{escape(text)}</p>')


def _link(url: str, text: str) -> Markup:
    return Markup(f'<p class="original"><a href="{escape(url)}" rel="noopener noreferrer">{escape(text)}</a></p>')


def _number(request: Request, name: str) -> int | None:
    """A number of the query, None when it is missing or none of ours could look like that."""
    text = request.query_params.get(name, "")
    return min(int(text), _MAX_NUMBER) if re.fullmatch(r"[0-9]{1,20}", text) else None
