"""What the emulated platform remembers: people, messages, updates that wait, calls that were made."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]

WAIT_SECONDS = 15.0
MOST_PEOPLE = 50
MONTHLY_MESSAGES = 3000


class ApiFault(Exception):
    """Answered as `{"ok": false, "error_code": code, "description": ...}`."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


def _as_it_is(update: Json) -> Json:
    return update


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot, as it arrived; `code` is what it was answered with, 200 when all was well."""

    method: str
    parameters: Json
    code: int


@dataclass(frozen=True, slots=True)
class BotMessage:
    """A message of the bot as a person sees it; `photo` is the address of a picture, `text` then its caption."""

    chat_id: str
    message_id: str
    text: str
    photo: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """A failure to inject: before the call is carried out, or (`after`) once it was, as a lost answer looks.

    `how` says what the bot sees: the platform's own error, `body` in its place (a proxy's page, cut-off JSON), a
    connection that breaks, or no answer until the emulator closes.
    """

    method: str
    code: int = 500
    description: str = "injected"
    chat_id: str | None = None
    after: bool = False
    how: Literal["error", "body", "reset", "silence"] = "error"
    body: bytes = b""


@dataclass(slots=True)
class Webhook:
    """Where updates are delivered."""

    url: str
    secret: str
    updated: int
    last_status: int | None = None


@dataclass(slots=True)
class PlatformState:
    """All that is remembered; `changed` is notified with every change, so that nobody has to poll."""

    token: str
    me: Json
    codes_as_http: bool = False
    shape: Callable[[Json], Json] = _as_it_is
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    updates: list[Json] = field(default_factory=list)
    chats: set[str] = field(default_factory=set)
    written_to: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    sent: list[BotMessage] = field(default_factory=list)
    actions: list[tuple[str, str]] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    webhook: Webhook | None = None
    polls: int = 0
    quota: int = MONTHLY_MESSAGES
    most_people: int = MOST_PEOPLE
    down: bool = False
    closing: bool = False
    _last_message: int = 0

    def now(self) -> int:
        """Zalo's clock: milliseconds."""
        return int(time.time() * 1000)

    def new_message_id(self) -> str:
        """Message numbers are hexadecimal strings of 20 characters."""
        self._last_message += 1
        return f"{self._last_message:020x}"

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
            seen = [(call.method, call.code) for call in self.calls[-10:]]
            raise TimeoutError(f"nothing of the kind within {seconds} s; last calls: {seen}") from None
