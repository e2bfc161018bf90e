"""The Telegram channel: builds python-telegram-bot's Application, feeds it from the inbox, stops in order."""

import asyncio
import logging
import os
import re
import secrets
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from telegram import Bot, BotCommand, Update
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder

from bot.channel import Answering
from bot.channels.telegram.admins import AdminHandlers
from bot.channels.telegram.conversation import Conversations
from bot.channels.telegram.delivery import Delivery
from bot.channels.telegram.door import CHANNEL, Door
from bot.channels.telegram.faults import FaultHandler
from bot.channels.telegram.inbox import Inbox, RawUpdate
from bot.durable.lanes import Lanes
from bot.channels.telegram.members import MemberHandlers
from bot.channels.telegram.polling import ALLOWED_UPDATES, STRANGE_FORM, PollingRequest, poll
from bot.channels.telegram.retrying import Pause, persistently
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.telegram.webhook import listening_socket, serve, webhook_app
from bot.desk import Desk
from bot.errors import BadConfig, EnvironmentFault
from bot.roles import Role, Roles
from bot.wording import LANGUAGES, say

# More than this many unanswered messages are left with Telegram, which keeps them for a day
MOST_WAITING = 2000
_COMMANDS = ("start", "help", "new", "id")
_READ_SECONDS = 20.0
# Loose on purpose, so that a Bot API server of one's own may have its own form; the token becomes part of a URL
_TOKEN = re.compile(r"[\w:.~-]+", re.ASCII)
_log = logging.getLogger(__name__)

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


class TelegramChannel:
    """One bot. `inbox` is the folder for what was received and not answered yet; `pause` waits between attempts.

    Raises BadConfig for a token that cannot be one.
    """

    def __init__(  # noqa: PLR0913 - the parts that a channel is made of, each by its name
        self,
        settings: TelegramSettings,
        *,
        token: str,
        responder: Answering,
        desk: Desk,
        roles: Roles,
        inbox: Path,
        webhook_secret: str | None = None,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._folder = inbox
        self._secret = webhook_secret or secrets.token_urlsafe(32)
        self._pause = pause
        self._roles = roles
        self._application = _application(settings, token)
        delivery = Delivery(self._application.bot, pause)
        conversations = Conversations(settings.conversation_minutes)
        door = Door(settings, responder, desk, roles, delivery, conversations)
        AdminHandlers(door).register(self._application)
        MemberHandlers(door).register(self._application)
        self._application.add_error_handler(FaultHandler(delivery))

    @property
    def name(self) -> str:
        """What logs and settings call this door."""
        return CHANNEL

    async def run(self, stop: asyncio.Event) -> None:
        """Answers until `stop` is set; what is unanswered then is answered after the next start.

        Raises BadConfig for a token that Telegram does not know, EnvironmentFault when the inbox cannot be written or
        the webhook's port is taken.
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
        application = self._application
        try:
            await persistently(application.initialize, self._pause)
            await self._introduce(application.bot)
            inbox = await self._open_inbox(application.bot.id)
            lanes = Lanes[Update](lambda update: self._handle(update, inbox), self._settings.parallel_chats)
            try:
                await self._feed(inbox, lanes)
            finally:
                await lanes.close(self._settings.stop_seconds)
                await inbox.close()
        finally:
            await application.shutdown()
            await (
                application.bot.shutdown()
            )  # where initialising failed half-way, its connections are open all the same

    async def _introduce(self, bot: Bot) -> None:
        """Names the commands in Telegram's menu; English for people whose Telegram speaks English."""
        for language in LANGUAGES:
            commands = [BotCommand(name, say(language, f"telegram.command_{name}")) for name in _COMMANDS]
            code = None if language == "vi" else language
            try:
                await persistently(lambda: bot.set_my_commands(commands, language_code=code), self._pause)  # noqa: B023 - awaited at once
            except InvalidToken:
                raise
            except TelegramError as fault:
                _log.warning("the menu of commands could not be set (%s)", fault.message)

    async def _open_inbox(self, bot_id: int) -> Inbox:
        path = self._folder / f"telegram-{bot_id}.jsonl"
        try:
            return await Inbox.open(path)
        except OSError as fault:
            raise EnvironmentFault(f"the inbox {path} cannot be written: {fault.strerror or fault}") from fault

    async def _feed(self, inbox: Inbox, lanes: Lanes[Update]) -> None:
        async def take(updates: Sequence[RawUpdate]) -> None:
            await self._queue(await inbox.take(updates), inbox, lanes)

        await self._queue(inbox.pending, inbox, lanes)
        bot = self._application.bot
        if self._settings.mode == "polling":
            _log.info("answering on Telegram as @%s", bot.username)
            await poll(
                bot, take, lambda: lanes.room(MOST_WAITING), seconds=self._settings.poll_seconds, pause=self._pause
            )
        else:
            await self._serve_webhook(bot, webhook_app(self._secret, take, lambda: lanes.load < MOST_WAITING))

    async def _serve_webhook(self, bot: Bot, app: Starlette) -> None:
        hook = self._settings.webhook
        listener = listening_socket(hook.listen, hook.port)
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
                self._pause,
            )
        except BadRequest as fault:
            raise BadConfig(
                f"Telegram does not take the webhook {url} ({fault.message}); "
                "mend [channels.telegram.webhook] url or TELEGRAM_WEBHOOK_SECRET"
            ) from fault

    async def _queue(self, updates: Sequence[RawUpdate], inbox: Inbox, lanes: Lanes[Update]) -> None:
        for raw in updates:
            try:
                update = Update.de_json(raw, self._application.bot)
                lanes.put(self._lane(update), update)
            except STRANGE_FORM:
                _log.exception("update %s is in no form that Telegram documents; it is left out", raw["update_id"])
                await inbox.done(raw["update_id"])

    async def _handle(self, update: Update, inbox: Inbox) -> None:
        """One update, to its end: answered, or answered with an apology. Only cancellation leaves it in the inbox."""
        try:
            await self._application.process_update(update)
        except Exception:  # noqa: BLE001 - the channel is a boundary: one strange update must not end the bot
            _log.exception("update %s could not be dealt with", update.update_id)
        try:
            await inbox.done(update.update_id)
        except OSError as fault:
            _log.error("the inbox cannot be written (%s); an answer may be repeated after a restart", fault)

    def _lane(self, update: Update) -> Hashable:
        """Order is kept per chat; an admin's work has a lane of its own, since indexing must not hold up answers."""
        chat, person, message = update.effective_chat, update.effective_user, update.message
        words = (message.text or message.caption or "") if message else ""
        is_work = message is None or message.document is not None or words.startswith("/add")
        is_admin = person is not None and self._roles.allows(CHANNEL, person.id, Role.ADMIN)
        return chat.id if chat else None, is_work and is_admin


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
        .read_timeout(_READ_SECONDS)
        .get_updates_request(PollingRequest(connection_pool_size=1, read_timeout=_READ_SECONDS))
        .updater(None)
        .job_queue(None)
        .build()
    )


def _keep_the_token_out_of_logs() -> None:
    """The token is part of every URL, which these libraries write down at INFO and DEBUG."""
    for name in ("httpx", "httpcore", "telegram"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logging.WARNING, logger.level))
