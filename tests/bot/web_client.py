"""A client that speaks to the web application without a network."""

from collections.abc import Callable
from typing import Any

import httpx

from bot.channels.web.app import make_app
from bot.channels.web.settings import WebSettings
from tests.fakes.responder import CONGRESS, HOSTILE, FakeArticles, FakeResponder

HERE = "http://127.0.0.1:8080"


def client(
    responder: FakeResponder | None = None,
    settings: WebSettings | None = None,
    *,
    articles: FakeArticles | None = None,
    token: str | None = None,
    clock: Callable[[], float] = lambda: 0.0,
    **given: Any,  # noqa: ANN401 - whatever httpx takes
) -> httpx.AsyncClient:
    """A browser-like client; `given` goes to httpx."""
    app = make_app(
        responder or FakeResponder(),
        articles or FakeArticles(CONGRESS, HOSTILE),
        settings or WebSettings(),
        token=token,
        clock=clock,
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), **{"base_url": HERE, **given})
