"""A platform without a network: bodies are `{"text": ...}`, what is delivered is a list."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.durable.outcomes import Outcome, Taken
from bot.incoming import Incoming, Person
from bot.outgoing import Abilities, Outgoing
from bot.reply import Reply
from bot.state.inbox import Received
from bot.state.outbox import OutboxItem, Send


class FakeDoor:
    """`delivered` is what the platform took, as (chat, text); `outcomes` are given to attempts, per chat, first."""

    name = "fake"
    abilities = Abilities()

    def __init__(self) -> None:
        self.delivered: list[tuple[str, str]] = []
        self.outcomes: dict[str, deque[Outcome]] = defaultdict(deque)
        self.weather: Callable[[OutboxItem], Outcome | None] = lambda _: None
        self.attempts = 0
        self.typed: list[str] = []
        self.changed = asyncio.Condition()

    def read(self, body: Mapping[str, Any]) -> Incoming | None:
        """The message of `update`."""
        if body["text"] == "lạ":
            raise ValueError(body["text"])
        person = Person(self.name, body["user"])
        return Incoming(person, body["chat"], text=body["text"], message_id="1") if body["text"] else None

    async def replies(self, _: Mapping[str, Any], incoming: Incoming, said: Sequence[Outgoing]) -> list[Send]:
        """One request per thing said."""
        return [request for one in said for request in await self.letter(incoming.chat_id, one)]

    async def letter(self, chat_id: str, outgoing: Outgoing) -> list[Send]:
        """The lines of the reply in one request."""
        text = " ".join(outgoing.reply.lines) if outgoing.reply else ""
        return [Send(self.name, chat_id, "send", {"text": text})]

    async def typing(self, incoming: Incoming) -> None:
        """Remembered."""
        async with self.changed:
            self.typed.append(incoming.chat_id)
            self.changed.notify_all()

    async def deliver(self, item: OutboxItem) -> Outcome:
        """What was prepared for this chat, what the weather says, else taken."""
        self.attempts += 1
        prepared = self.outcomes[item.chat_id]
        outcome = prepared.popleft() if prepared else self.weather(item)
        async with self.changed:
            if outcome is None:
                self.delivered.append((item.chat_id, item.parameters["text"]))
            self.changed.notify_all()
        return outcome or Taken(str(len(self.delivered)))

    def texts(self, chat: str = "a") -> list[str]:
        """What a chat got."""
        return [text for where, text in self.delivered if where == chat]

    async def wait_until(self, condition: Callable[[], bool]) -> None:
        """Waits for deliveries that make the condition true."""
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(condition)


class Echo:
    """A dialogue that says what it heard; `gates` hold single messages up."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}
        self.came = asyncio.Event()

    async def handle(self, incoming: Incoming, _: Abilities) -> list[Outgoing]:
        """The text again."""
        self.heard.append(incoming.text)
        self.came.set()
        if incoming.text in self.gates:
            await self.gates[incoming.text].wait()
        return [Outgoing(Reply("vi", lines=(f"({incoming.text})",)))]


def update(number: int, text: str, *, chat: str = "a", user: str | None = None, at: float | None = None) -> Received:
    """An update as the fake platform brings it."""
    return Received(str(number), chat, {"text": text, "chat": chat, "user": user or chat}, at)
