"""What the emulated platform remembers: chats, messages, files, updates that wait, calls that were made."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

WAIT_SECONDS = 15.0
# In the place of a status: the connection is cut, or no answer ever comes
RESET = -1
SILENCE = -2


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot, as it arrived; `status` is what it was answered with."""

    method: str
    parameters: Json
    status: int


@dataclass(frozen=True, slots=True)
class BotMessage:
    """A message of the bot as a person sees it (`text`, `entities`, `buttons`) and as it was sent (`source`)."""

    chat_id: int
    message_id: int
    text: str
    source: str
    entities: tuple[Json, ...]
    markup: Json | None
    thread_id: int | None
    reply_to: int | None
    picture: bytes | None = None

    @property
    def buttons(self) -> tuple[Json, ...]:
        """The inline buttons, row after row."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return tuple(button for row in rows for button in row)

    def button(self, label: str) -> Json:
        """The button whose label holds `label`."""
        return next(button for button in self.buttons if label in button["text"])

    def marked(self, kind: str) -> list[str]:
        """The stretches of text that carry an entity of this kind."""
        units = self.text.encode("utf-16-le")
        return [
            units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")
            for entity in self.entities
            if entity["type"] == kind
        ]

    @property
    def links(self) -> list[str]:
        """Where its links lead."""
        return [entity["url"] for entity in self.entities if entity["type"] == "text_link"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure to inject: before the call is carried out, or (`after`) once it was, as a lost answer looks.

    `body` replaces the platform's JSON, as a proxy's error page or a cut-off answer does; RESET and SILENCE stand for
    a status where there is none.
    """

    method: str
    status: int
    retry_after: int | None = None
    chat_id: int | None = None
    after: bool = False
    description: str = "injected"
    body: bytes | None = None


@dataclass(slots=True)
class Webhook:
    """Where updates are delivered, and what the platform says of the last failure."""

    url: str
    secret: str | None
    allowed: list[str] | None
    last_error: str | None = None


@dataclass(slots=True)
class PlatformState:
    """All that is remembered; `changed` is notified with every change, so that nobody has to poll."""

    token: str
    me: Json
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    updates: list[Json] = field(default_factory=list)
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    chats: dict[int, Json] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    sent: list[BotMessage] = field(default_factory=list)
    edits: list[BotMessage] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    callbacks: dict[str, Json | None] = field(default_factory=dict)
    inline_queries: dict[str, Json | None] = field(default_factory=dict)
    moved: dict[int, int] = field(default_factory=dict)
    deleted: list[tuple[int, int]] = field(default_factory=list)
    unheard_confirmations: int = 0
    outage: Callable[[], bool] = field(default=lambda: False)
    webhook: Webhook | None = None
    poll_number: int = 0
    confirmed: int = 0
    closing: bool = False
    _last_update: int = 1000
    _last_message: int = 0

    def now(self) -> int:
        """Telegram's clock: whole seconds."""
        return int(time.time())

    def new_message_id(self) -> int:
        """Message numbers grow."""
        self._last_message += 1
        return self._last_message

    def add_update(self, kind: str, content: Json) -> Json:
        """Queues an update until it is confirmed."""
        self._last_update += 1
        update = {"update_id": self._last_update, kind: content}
        self.updates.append(update)
        return update

    def confirm_before(self, offset: int) -> None:
        """Forgets the updates below `offset`, as getUpdates and a delivered webhook do."""
        if self.unheard_confirmations:
            self.unheard_confirmations -= 1
            return
        self.confirmed = max(self.confirmed, offset - 1)
        self.updates = [update for update in self.updates if update["update_id"] >= offset]

    def take_fault(self, method: str, chat_id: object, *, after: bool) -> Fault | None:
        """The next injected fault for this call, used up."""
        for position, fault in enumerate(self.faults):
            if fault.method == method and fault.after == after and fault.chat_id in {None, chat_id}:
                return self.faults.pop(position)
        return None

    async def tell(self) -> None:
        """Wakes everyone who waits for a change."""
        async with self.changed:
            self.changed.notify_all()

    async def wait_until(self, condition: Callable[[], bool], *, seconds: float = WAIT_SECONDS) -> None:
        """Waits for a change that makes the condition true; TimeoutError with what was seen otherwise."""
        try:
            async with asyncio.timeout(seconds), self.changed:
                await self.changed.wait_for(condition)
        except TimeoutError:
            seen = [(call.method, call.status) for call in self.calls[-10:]]
            raise TimeoutError(f"nothing of the kind within {seconds} s; last calls: {seen}") from None
