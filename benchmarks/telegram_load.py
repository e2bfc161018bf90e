"""Is everyone answered in time? A minute of questions through the emulated Telegram while the index is updated.

usage: python -m benchmarks.telegram_load HOME [--questions 1000] [--chats 200] [--seconds 60] [--articles 200]

HOME is copied, and `hoidap serve` runs on the copy as a process of its own. The questions are those of the sample
articles, at random moments; meanwhile `--articles` made-up articles come into the corpus in four lots, which the server
indexes itself. Prints one JSON line: questions that got no reply, chats whose order was lost, milliseconds from update
to reply (median, p95, p99, largest), the share of the event loop's wake-ups later than 50 ms and the largest delay of
the last ten seconds of load (from /metrics), and how often the index was swapped. Ends with 1 where a question was
lost or an order was.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import httpx

from tests.emulators.telegram import BotMessage, Person, TelegramEmulator

ROOT = Path(__file__).parents[1]
LOTS = 4
LATE_SECONDS = "0.05"


class Timed(list[BotMessage]):
    """The sent messages, with the moment of each."""

    def __init__(self) -> None:
        super().__init__()
        self.moments: dict[int, list[float]] = defaultdict(list)

    def append(self, message: BotMessage) -> None:
        """Keeps a message and its moment; a chart comes on top of its answer and is not counted."""
        if message.picture is None:
            self.moments[message.chat_id].append(time.perf_counter())
        super().append(message)


def questions_of_the_samples() -> list[str]:
    """The answerable questions on the sample articles, in all three forms."""
    rows = [json.loads(line) for line in (ROOT / "corpus/samples/gold.jsonl").read_text("utf-8").splitlines() if line]
    return [row[form] for row in rows if row["set"] == "answerable" for form in ("q_vi", "q_plain", "q_en")]


def made_up_articles(count: int, chance: random.Random) -> list[dict[str, str]]:
    """Articles of sentences from the samples, shuffled."""
    text = (ROOT / "corpus/samples/articles.jsonl").read_text("utf-8")
    sentences = [part for line in text.splitlines() if line for part in json.loads(line)["body"].split(". ")]
    return [
        {
            "id": f"load-{number}",
            "title": f"Bài thêm số {number}",
            "body": ". ".join(chance.sample(sentences, min(25, len(sentences)))) + ".",
        }
        for number in range(count)
    ]


class Server:
    """`hoidap serve` on a copy of a home."""

    def __init__(self, home: Path, telegram: TelegramEmulator) -> None:
        self.home = home
        self.url = ""
        self._telegram = telegram
        self._process: asyncio.subprocess.Process | None = None

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("HOIDAP_")}
        return kept | {
            "TELEGRAM_BOT_TOKEN": self._telegram.token,
            "HOIDAP_CHANNELS__TELEGRAM__BASE_URL": self._telegram.base_url,
        }

    async def start(self) -> None:
        """Returns once it says that it is ready."""
        self._process = await asyncio.create_subprocess_exec(
            *self._command("serve", "--port", "0"), env=self._environment(), cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        assert self._process.stdout  # noqa: S101 - it is a pipe
        while not self.url:
            line = (await self._process.stdout.readline()).decode()
            if not line:
                sys.exit("the server ended before it was ready")
            found = re.search(r"ready at (\S+)", line)
            self.url = found[1] if found else ""

    async def add(self, articles: list[dict[str, str]]) -> None:
        """Adds articles from another process; the server notices and indexes them."""
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            file.writelines(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
            file.flush()
            adding = await asyncio.create_subprocess_exec(
                *self._command("corpus", "add", "--no-index", file.name), cwd=ROOT, stdout=asyncio.subprocess.DEVNULL
            )
            await adding.wait()

    async def lateness(self) -> tuple[float, float, float]:
        """Wake-ups of the event loop so far, those in time, and the largest delay of ten seconds."""
        async with httpx.AsyncClient(trust_env=False) as client:
            text = (await client.get(f"{self.url}/metrics".replace("//metrics", "/metrics"))).text
        values = [
            re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
            for name in (
                "hoidap_event_loop_delay_seconds_count",
                f'hoidap_event_loop_delay_seconds_bucket{{le="{LATE_SECONDS}"}}',
                "hoidap_event_loop_lag_seconds",
            )
        ]
        count, in_time, largest = [float(found[1]) if found else 0.0 for found in values]
        return count, in_time, largest

    async def stages(self) -> dict[str, float]:
        """Milliseconds that each stage of the work took on average, since the start."""
        async with httpx.AsyncClient(trust_env=False) as client:
            text = (await client.get(f"{self.url}/metrics".replace("//metrics", "/metrics"))).text
        found = re.findall(r'^hoidap_stage_seconds_(count|sum)\{stage="(\w+)"\} (\S+)$', text, re.MULTILINE)
        given = {(kind, stage): float(value) for kind, stage, value in found}
        return {
            stage: round(1000 * given["sum", stage] / count, 1)
            for (kind, stage), count in given.items()
            if kind == "count" and count
        }

    def processor_seconds(self) -> float:
        """What the server has used of the processor so far (Linux)."""
        fields = (
            Path(f"/proc/{self._process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
            if self._process
            else []
        )
        return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")

    async def stop(self) -> None:
        """Ends it in order."""
        if self._process and self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
            await self._process.wait()

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-c", "from bot.cli import main; main()", "--home", str(self.home), *arguments]


async def expected_replies(telegram: TelegramEmulator, questions: list[str]) -> dict[str, str]:
    """What each question is answered with when nobody else asks; each asked by somebody of its own."""
    people = [telegram.user(10_000 + number) for number in range(len(questions))]
    for person, question in zip(people, questions, strict=True):
        await person.send(question)
        await telegram.wait_for_reply(person)
    return {question: telegram.sent(person)[0].text for person, question in zip(people, questions, strict=True)}


async def load(args: argparse.Namespace) -> dict[str, Any]:
    """One run."""
    chance = random.Random(20261124)
    questions = questions_of_the_samples()
    async with TelegramEmulator.running() as telegram:
        telegram.state.sent = timed = Timed()
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "home"
            shutil.copytree(args.home, home)
            server = Server(home, telegram)
            await server.start()
            try:
                return await _measured(args, server, telegram, timed, chance, questions)
            finally:
                await server.stop()


async def _measured(  # noqa: PLR0913, PLR0917 - the parts of one run
    args: argparse.Namespace,
    server: Server,
    telegram: TelegramEmulator,
    timed: Timed,
    chance: random.Random,
    questions: list[str],
) -> dict[str, Any]:
    asked_first = chance.sample(questions, min(60, len(questions)))
    expected = await expected_replies(telegram, asked_first)
    people = [telegram.user(1000 + number) for number in range(args.chats)]
    plan = sorted((chance.uniform(0, args.seconds), people[number % args.chats]) for number in range(args.questions))
    generation = _generation(server.home)
    before = await server.lateness()
    asked: dict[int, list[tuple[float, str]]] = defaultdict(list)
    used, own = server.processor_seconds(), time.process_time()
    start = time.perf_counter()
    adding = asyncio.create_task(_add_lots(args, server, chance))
    for moment, person in plan:
        await asyncio.sleep(max(0.0, start + moment - time.perf_counter()))
        asked[person.id].append((time.perf_counter(), chance.choice(asked_first)))
        await person.send(asked[person.id][-1][1])
    done = lambda: all(len(timed.moments[person.id]) >= len(asked[person.id]) for person in people)  # noqa: E731
    with contextlib.suppress(TimeoutError):
        await telegram.state.wait_until(done, seconds=60)
    after = await server.lateness()
    stages = await server.stages()
    await adding
    swaps = _generation(server.home) - generation
    return _figures(telegram, people, timed, asked, expected) | {
        "loop_later_than_50_ms": round(1 - (after[1] - before[1]) / max(1.0, after[0] - before[0]), 5),
        "loop_largest_ms": round(after[2] * 1000, 1),
        "index_swaps": swaps,
        "stages_ms": stages,
        "server_processor_seconds": round(server.processor_seconds() - used, 1),
        "emulator_processor_seconds": round(time.process_time() - own, 1),
        "busy_others": round(os.getloadavg()[0], 1),
    }


async def _add_lots(args: argparse.Namespace, server: Server, chance: random.Random) -> None:
    articles = made_up_articles(args.articles, chance)
    size = max(1, len(articles) // LOTS)
    for first in range(0, len(articles), size):
        await server.add(articles[first : first + size])
        await asyncio.sleep(args.seconds / LOTS / 2)


def _figures(
    telegram: TelegramEmulator,
    people: list[Person],
    timed: Timed,
    asked: dict[int, list[tuple[float, str]]],
    expected: dict[str, str],
) -> dict[str, Any]:
    waits, moments = [], []
    first = min(sent for questions in asked.values() for sent, _ in questions)
    lost = disordered = other = 0
    for person in people:
        replies = [sent for sent in telegram.sent(person) if sent.picture is None]
        questions = asked[person.id]
        lost += max(0, len(questions) - len(replies))
        for got, (sent, _) in zip(timed.moments[person.id], questions, strict=False):
            waits.append(got - sent)
            moments.append((int((sent - first) / 5), got - sent))
        wanted = [expected[question] for _, question in questions]
        texts = [reply.text for reply in replies]
        other += sum(text not in wanted for text in texts)
        places = [wanted.index(text) for text in texts if wanted.count(text) == 1]
        disordered += places != sorted(places)
    waits.sort()
    at = lambda share: round(1000 * waits[min(len(waits) - 1, int(share * len(waits)))], 1)  # noqa: E731
    return {
        "questions": len(waits) + lost,
        "lost": lost,
        "chats_out_of_order": disordered,
        "replies_changed_by_new_articles": other,
        "p50_ms": at(0.5),
        "p95_ms": at(0.95),
        "p99_ms": at(0.99),
        "largest_ms": at(1.0),
        "largest_ms_by_five_seconds": [
            round(1000 * max((wait for when, wait in moments if when == part), default=0.0))
            for part in range(max(when for when, _ in moments) + 1)
        ],
    }


def _generation(home: Path) -> int:
    return int((home / "index" / "current").read_text("utf-8"))


def main() -> None:
    """See the module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--articles", type=int, default=200)
    figures = asyncio.run(load(parser.parse_args()))
    print(json.dumps(figures))
    sys.exit(1 if figures["lost"] or figures["chats_out_of_order"] else 0)


if __name__ == "__main__":
    main()
