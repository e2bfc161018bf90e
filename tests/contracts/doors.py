"""Every door in one form: opened on a house, asked one question after the other, and what a person then sees."""

import asyncio
import io
import queue
import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import httpx
from rich.console import Console

from bot.assembly import House
from bot.channel import Channel
from bot.channels.console import ConsoleChannel
from bot.channels.telegram.channel import TelegramChannel, TelegramParts
from bot.channels.web.app import make_app
from bot.channels.zalo.channel import ZaloChannel, ZaloParts
from bot.durable.pace import Speed
from bot.durable.postbox import Postbox
from bot.durable.settings import ChatSettings
from bot.incoming import Person
from bot.state.database import BotState
from tests.emulators.telegram import BotMessage, TelegramEmulator
from tests.emulators.zalo import ZaloEmulator


class Door(Protocol):
    """A conversation through one door."""

    name: str

    @classmethod
    def opened(cls, house: House) -> AbstractAsyncContextManager["Door"]:
        """A new conversation of a new person."""
        ...

    async def ask(self, question: str) -> str:
        """One message, and all that is shown in reply, with the addresses of its links."""
        ...

    async def choose(self, label: str) -> str:
        """One of the choices that the latest reply offers, and what is shown then."""
        ...


class ConsoleDoor:
    """The terminal: the channel reads lines from a queue and prints to memory."""

    name = "console"

    def __init__(self, house: House) -> None:
        self._printed = io.StringIO()
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._idle = asyncio.Semaphore(0)
        self._loop = asyncio.get_running_loop()
        console = Console(file=self._printed, width=200)
        self._channel = ConsoleChannel(house.responder, console, read=self._read)
        self._stop = asyncio.Event()
        self._running = asyncio.create_task(self._channel.run(self._stop))

    @classmethod
    @asynccontextmanager
    async def opened(cls, house: House) -> AsyncIterator["ConsoleDoor"]:
        """A terminal, closed at the end."""
        door = cls(house)
        await door._idle.acquire()
        try:
            yield door
        finally:
            door._lines.put(None)
            await door._running

    async def ask(self, question: str) -> str:
        """Types a line; what is printed until the next one is asked for."""
        before = len(self._printed.getvalue())
        self._lines.put(question)
        await self._idle.acquire()
        return self._printed.getvalue()[before:]

    async def choose(self, label: str) -> str:
        """Types it: a terminal lists choices."""
        return await self.ask(label)

    def _read(self) -> str:
        self._loop.call_soon_threadsafe(self._idle.release)
        line = self._lines.get()
        if line is None:
            raise EOFError
        return line


class WebDoor:
    """The web chat: its API as the page uses it, with the earlier questions that the page remembers."""

    name = "web"

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._turns: list[str] = []
        self._choices: list[str] = []

    @classmethod
    @asynccontextmanager
    async def opened(cls, house: House) -> AsyncIterator["WebDoor"]:
        """A page in a browser of its own."""
        app = make_app(house.responder, house.store, house.settings.channels.web)
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as client:
            yield cls(client)

    async def ask(self, question: str) -> str:
        """Asks as the page does; all words of the reply in the order in which the page shows them."""
        answer = await self._client.post("/api/ask", json={"question": question, "turns": self._turns})
        answer.raise_for_status()
        reply = answer.json()["reply"]
        if answer.json()["leads_on"]:
            self._turns.append(question)
        self._choices = answer.json()["choices"]
        return " ".join([*_words(reply), *self._choices])

    async def choose(self, label: str) -> str:
        """Presses its button, which asks what it says."""
        assert label in self._choices
        return await self.ask(label)


def _words(reply: dict[str, object]) -> list[str]:
    words = [str(reply["headline"] or ""), *map(str, _listed(reply["lines"]))]
    for source in (*_listed(reply["sources"]), *_listed(reply["alternatives"])):
        assert isinstance(source, dict)
        words += ["".join(source["quote"]), source["title"], source["date"] or "", source["url"] or ""]
    return words


def _listed(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


NO_LIMIT = ChatSettings(questions_per_minute=0)
FAST = Speed(1000, 0.0)


@asynccontextmanager
async def _at_work(channel: Channel) -> AsyncIterator[None]:
    stop = asyncio.Event()
    running = asyncio.create_task(channel.run(stop))
    try:
        yield
    finally:
        stop.set()
        await running


@asynccontextmanager
async def _new_state() -> AsyncIterator[BotState]:
    with TemporaryDirectory() as folder:
        async with await BotState.open(Path(folder) / "bot.sqlite3") as state:
            yield state


async def _everyone_may_ask(_: Person) -> bool:
    return True


class TelegramDoor:
    """The Telegram channel with the real dialogue, on the emulated platform."""

    name = "telegram"

    def __init__(self, telegram: TelegramEmulator) -> None:
        self._telegram = telegram
        self._person = telegram.user(5)
        self._last: BotMessage | None = None

    @classmethod
    @asynccontextmanager
    async def opened(cls, house: House) -> AsyncIterator["TelegramDoor"]:
        """A private chat."""
        async with TelegramEmulator.running() as telegram, _new_state() as state:
            settings = house.settings.channels.telegram.model_copy(update={"base_url": telegram.base_url})
            parts = TelegramParts(
                dialogue=house.dialogue(state.records),
                responder=house.responder,
                state=state,
                postbox=Postbox(state.outbox),
                chats=NO_LIMIT,
                may_ask=_everyone_may_ask,
            )
            async with _at_work(TelegramChannel(settings, parts, token=telegram.token)):
                yield cls(telegram)

    async def ask(self, question: str) -> str:
        """Sends a message."""
        await self._person.send(question)
        self._last = await self._telegram.wait_for_reply(self._person)
        return _with_links(self._last)

    async def choose(self, label: str) -> str:
        """Presses the button with that label; what stands in the place of the reply then."""
        assert self._last
        edits = self._telegram.state.edits
        before = len(edits)
        await self._person.press(self._last, self._last.button(label)["callback_data"])
        await self._telegram.wait_until(lambda: len(edits) > before)
        self._last = edits[-1]
        return _with_links(self._last)


def _with_links(message: BotMessage) -> str:
    return "\n".join([message.text, *message.links, *(button["text"] for button in message.buttons)])


class ZaloDoor:
    """The Zalo channel with the real dialogue, on the emulated platform."""

    name = "zalo"

    def __init__(self, zalo: ZaloEmulator) -> None:
        self._zalo = zalo
        self._person = zalo.user(5)
        self._last = ""

    @classmethod
    @asynccontextmanager
    async def opened(cls, house: House) -> AsyncIterator["ZaloDoor"]:
        """A private chat."""
        async with ZaloEmulator.running() as zalo, _new_state() as state:
            given = {"base_url": zalo.base_url, "poll_seconds": 1}
            parts = ZaloParts(
                house.settings.channels.zalo.model_copy(update=given),
                NO_LIMIT,
                state,
                house.dialogue(state.records),
                Postbox(state.outbox),
                chat_speed=FAST,
                overall_speed=FAST,
            )
            async with _at_work(ZaloChannel(parts, token=zalo.token)):
                yield cls(zalo)

    async def ask(self, question: str) -> str:
        """Sends a message."""
        await self._person.send(question)
        self._last = (await self._zalo.wait_for_reply(self._person)).text
        return self._last

    async def choose(self, label: str) -> str:
        """Answers with the number that stands before the label."""
        number = re.search(rf"(\d+)[:.] {re.escape(label)}", self._last)
        assert number, self._last
        return await self.ask(number[1])


CHATS: tuple[type[TelegramDoor] | type[ZaloDoor], ...] = (TelegramDoor, ZaloDoor)
DOORS: tuple[type[Door], ...] = (ConsoleDoor, WebDoor, *CHATS)
