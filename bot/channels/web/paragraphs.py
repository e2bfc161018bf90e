"""GET /api/paragraph/{id}: the paragraph around a quote, for the page to open in place."""

import re

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.web.articles import Articles
from bot.channels.web.fault import Turned, sentence_language
from bot.dialogue.paragraph import around
from corpus.errors import NotFound

MOST_CHARS = 1500
_NUMBER = re.compile(r"[0-9]{1,9}")


async def paragraph(request: Request, store: Articles) -> Response:
    """`{"paragraph": [before, quote, after]}` from `version` and the offsets `start` and `end` of the query."""
    try:
        version, start, end = (_number(request, name) for name in ("version", "start", "end"))
        await store.get(request.path_params["id"])  # a removed article is not shown in any version
        body = (await store.get(request.path_params["id"], version)).body
    except NotFound:
        return Turned(404, "page").response(sentence_language(request))
    except Turned as turned:
        return turned.response(sentence_language(request))
    if not start < end <= len(body):
        return Turned(404, "page").response(sentence_language(request))
    text, quote = around(body, start, end, MOST_CHARS), body[start:end]
    before, middle, after = text.partition(quote)
    return JSONResponse({"paragraph": [before, middle, after]})


def _number(request: Request, name: str) -> int:
    given = request.query_params.get(name, "")
    if not _NUMBER.fullmatch(given):
        raise Turned(404, "page")
    return int(given)
