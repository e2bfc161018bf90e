"""Every door in one form: opened on a house, asked one question after the other, and what a person then sees."""

import asyncio
import io
import queue
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol

import httpx
from rich.console import Console

from bot.assembly import House
from bot.channels.console import ConsoleChannel
from bot.channels.web.app import make_app


class Door(Protocol):
    """A conversation through one door."""

    name: str

    @classmethod
    def opened(cls, house: House) -> AbstractAsyncContextManager["Door"]:
        """A new conversation of a new person."""
        ...

    async def ask(self, question: str) -> str:
        """One message, and all that is shown in reply."""
        ...

    def links(self, shown: str) -> Sequence[str]:
        """Where the links of the latest reply lead, where the door does not show them as text."""
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

    def links(self, _: str) -> Sequence[str]:
        """A terminal shows links as text."""
        return ()

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
        return " ".join(_words(reply))

    def links(self, _: str) -> Sequence[str]:
        """They are part of what `ask` gives."""
        return ()


def _words(reply: dict[str, object]) -> list[str]:
    words = [str(reply["headline"] or ""), *map(str, _listed(reply["lines"]))]
    for source in (*_listed(reply["sources"]), *_listed(reply["alternatives"])):
        assert isinstance(source, dict)
        words += ["".join(source["quote"]), source["title"], source["date"] or "", source["url"] or ""]
    return words


def _listed(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


DOORS: tuple[type[Door], ...] = (ConsoleDoor, WebDoor)
