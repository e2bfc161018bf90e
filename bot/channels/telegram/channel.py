"""The Telegram channel: builds python-telegram-bot's Application, feeds the exchange, stops in order."""

import asyncio
import logging
import os
import re
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from starlette.applications import Starlette
from telegram import Bot, Update
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, InlineQueryHandler

from bot.channel import Answering
from bot.channels.telegram.addressing import CHANNEL
from bot.channels.telegram.door import TelegramDoor
from bot.channels.telegram.inline import InlineMode
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.journal import read_journal, remove_journal
from bot.channels.telegram.menu import Commands, introduce
from bot.channels.telegram.polling import ALLOWED_UPDATES, PollingRequest, poll
from bot.channels.telegram.retrying import persistently
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.telegram.webhook import webhook_app
from bot.durable.door import Talking
from bot.durable.exchange import Exchange, ExchangeParts
from bot.durable.lanes import Lanes
from bot.durable.listening import listening_socket, serve
from bot.durable.pace import Pace, Speed
from bot.durable.postbox import Postbox
from bot.durable.settings import ChatSettings
from bot.durable.waiting import Pause
from bot.errors import BadConfig, EnvironmentFault
from bot.incoming import Person
from bot.metrics import UNMEASURED, Measures
from bot.state.database import BotState
from bot.state.inbox import Received

_INLINE_AT_ONCE = 4
# Telegram's documented limits: a message a second in a chat, 20 a minute in a group, 30 a second overall; bursts pass
_OVERALL = Speed(30, 1 / 30)
_IN_PRIVATE = Speed(5, 1.0)
_IN_GROUPS = Speed(5, 3.0)
# Loose on purpose, so that a Bot API server of one's own may have its own form; the token becomes part of a URL
_TOKEN = re.compile(r"[\w:.~-]+", re.ASCII)
_log = logging.getLogger(__name__)

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class TelegramDialogue(Talking, Commands, Protocol):
    """What the channel needs of the dialogue."""


@dataclass(frozen=True, slots=True)
class TelegramParts:
    """What the channel stands on.

    `may_ask` says whether somebody is a member; `journal` is the folder where versions before 0.2 kept what waited;
    `pause` and `clock` are seams for tests.
    """

    dialogue: TelegramDialogue
    responder: Answering
    state: BotState
    postbox: Postbox
    chats: ChatSettings
    may_ask: Callable[[Person], Awaitable[bool]]
    journal: Path | None = None
    metrics: Measures = UNMEASURED
    pause: Pause = asyncio.sleep
    clock: Callable[[], float] = time.time


class TelegramChannel:
    """One bot. Raises BadConfig for a token that cannot be one."""

    def __init__(
        self, settings: TelegramSettings, parts: TelegramParts, *, token: str, webhook_secret: str | None = None
    ) -> None:
        self._settings = settings
        self._parts = parts
        self._secret = webhook_secret or secrets.token_urlsafe(32)
        self._application = _application(settings, token)
        number_of = parts.state.records.conversations.number_of
        cached = settings.inline_cache_seconds
        self._inline = InlineMode(parts.responder, parts.may_ask, number_of, cached, parts.metrics)
        self._application.add_handler(InlineQueryHandler(self._inline))

    @property
    def name(self) -> str:
        """What logs and settings call this door."""
        return CHANNEL

    async def run(self, stop: asyncio.Event) -> None:
        """Answers until `stop` is set; what is unanswered then is answered after the next start.

        Raises BadConfig for a token that Telegram does not know, EnvironmentFault when the webhook's port is taken,
        StorageFault or Busy when the database cannot be read at the start.
        """
        _keep_the_token_out_of_logs()
        running = asyncio.create_task(self._run())
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.cancel()
            running.cancel()
            await asyncio.wait({running})
        if not running.cancelled():
            self._raise_plainly(running.exception())

    @staticmethod
    def _raise_plainly(fault: BaseException | None) -> None:
        if isinstance(fault, InvalidToken):
            # python-telegram-bot writes the token into this exception: it must not travel on as a cause
            raise BadConfig(
                "Telegram does not know the token in TELEGRAM_BOT_TOKEN; take it from @BotFather anew"
            ) from None
        if isinstance(fault, TelegramError):
            raise EnvironmentFault(f"Telegram does not let the bot work: {fault.message}") from fault
        if fault is not None:
            raise fault

    async def _run(self) -> None:
        application, parts = self._application, self._parts
        try:
            await persistently(application.initialize, parts.pause)
            bot = application.bot
            await parts.state.records.invitations.name_door(CHANNEL, bot.username)
            await introduce(bot, parts.dialogue, self._settings, parts.pause)
            door = TelegramDoor(bot, parts.state.outbox, parts.pause)
            exchange = self._exchange(door)
            queries = Lanes[Update](self._answer_inline, _INLINE_AT_ONCE)

            def passing(update: Update) -> None:
                if update.inline_query and self._settings.inline:
                    self._inline.came(update.inline_query)
                    queries.put(update.inline_query.from_user.id, update)

            intake = Intake(bot, exchange, parts.state.outbox, door.read, passing)
            async with exchange.at_work():
                try:
                    await self._take_over_the_journal(bot, intake)
                    await self._feed(bot, intake, exchange)
                finally:
                    await queries.close(0)
        finally:
            await application.shutdown()
            # where initialising failed half-way, its connections are open all the same
            await application.bot.shutdown()

    def _exchange(self, door: TelegramDoor) -> Exchange:
        parts, settings = self._parts, self._settings
        pace = Pace(lambda chat_id: _IN_GROUPS if chat_id.startswith("-") else _IN_PRIVATE, _OVERALL, parts.clock)
        return Exchange(
            ExchangeParts(
                door,
                parts.state,
                parts.dialogue,
                parts.postbox,
                pace,
                parts.chats,
                parallel_chats=settings.parallel_chats,
                typing_after=settings.typing_after_ms / 1000,
                stop_seconds=settings.stop_seconds,
                metrics=parts.metrics,
                pause=parts.pause,
                clock=parts.clock,
            )
        )

    async def _answer_inline(self, update: Update) -> None:
        try:
            await self._application.process_update(update)
        except Exception:  # noqa: BLE001 - the channel is a boundary: one strange query must not end the bot
            _log.exception("an inline query could not be dealt with")

    async def _take_over_the_journal(self, bot: Bot, intake: Intake) -> None:
        if self._parts.journal is None:
            return
        path = self._parts.journal / f"telegram-{bot.id}.jsonl"
        pending, done = await asyncio.to_thread(read_journal, path)
        inbox = self._parts.state.inbox
        for item in await inbox.take(CHANNEL, [Received(f"{bot.id}:{number}", "", {}) for number in done]):
            await inbox.finish(item)
        await intake.take(pending)
        await remove_journal(path)

    async def _feed(self, bot: Bot, intake: Intake, exchange: Exchange) -> None:
        pause = self._parts.pause
        if self._settings.mode == "polling":
            _log.info("answering on Telegram as @%s", bot.username)
            await poll(bot, intake.take, exchange.room, seconds=self._settings.poll_seconds, pause=pause)
        else:
            await self._serve_webhook(bot, webhook_app(self._secret, intake.take, lambda: exchange.has_room))

    async def _serve_webhook(self, bot: Bot, app: Starlette) -> None:
        hook = self._settings.webhook
        listener = listening_socket("Telegram", hook.listen, hook.port)
        try:
            await self._set_webhook(bot)
        except BaseException:
            listener.close()
            raise
        _log.info("answering on Telegram as @%s, webhook on port %s", bot.username, listener.getsockname()[1])
        await serve(app, listener)

    async def _set_webhook(self, bot: Bot) -> None:
        url = self._settings.webhook.url or ""
        try:
            await persistently(
                lambda: bot.set_webhook(
                    url, secret_token=self._secret, allowed_updates=ALLOWED_UPDATES, drop_pending_updates=False
                ),
                self._parts.pause,
            )
        except BadRequest as fault:
            raise BadConfig(
                f"Telegram does not take the webhook {url} ({fault.message}); "
                "mend [channels.telegram.webhook] url or TELEGRAM_WEBHOOK_SECRET"
            ) from fault


def _application(settings: TelegramSettings, token: str) -> AnyApplication:
    if not _TOKEN.fullmatch(token):
        raise BadConfig("the token in TELEGRAM_BOT_TOKEN is no bot token, which looks like 123456789:AbC-dEf_123")
    # Asked for by the library: without it, each rate limit raises a deprecation warning instead of being waited out
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    return (
        ApplicationBuilder()
        .token(token)
        .base_url(settings.base_url)
        .base_file_url(settings.file_url)
        .read_timeout(settings.answer_seconds)
        .connection_pool_size(2 * settings.parallel_chats)
        .pool_timeout(settings.answer_seconds)
        .get_updates_request(PollingRequest(connection_pool_size=1, read_timeout=settings.answer_seconds))
        .updater(None)
        .job_queue(None)
        .build()
    )


def _keep_the_token_out_of_logs() -> None:
    """The token is part of every URL, which these libraries write down at INFO and DEBUG."""
    for name in ("httpx", "httpcore", "telegram"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logging.WARNING, logger.level))
