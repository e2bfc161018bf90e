"""What a running server counts and times, for Prometheus: one registry per assembled house, none on import.

Whoever has something to count takes a `Measures` and calls it; by default that is one that counts nothing, so that
commands, tests and embedding programs pay nothing. `hoidap serve` hands in `PrometheusMetrics`, which the web channel
exposes at /metrics. Labels are words of our own code (a channel, a stage, a wording key), never what a person wrote.
"""

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import perf_counter

# From what a cached page takes to what nobody waits for; seconds
LATENCY_BUCKETS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0)
LAG_BUCKETS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
# How often the event loop is asked to wake us, and over how many askings the gauge keeps the largest delay: 10 seconds
LAG_EVERY_SECONDS = 0.1
LAG_KEPT = 100


class Measures:
    """The interface, and the one that counts nothing."""

    def question(self, channel: str) -> None:
        """A question came in by a channel (`web`, `telegram`, `zalo`)."""

    def answered(self) -> None:
        """A question was answered, with its proof."""

    def refused(self, reason: str) -> None:
        """A question got no answer; `reason` is the wording key that says why."""

    def stage(self, name: str, seconds: float) -> None:
        """A stage of the work took so long: `search`, `articles`, `read`, `words`, `whole`, or one of a channel's."""

    def queue(self, name: str, waiting: int) -> None:
        """So many entries wait in a queue now, such as `telegram.inbox` or `zalo.outbox`."""

    def sent(self, channel: str, count: int = 1) -> None:
        """Messages left by a channel and the platform took them."""

    def failed(self, channel: str, kind: str) -> None:
        """Something went wrong at a channel; `kind` is a word of ours: `send`, `fetch`, `answer`, `blocked`."""

    def loop_lag(self, seconds: float) -> None:
        """The event loop woke somebody so much later than asked."""

    def exposition(self) -> tuple[bytes, str] | None:
        """All figures as Prometheus reads them, and the media type of that text; None where nothing is counted."""
        return None

    @contextmanager
    def timing(self, name: str) -> Iterator[None]:
        """Times the block as a stage, also when it ends in an exception."""
        start = perf_counter()
        try:
            yield
        finally:
            self.stage(name, perf_counter() - start)


UNMEASURED = Measures()


class PrometheusMetrics(Measures):
    """Counts into a registry of its own. Safe to use from several threads."""

    def __init__(self) -> None:
        from importlib.metadata import version

        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector

        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        Info("hoidap", "The program that is running.", registry=registry).info({"version": version("hoidap")})
        self._questions = Counter("hoidap_questions", "Questions taken, by channel.", ["channel"], registry=registry)
        self._answers = Counter("hoidap_answers", "Questions answered with a proof.", registry=registry)
        self._refusals = Counter(
            "hoidap_refusals", "Questions without an answer, by why.", ["reason"], registry=registry
        )
        self._stages = Histogram(
            "hoidap_stage_seconds",
            "Time of one stage of the work.",
            ["stage"],
            buckets=LATENCY_BUCKETS,
            registry=registry,
        )
        self._queues = Gauge("hoidap_queue_depth", "Entries that wait in a queue.", ["queue"], registry=registry)
        self._sends = Counter("hoidap_sends", "Messages that a platform took.", ["channel"], registry=registry)
        self._errors = Counter(
            "hoidap_errors", "What went wrong, by channel and kind.", ["channel", "kind"], registry=registry
        )
        self._lags = Histogram(
            "hoidap_event_loop_delay_seconds", "How late the event loop wakes.", buckets=LAG_BUCKETS, registry=registry
        )
        self._largest_lag = Gauge(
            "hoidap_event_loop_lag_seconds", "Largest delay of the event loop in ten seconds.", registry=registry
        )
        self._last_lags: deque[float] = deque(maxlen=LAG_KEPT)

    def question(self, channel: str) -> None:
        """As in `Measures`."""
        self._questions.labels(channel).inc()

    def answered(self) -> None:
        """As in `Measures`."""
        self._answers.inc()

    def refused(self, reason: str) -> None:
        """As in `Measures`."""
        self._refusals.labels(reason).inc()

    def stage(self, name: str, seconds: float) -> None:
        """As in `Measures`."""
        self._stages.labels(name).observe(seconds)

    def queue(self, name: str, waiting: int) -> None:
        """As in `Measures`."""
        self._queues.labels(name).set(waiting)

    def sent(self, channel: str, count: int = 1) -> None:
        """As in `Measures`."""
        self._sends.labels(channel).inc(count)

    def failed(self, channel: str, kind: str) -> None:
        """As in `Measures`."""
        self._errors.labels(channel, kind).inc()

    def loop_lag(self, seconds: float) -> None:
        """As in `Measures`."""
        self._lags.observe(seconds)
        self._last_lags.append(seconds)
        self._largest_lag.set(max(self._last_lags))

    def exposition(self) -> tuple[bytes, str]:
        """As in `Measures`."""
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        return generate_latest(self._registry), CONTENT_TYPE_LATEST


async def watch_loop(metrics: Measures, stop: asyncio.Event) -> None:
    """Tell `metrics`, until `stop` is set, how late this event loop wakes those who sleep on it."""
    loop = asyncio.get_running_loop()
    while not stop.is_set():
        due = loop.time() + LAG_EVERY_SECONDS
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), LAG_EVERY_SECONDS)
            return
        metrics.loop_lag(max(0.0, loop.time() - due))
