"""The exchange between a platform and the dialogue: nothing taken is lost, everything is answered in its turn."""

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.durable.door import Door, Talking
from bot.durable.lanes import Lanes
from bot.durable.pace import Pace
from bot.durable.postbox import Postbox
from bot.durable.rates import Rates
from bot.durable.sender import Sender, SenderParts
from bot.durable.settings import ChatSettings
from bot.durable.waiting import Pause, backoff
from bot.incoming import Incoming
from bot.metrics import UNMEASURED, Measures
from bot.outgoing import Outgoing
from bot.reply import Reply
from bot.state.database import BotState
from bot.state.inbox import InboxItem, Received
from bot.state.outbox import Send
from bot.wording import say
from corpus.errors import CorpusError

# Platforms take the sign away after about five seconds
_TYPING_EVERY = 4.5
_LOOK_EVERY = 10.0
_LOOKS_PER_TIDYING = 360
_log = logging.getLogger(__name__)

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class ExchangeParts:
    """What an exchange works with; `pause` and `clock` are seams for tests that do not wait."""

    door: Door
    state: BotState
    dialogue: Talking
    postbox: Postbox
    pace: Pace
    settings: ChatSettings
    parallel_chats: int = 32
    typing_after: float = 0.3
    stop_seconds: float = 5.0
    metrics: Measures = UNMEASURED
    pause: Pause = asyncio.sleep
    clock: Callable[[], float] = time.time


@dataclass(frozen=True, slots=True)
class _Work:
    """A stored update on its way; `left_over` by a process that died, `too_many` for its chat's queue."""

    item: InboxItem
    left_over: bool = False
    too_many: bool = False


class Exchange:
    """One per channel. Use it as `async with exchange.at_work(): ... await exchange.take(updates)`."""

    def __init__(self, parts: ExchangeParts) -> None:
        self._parts = parts
        self._channel = parts.door.name
        self._lanes = Lanes[_Work](self._handle, parts.parallel_chats)
        self._rates = Rates(parts.settings.questions_per_minute)
        self._full = Rates(1)
        parts.postbox.serve(self._channel, parts.door.letter)
        self._sender = Sender(
            SenderParts(
                channel=self._channel,
                outbox=parts.state.outbox,
                deliver=parts.door.deliver,
                pace=parts.pace,
                metrics=parts.metrics,
                pause=parts.pause,
                clock=parts.clock,
                at_once=parts.parallel_chats,
                give_up_seconds=parts.settings.give_up_hours * 3600,
            )
        )

    @property
    def has_room(self) -> bool:
        """Whether more updates should be taken now."""
        return self._lanes.load < self._parts.settings.most_waiting

    async def room(self) -> None:
        """Returns once more updates should be taken; until then the platform keeps them."""
        if not self.has_room:
            _log.warning("%s messages wait for an answer; no more are fetched from %s", self._lanes.load, self._channel)
            await self._lanes.room(self._parts.settings.most_waiting)

    async def take(self, received: Sequence[Received]) -> None:
        """Stores updates, those already known left out, and sets to work on them.

        Raises Busy or StorageFault; then none was taken and the platform must not be told otherwise.
        """
        taken = await asyncio.shield(self._parts.state.inbox.take(self._channel, received))
        for item in taken:
            full = self._lanes.load_of(item.chat_id) >= self._parts.settings.most_waiting_per_chat
            self._lanes.put((item.chat_id, "full") if full else item.chat_id, _Work(item, too_many=full))
        self._parts.metrics.queue(f"{self._channel}.inbox", self._lanes.load)

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """First what an earlier process has left, then whatever is taken; ends in order. Raises Busy, StorageFault."""
        for item in await self._parts.state.inbox.pending(self._channel):
            self._lanes.put(item.chat_id, _Work(item, left_over=True))
        beside = [asyncio.create_task(self._sender.run()), asyncio.create_task(self._tidy())]
        try:
            yield
        finally:
            await self._lanes.close(self._parts.stop_seconds)
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await self._sender.close(self._parts.stop_seconds)

    async def _handle(self, work: _Work) -> None:
        """One update, to its end: answered, or answered with an apology. Only cancellation leaves it in the inbox."""
        sends = await self._once_stored(lambda: self._sends(work))
        await self._once_stored(lambda: self._parts.state.inbox.finish(work.item, sends))
        self._parts.metrics.queue(f"{self._channel}.inbox", self._lanes.load - 1)

    async def _once_stored(self, call: Callable[[], Awaitable[Result]]) -> Result:
        """The result of a call, made again for as long as the database cannot be written or read."""
        failures = 0
        while True:
            try:
                return await call()
            except CorpusError as fault:
                _log.error("an answer on %s waits for the database (%s)", self._channel, fault)
            await self._parts.pause(backoff(failures))
            failures += 1

    async def _sends(self, work: _Work) -> list[Send]:
        """The requests that an update calls for."""
        parts, body = self._parts, work.item.body
        incoming: Incoming | None = None
        try:
            incoming = parts.door.read(body)
            if incoming is None:
                return []
            said = await self._said(work, incoming)
            own = [one for one in said if one.to is None]
            return [*await parts.door.replies(body, incoming, own), *await parts.postbox.sends(said)]
        except CorpusError:
            raise
        except Exception:  # noqa: BLE001 - the boundary: a person gets a sentence, the log the rest
            incident = secrets.token_hex(4)
            _log.exception("incident %s with an update of %s", incident, self._channel)
            self._parts.metrics.failed(self._channel, "answer")
        return await parts.door.replies(body, incoming, self._notice(incoming, "failed", incident)) if incoming else []

    async def _said(self, work: _Work, incoming: Incoming) -> list[Outgoing]:
        parts = self._parts
        refusal = await self._refusal(work, incoming)
        if refusal is not None:
            return self._notice(incoming, refusal) if refusal else []
        if incoming.kind == "text" and not incoming.text.startswith("/"):
            parts.metrics.question(self._channel)
        async with self._typing(incoming):
            return await parts.dialogue.handle(incoming, parts.door.abilities)

    async def _refusal(self, work: _Work, incoming: Incoming) -> str | None:
        """Why it is not answered: a wording of ours, or nothing to say ("") where that was said already."""
        item = work.item
        if work.left_over and await self._parts.state.inbox.begin(item) > self._parts.settings.attempts:
            _log.error("update %s of %s ended the program again and again; it is given up", item.number, self._channel)
            return "gave_up"
        if work.too_many:
            return "full" if self._full.check(item.chat_id, item.written_at) == "allowed" else ""
        if incoming.kind == "button":
            return None
        verdict = self._rates.check(incoming.person.actor, item.written_at)
        return {"allowed": None, "told": "too_many", "silent": ""}[verdict]

    def _notice(self, incoming: Incoming, key: str, incident: str = "") -> list[Outgoing]:
        language = incoming.person.language
        most = self._parts.settings.questions_per_minute
        text = say(language, f"chats.{key}", incident=incident, most=most).strip()
        if incoming.kind == "button" and self._parts.door.abilities.buttons:
            return [Outgoing(toast=text)]
        return [Outgoing(Reply(language, lines=(text,)), answers_to=incoming.message_id)]

    @contextlib.asynccontextmanager
    async def _typing(self, incoming: Incoming) -> AsyncIterator[None]:
        """Shows the typing sign while the work inside takes longer than it usually does."""
        showing = asyncio.create_task(self._keep_typing(incoming))
        try:
            yield
        finally:
            showing.cancel()
            await asyncio.gather(showing, return_exceptions=True)

    async def _keep_typing(self, incoming: Incoming) -> None:
        await asyncio.sleep(self._parts.typing_after)
        while True:
            await self._parts.door.typing(incoming)
            await asyncio.sleep(_TYPING_EVERY)

    async def _tidy(self) -> None:
        """Tells how much waits to be sent and, once an hour, forgets what is older than the settings want."""
        parts, kept = self._parts, self._parts.settings.keep_hours * 3600
        looks = 0
        while True:
            try:
                parts.metrics.queue(f"{self._channel}.outbox", await parts.state.outbox.waiting(self._channel))
                if looks % _LOOKS_PER_TIDYING == 0:
                    await parts.state.inbox.purge(parts.clock() - kept)
                    await parts.state.outbox.purge(parts.clock() - kept)
            except CorpusError as fault:
                _log.warning("old entries of the inbox could not be purged (%s)", fault)
            looks += 1
            await asyncio.sleep(_LOOK_EVERY)
