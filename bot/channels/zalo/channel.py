"""The Zalo channel: brings messages from the platform to the exchange, by polling or by a webhook."""

import asyncio
import hashlib
import hmac
import logging
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bot.channels.zalo.client import ZaloClient
from bot.channels.zalo.door import ZaloDoor
from bot.channels.zalo.faults import Refused, WrongToken, ZaloFault
from bot.channels.zalo.layout import messages
from bot.channels.zalo.pictures import Pictures
from bot.channels.zalo.polling import Polling, poll
from bot.channels.zalo.quota import Quota
from bot.channels.zalo.retrying import persistently
from bot.channels.zalo.settings import ZaloSettings
from bot.channels.zalo.updates import CHANNEL, parse
from bot.channels.zalo.webhook import SECRET_LENGTHS, webhook_app
from bot.durable.door import Talking
from bot.durable.exchange import Exchange, ExchangeParts
from bot.durable.listening import listening_socket, serve
from bot.durable.pace import Pace, Speed
from bot.durable.postbox import Postbox
from bot.durable.settings import ChatSettings
from bot.durable.waiting import Pause
from bot.errors import BadConfig, EnvironmentFault
from bot.metrics import UNMEASURED, Measures
from bot.outgoing import Outgoing
from bot.reply import Reply
from bot.state.database import BotState
from bot.state.inbox import Received
from bot.state.outbox import Send
from bot.wording import say

# Zalo publishes no speed limits. These are below what other platforms of its kind allow; a 429 is waited out besides
_CHAT_SPEED = Speed(3, 1.0)
_OVERALL_SPEED = Speed(20, 0.05)
# Loose on purpose; the token becomes part of an address
_TOKEN = re.compile(r"[\w:.~-]+", re.ASCII)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ZaloParts:
    """What the channel works with; `pause`, `clock` and the speeds are seams for tests that do not wait.

    `pictures` is the folder for those that Zalo fetches from the webhook's server; without one they are told in words.
    """

    settings: ZaloSettings
    chats: ChatSettings
    state: BotState
    dialogue: Talking
    postbox: Postbox
    metrics: Measures = UNMEASURED
    pause: Pause = asyncio.sleep
    clock: Callable[[], float] = time.time
    chat_speed: Speed = _CHAT_SPEED
    overall_speed: Speed = _OVERALL_SPEED
    pictures: Path | None = None


class ZaloChannel:
    """One bot. Raises BadConfig for a token or a webhook secret that cannot be one."""

    name = CHANNEL

    def __init__(self, parts: ZaloParts, *, token: str, webhook_secret: str | None = None) -> None:
        if not _TOKEN.fullmatch(token):
            raise BadConfig("the token in ZALO_BOT_TOKEN is no bot token, which looks like 123456789:AbC-dEf_123")
        if webhook_secret is not None and len(webhook_secret) not in SECRET_LENGTHS:
            raise BadConfig(
                "the secret in ZALO_WEBHOOK_SECRET must have 8 to 256 characters; make it longer or shorter"
            )
        self._parts = parts
        self._token = token
        self._secret = webhook_secret or _secret_of(token)

    async def run(self, stop: asyncio.Event) -> None:
        """Answers until `stop` is set; what is unanswered then is answered after the next start.

        Raises BadConfig for a token that Zalo does not know, EnvironmentFault when Zalo does not let the bot work or
        the webhook's port is taken, StorageFault or Busy when the database cannot be read at the start.
        """
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
        if isinstance(fault, WrongToken):
            raise BadConfig("Zalo does not know the token in ZALO_BOT_TOKEN; take it from Zalo Bot Manager anew")
        if isinstance(fault, ZaloFault):
            raise EnvironmentFault(
                f"Zalo does not let the bot work: {fault}; look at [channels.zalo] base_url and at the bot in Zalo"
            )
        if fault is not None:
            raise fault

    async def _run(self) -> None:
        parts = self._parts
        client = ZaloClient(parts.settings.base_url, self._token)
        try:
            me = await persistently(lambda: client.call("getMe"), parts.pause)
            quota = Quota(parts.settings, lambda: parts.state.outbox.sent_in_month(CHANNEL), self._tell_admins)
            await quota.look()
            pictures = self._pictures()
            door = ZaloDoor(client, quota, _names(me), pictures, parts.clock)
            exchange = self._exchange(door)
            async with exchange.at_work():
                if parts.settings.mode == "polling":
                    await self._poll(client, exchange)
                else:
                    await self._serve_webhook(client, exchange, pictures)
        finally:
            await client.close()

    def _exchange(self, door: ZaloDoor) -> Exchange:
        parts, settings = self._parts, self._parts.settings
        return Exchange(
            ExchangeParts(
                door=door,
                state=parts.state,
                dialogue=parts.dialogue,
                postbox=parts.postbox,
                pace=Pace(lambda _: parts.chat_speed, parts.overall_speed, parts.clock),
                settings=parts.chats,
                parallel_chats=settings.parallel_chats,
                typing_after=settings.typing_after_ms / 1000,
                stop_seconds=settings.stop_seconds,
                metrics=parts.metrics,
                pause=parts.pause,
                clock=parts.clock,
            )
        )

    def _taking(self, exchange: Exchange) -> Callable[[object], Awaitable[None]]:
        async def take(raw: object) -> None:
            update = parse(raw)
            if update is None:
                _log.warning("Zalo brought something that holds no message; it is left out")
            elif not update.from_bot:
                written_at = None if update.written_at is None else min(update.written_at, self._parts.clock())
                await exchange.take([Received(update.key, update.chat_id, update.body, written_at)])

        return take

    async def _poll(self, client: ZaloClient, exchange: Exchange) -> None:
        settings = self._parts.settings
        _log.info("answering on Zalo, by polling")
        how = Polling(
            settings.poll_seconds,
            settings.remove_webhook,
            self._parts.pause,
            lambda: self._parts.metrics.failed(CHANNEL, "fetch"),
        )
        await poll(client, self._taking(exchange), exchange.room, how)

    def _pictures(self) -> Pictures | None:
        """Only with a webhook there is an address that Zalo can fetch pictures from."""
        parts, settings = self._parts, self._parts.settings
        if parts.pictures is None or settings.mode != "webhook" or settings.webhook.url is None:
            return None
        return Pictures(parts.pictures, settings.webhook.url, parts.clock)

    async def _serve_webhook(self, client: ZaloClient, exchange: Exchange, pictures: Pictures | None) -> None:
        async def no_picture(_: str) -> bytes | None:
            return None

        hook, picture = self._parts.settings.webhook, pictures.at if pictures else no_picture
        app = webhook_app(self._secret, self._taking(exchange), lambda: exchange.has_room, picture)
        listener = listening_socket("Zalo", hook.listen, hook.port)
        try:
            await self._set_webhook(client)
        except BaseException:
            listener.close()
            raise
        _log.info("answering on Zalo, webhook on port %s", listener.getsockname()[1])
        await serve(app, listener)

    async def _set_webhook(self, client: ZaloClient) -> None:
        url = self._parts.settings.webhook.url or ""
        given = {"url": url, "secret_token": self._secret}
        try:
            await persistently(lambda: client.call("setWebhook", given), self._parts.pause)
        except WrongToken:
            raise
        except Refused as fault:
            raise BadConfig(
                f"Zalo does not take the webhook {url} ({fault}); mend [channels.zalo.webhook] url"
            ) from None

    async def _tell_admins(self, sent: int, most: int) -> None:
        """A note to every admin on Zalo whose chat is known."""
        settings, outbox = self._parts.settings, self._parts.state.outbox
        known = await self._parts.state.records.people.with_role("admin", "maintainer")
        chats = {one.chat_id for one in known if one.channel == CHANNEL and one.chat_id}
        # A private chat has the number of its person
        chats |= {*settings.admins, *settings.maintainers}
        note = Outgoing(Reply("vi", lines=(say("vi", "zalo.quota_near", sent=sent, most=most),)))
        sends = [
            Send(CHANNEL, chat, "sendMessage", {"chat_id": chat, "text": text})
            for chat in sorted(chats)
            for text in messages(note)
        ]
        if sends:
            await outbox.enqueue(sends)


def _secret_of(token: str) -> str:
    """A secret that only who has the token can make, the same after every start.

    With another one each time, a message that Zalo brings while the bot restarts would be turned away, and whether
    Zalo brings it again is not documented.
    """
    return hmac.new(token.encode(), b"hoidap: zalo webhook", hashlib.sha256).hexdigest()


def _names(me: object) -> tuple[str, ...]:
    """What people may call the bot by."""
    given = (me.get("display_name"), me.get("account_name")) if isinstance(me, dict) else ()
    return tuple(name for name in given if isinstance(name, str) and name)
