"""The web application: the page, the chat behind it and the articles, put together."""

from collections.abc import Callable
from importlib.resources import files
from time import monotonic
from typing import cast
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.answer import Language
from bot.channel import Answering
from bot.channels.web.access import COOKIE, COOKIE_SECONDS, Admission, admission
from bot.channels.web.articles import Articles, article_page
from bot.channels.web.asking import ask, read_body
from bot.channels.web.fault import Turned, page_language, sentence_language
from bot.channels.web.guard import Guard
from bot.channels.web.monitoring import Monitoring
from bot.channels.web.pages import chat_words, notice_page, page
from bot.channels.web.paragraphs import paragraph
from bot.channels.web.settings import WebSettings
from bot.metrics import Measures
from bot.wording import LANGUAGES, say


def make_app(  # noqa: PLR0913 - one parameter per part
    responder: Answering,
    store: Articles,
    settings: WebSettings,
    *,
    token: str | None = None,
    watched: Monitoring | None = None,
    clock: Callable[[], float] = monotonic,
) -> Starlette:
    """The application.

    `token` is the secret of `access = "token"`, `watched` what watching programs see; `clock` gives seconds to the
    rate limit.

    Raises BadConfig when the settings would let people in of whom they do not speak.
    """
    rule = admission(settings, token)
    watched = watched or Monitoring()
    site = _Site(responder, store, settings, rule, watched.metrics)
    static = files(__package__) / "page" / "static"
    return Starlette(
        routes=[
            Route("/", site.chat, methods=["GET"]),
            Route("/words/{language}.json", site.words, methods=["GET"]),
            Route("/api/ask", site.ask, methods=["POST"]),
            Route("/api/paragraph/{id:path}", site.paragraph, methods=["GET"]),
            Route("/article/{id:path}", site.article, methods=["GET"]),
            Route("/enter", site.enter, methods=["GET", "POST"]),
            Route("/health", site.health, methods=["GET"]),
            *watched.routes(),
            Mount("/static", StaticFiles(directory=str(static))),
        ],
        middleware=[Middleware(Guard, settings=settings, admission=rule, clock=clock)],
        exception_handlers={404: _no_such_page, 405: _no_such_page},
    )


class _Site:
    """The endpoints, with what they need."""

    def __init__(
        self, responder: Answering, store: Articles, settings: WebSettings, rule: Admission, metrics: Measures
    ) -> None:
        self._responder = responder
        self._store = store
        self._settings = settings
        self._rule = rule
        self._metrics = metrics

    async def chat(self, _request: Request) -> Response:
        """The page, Vietnamese until its script has read what the person chose."""
        return page("chat", {**chat_words("vi", self._settings.examples), "turns": str(self._settings.max_turns)})

    async def words(self, request: Request) -> Response:
        """The page's words in one language."""
        language = request.path_params["language"]
        if language not in LANGUAGES:
            return await _no_such_page(request, None)
        return JSONResponse(chat_words(cast("Language", language), self._settings.examples))

    async def ask(self, request: Request) -> Response:
        """One question answered."""
        return await ask(request, self._responder, self._settings, self._metrics)

    async def article(self, request: Request) -> Response:
        """One article to read."""
        return await article_page(request, self._store)

    async def paragraph(self, request: Request) -> Response:
        """The paragraph around a quote."""
        return await paragraph(request, self._store)

    async def enter(self, request: Request) -> Response:
        """Where the token is asked for, once; from then on the browser keeps a cookie made from it."""
        if request.method != "POST" or self._rule.access != "token":
            return _enter_page(page_language(request))
        try:
            form = parse_qs((await read_body(request, self._settings.max_body_bytes)).decode("utf-8", "replace"))
        except (Turned, ValueError):
            form = {}
        if not self._rule.knows("".join(form.get("token", [])).strip()):
            return _enter_page(page_language(request), wrong=True)
        response = RedirectResponse("/", 303)
        secure = request.url.scheme == "https"
        response.set_cookie(
            COOKIE, self._rule.cookie(), max_age=COOKIE_SECONDS, httponly=True, samesite="lax", secure=secure
        )
        return response

    async def health(self, _request: Request) -> Response:
        """Whether the server is up; says nothing about anybody's questions."""
        return JSONResponse({"status": "ok"})


def _enter_page(language: Language, *, wrong: bool = False) -> Response:
    words = {name: say(language, f"web.{name}") for name in ("enter", "enter_label", "enter_send", "enter_more")}
    complaint = say(language, "web.enter_wrong") if wrong else ""
    other = "vi" if language == "en" else "en"
    texts = {"language": language, "other": other, "switch": say(language, "web.switch"), "wrong": complaint}
    return page("enter", {"brand": say(language, "web.title"), **texts, **words}, status=403 if wrong else 200)


async def _no_such_page(request: Request, _error: Exception | None) -> Response:
    if request.url.path.startswith("/api/"):
        return Turned(404, "page").response(sentence_language(request))
    return notice_page(page_language(request), "no_page", status=404)
