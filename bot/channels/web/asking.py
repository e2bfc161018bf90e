"""POST /api/ask: from a request's bytes to the answer as JSON."""

import asyncio
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any, cast
from urllib.parse import quote as escaped
from urllib.parse import urlencode

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from bot.answer import Language
from bot.answer_facts import sources_of
from bot.channel import Answering, leads_on, marked, safe_link
from bot.channels.web.fault import Turned, sentence_language
from bot.channels.web.settings import WebSettings
from bot.chart import chart_elements, has_chart
from bot.errors import BadQuestion
from bot.metrics import Measures
from bot.reply import Reply, Source
from bot.wording import LANGUAGES
from corpus.text import nfc
from index.errors import NoUsableIndex

# A question of the longest kind is here at once; whoever takes longer only holds a connection
BODY_SECONDS = 10.0
_log = structlog.get_logger("hoidap.web")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks; `language` is that of the interface, the answer follows the question's own."""

    question: str
    turns: tuple[str, ...]
    language: Language


async def ask(request: Request, responder: Answering, settings: WebSettings, metrics: Measures) -> Response:
    """The endpoint: every fault becomes a polite sentence, an unexpected one with an id that is in the log."""
    language = sentence_language(request)
    answer_id = secrets.token_hex(4)
    try:
        fields = await _fields(request, settings)
        language = cast("Language", fields["language"]) if fields.get("language") in LANGUAGES else language
        asked = _asked(fields, language, settings)
        metrics.question("web")
        return JSONResponse(await _answer(responder, asked, answer_id))
    except Turned as turned:
        return turned.response(language)
    except BadQuestion:
        return Turned(400, "too_long").response(language)
    except NoUsableIndex as error:
        _log.error("no_usable_index", id=answer_id, error=str(error))
        return Turned(503, "not_ready").response(language)
    except TimeoutError:
        _log.warning("answer_too_slow", id=answer_id)
        return Turned(503, "slow").response(language)
    except Exception:  # noqa: BLE001 - the boundary: a person gets a sentence, the log gets the rest
        _log.exception("answer_failed", id=answer_id)
        metrics.failed("web", "answer")
        return Turned(500, "unexpected", id=answer_id).response(language)


async def _answer(responder: Answering, asked: Asked, answer_id: str) -> dict[str, Any]:
    from bot.responder import answer_json

    start = perf_counter()
    answer = await responder.answer(asked.question, turns=asked.turns)
    reply = reply_json(responder.reply(answer), asked.language)
    others = sources_of(answer.others, reply["language"])
    reply["others"] = [_source_json(source, None, asked.language) for source in others]
    took_ms = round((perf_counter() - start) * 1000, 2)
    _log.info("answered", id=answer_id, answered=answer.answered, took_ms=took_ms)
    return {**answer_json(answer, took_ms, answer_id), "reply": reply, "leads_on": leads_on(answer)}


def reply_json(reply: Reply, language: Language) -> dict[str, Any]:
    """The worded reply for the page: plain text only, links already checked."""
    text = reply.answer.text if reply.answer and reply.answer.text else reply.headline
    return {
        "language": reply.language,
        "headline": reply.headline,
        "lines": list(reply.lines),
        "ordered": bool(reply.answer and reply.answer.comparison),
        "chart": _chart(reply),
        "sources": [_source_json(source, text, language) for source in reply.sources],
        "alternatives": [_source_json(source, None, language) for source in reply.alternatives],
    }


def _chart(reply: Reply) -> object:
    """The picture of a comparison as a tree of elements; None when there is nothing to draw."""
    comparison = reply.answer.comparison if reply.answer else None
    return chart_elements(comparison, reply.language) if comparison and has_chart(comparison) else None


def _source_json(source: Source, answer: str | None, language: Language) -> dict[str, Any]:
    return {
        "article_id": source.article_id,
        "version": source.version,
        "title": source.title,
        "date": source.date,
        "url": safe_link(source.url),
        "is_sample": source.is_sample,
        "quote": marked(source.quote, answer),
        "article": article_link(source, language),
        "paragraph": paragraph_link(source),
    }


def article_link(source: Source, language: Language) -> str:
    """Where the quote can be read in its article, on this server."""
    place = {} if source.start is None else {"start": source.start, "end": source.end}
    query = urlencode({"version": source.version, **place, "language": language})
    return f"/article/{escaped(source.article_id, safe='')}?{query}" + ("#quote" if place else "")


def paragraph_link(source: Source) -> str | None:
    """Where the paragraph around the quote is, on this server; None for a quoted title."""
    if source.start is None:
        return None
    query = urlencode({"version": source.version, "start": source.start, "end": source.end})
    return f"/api/paragraph/{escaped(source.article_id, safe='')}?{query}"


async def read_body(request: Request, max_bytes: int) -> bytes:
    """The body, read no further than `max_bytes`; a missing Content-Length does not let more in."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > max_bytes:
                    raise Turned(413, "large")
    except (TimeoutError, ClientDisconnect):
        raise Turned(408, "json") from None
    return bytes(body)


async def _fields(request: Request, settings: WebSettings) -> Mapping[str, object]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Turned(415, "json")
    body = await read_body(request, settings.max_body_bytes)
    try:
        fields = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Turned(400, "json") from None
    if not isinstance(fields, dict):
        raise Turned(400, "json")
    return fields


def _asked(fields: Mapping[str, object], language: Language, settings: WebSettings) -> Asked:
    question, turns = fields.get("question"), fields.get("turns") or []
    if not isinstance(question, str) or not isinstance(turns, list) or not all(isinstance(t, str) for t in turns):
        raise Turned(400, "fields")
    if len(turns) > settings.max_turns:
        raise Turned(400, "turns", most=settings.max_turns)
    if not all(_is_text(text) for text in (question, *turns)):
        raise Turned(400, "json")
    if not nfc(question).strip():
        raise Turned(400, "empty")
    return Asked(question, tuple(turns), language)


def _is_text(text: str) -> bool:
    """Whether it can be written down: JSON may smuggle in halves of characters."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
