"""What a running server counts: where it is counted, how late the loop wakes, and who may read it."""

import asyncio

import httpx
import pytest

from bot.channels.web.app import make_app
from bot.channels.web.monitoring import monitoring
from bot.channels.web.settings import WebSettings
from bot.errors import BadConfig
from bot.metrics import UNMEASURED, Measures, PrometheusMetrics, watch_loop
from bot.readers.settings import AnswerSettings
from bot.responder import Responder
from tests.bot.reading_room import Shelf, WordSearch
from tests.fakes.responder import CONGRESS, QUESTION, FakeArticles, FakeResponder

TOKEN = "a-long-random-text"  # noqa: S105 - made up
PATIENCE = 10
HERE = "http://127.0.0.1:8080"


def figures(metrics: Measures) -> dict[str, float]:
    """The exposition as a scraper reads it: each series with its value."""
    exposed = metrics.exposition()
    assert exposed
    lines = [line for line in exposed[0].decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def browser(watched: object = None, client: tuple[str, int] = ("127.0.0.1", 1), **given: object) -> httpx.AsyncClient:
    app = make_app(FakeResponder(**given), FakeArticles(CONGRESS), WebSettings(), watched=watched)  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app, client=client), base_url=HERE)


async def test_the_responder_counts_answers_refusals_and_the_time_of_each_stage() -> None:
    metrics = PrometheusMetrics()
    responder = Responder(Shelf(), WordSearch(), AnswerSettings(), metrics=metrics)
    await responder.answer("Bao nhiêu phần trăm chi bộ trong huyện đã tổ chức đại hội năm 2020?")
    await responder.answer("xin chào")
    responder.close()
    seen = figures(metrics)
    assert seen["hoidap_answers_total"] == 1
    assert seen['hoidap_refusals_total{reason="answers.greeting"}'] == 1
    assert seen['hoidap_stage_seconds_count{stage="whole"}'] == 2
    assert [seen[f'hoidap_stage_seconds_count{{stage="{stage}"}}'] for stage in ("search", "articles", "read")] == [
        1
    ] * 3


async def test_what_channels_and_queues_tell_is_kept_apart_by_name() -> None:
    metrics = PrometheusMetrics()
    metrics.question("zalo")
    metrics.sent("zalo", 2)
    metrics.failed("telegram", "send")
    metrics.queue("telegram.inbox", 5)
    metrics.queue("telegram.inbox", 3)
    seen = figures(metrics)
    assert seen['hoidap_questions_total{channel="zalo"}'] == 1
    assert seen['hoidap_sends_total{channel="zalo"}'] == 2
    assert seen['hoidap_errors_total{channel="telegram",kind="send"}'] == 1
    assert seen['hoidap_queue_depth{queue="telegram.inbox"}'] == 3


async def test_two_houses_in_one_process_count_apart() -> None:
    one, other = PrometheusMetrics(), PrometheusMetrics()
    one.answered()
    assert (figures(one)["hoidap_answers_total"], figures(other)["hoidap_answers_total"]) == (1, 0)


async def test_a_stage_that_fails_is_timed_and_its_fault_rises() -> None:
    metrics = PrometheusMetrics()
    with pytest.raises(KeyError), metrics.timing("read"):
        raise KeyError
    assert figures(metrics)['hoidap_stage_seconds_count{stage="read"}'] == 1


async def test_the_gauge_shows_the_largest_delay_of_the_last_seconds() -> None:
    metrics = PrometheusMetrics()
    for delay in (0.4, *[0.002] * 99):
        metrics.loop_lag(delay)
    assert figures(metrics)["hoidap_event_loop_lag_seconds"] == 0.4
    metrics.loop_lag(0.001)
    assert figures(metrics)["hoidap_event_loop_lag_seconds"] == 0.002


class Noting(Measures):
    """Keeps the delays it is told, and says when there are three."""

    def __init__(self) -> None:
        self.delays: list[float] = []
        self.enough = asyncio.Event()

    def loop_lag(self, seconds: float) -> None:
        """Note it."""
        self.delays.append(seconds)
        if len(self.delays) >= 3:
            self.enough.set()


async def test_the_loop_is_watched_until_it_stops() -> None:
    metrics, stop = Noting(), asyncio.Event()
    watching = asyncio.create_task(watch_loop(metrics, stop))
    await asyncio.wait_for(metrics.enough.wait(), PATIENCE)
    stop.set()
    await asyncio.wait_for(watching, PATIENCE)
    assert min(metrics.delays) >= 0


async def test_the_page_counts_questions_and_its_own_faults() -> None:
    metrics = PrometheusMetrics()
    watched = monitoring("local", None, metrics, dict)
    async with browser(watched) as client:
        await client.post("/api/ask", json={"question": QUESTION})
        await client.post("/api/ask", json={"question": "  "})
        page = await client.get("/metrics")
    assert page.headers["content-type"].startswith("text/plain")
    assert 'hoidap_questions_total{channel="web"} 1.0' in page.text
    async with browser(watched, fault=RuntimeError("x")) as client:
        assert (await client.post("/api/ask", json={"question": QUESTION})).status_code == 500
    assert figures(metrics)['hoidap_errors_total{channel="web",kind="answer"}'] == 1


@pytest.mark.parametrize(
    ("access", "address", "headers", "status"),
    [
        ("local", "127.0.0.1", {}, 200),
        ("local", "10.1.2.3", {}, 403),
        ("local", "127.0.0.1", {"X-Forwarded-For": "10.1.2.3"}, 403),
        ("token", "10.1.2.3", {"Authorization": f"Bearer {TOKEN}"}, 200),
        ("token", "127.0.0.1", {}, 403),
        ("token", "127.0.0.1", {"Authorization": "Bearer wrong"}, 403),
        ("token", "127.0.0.1", {"Authorization": f"Basic {TOKEN}"}, 403),
        ("off", "127.0.0.1", {}, 404),
    ],
)
async def test_only_those_meant_read_the_figures(
    access: str, address: str, headers: dict[str, str], status: int
) -> None:
    watched = monitoring(access, TOKEN, PrometheusMetrics(), dict)  # type: ignore[arg-type]  # a word from the table
    async with browser(watched, (address, 1)) as client:
        assert (await client.get("/metrics", headers=headers)).status_code == status


async def test_a_server_that_measures_nothing_shows_nothing() -> None:
    async with browser() as client:
        assert (await client.get("/metrics")).status_code == 404


@pytest.mark.parametrize("token", [None, "short"])
def test_a_token_that_is_missing_or_easily_guessed_stops_the_start(token: str | None) -> None:
    with pytest.raises(BadConfig, match="HOIDAP_METRICS_TOKEN"):
        monitoring("token", token, UNMEASURED, dict)


def test_the_token_is_not_shown_by_accident() -> None:
    assert TOKEN not in repr(monitoring("token", TOKEN, UNMEASURED, dict))


@pytest.mark.parametrize(("parts", "status", "code"), [({"index": "ok"}, "ok", 200), ({"index": "x"}, "degraded", 503)])
async def test_health_names_the_part_that_ails(parts: dict[str, str], status: str, code: int) -> None:
    async with browser(monitoring("off", None, UNMEASURED, lambda: parts)) as client:
        page = await client.get("/healthz")
    assert (page.status_code, page.json()) == (code, {"status": status, **parts})
