"""`hoidap serve` and `hoidap chat`: opens the house, runs its channels side by side, and closes in order."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bot.assembly import House, open_house, open_state
from bot.durable.postbox import Postbox
from bot.errors import BotError
from bot.home import Home
from bot.incoming import Person
from bot.logs import start_logging
from bot.metrics import PrometheusMetrics, watch_loop
from bot.roles import Role
from bot.secret import known_secrets, secret
from bot.settings import Settings
from bot.upkeep import forget_in_time, tell_of_changes
from corpus.errors import CorpusError
from index.errors import IndexBusy, SearchIndexError
from index.manifest import read_current

if TYPE_CHECKING:
    from bot.channel import Channel
    from bot.dialogue.dialogue import Dialogue
    from bot.state.database import BotState

# How often a running server looks whether the corpus changed behind its back (`corpus add --no-index`, a busy index)
CATCH_UP_SECONDS = 20.0
INTERRUPTED = 130
# How long a thread that answers may keep the interpreter from the event loop; Python's own 5 ms, met at each of the
# thirty steps to the database that a message takes, made people wait longer than answering did
_SWITCH_SECONDS = 0.0005
_log = logging.getLogger(__name__)


async def serve_channels(  # noqa: PLR0913 - the last two are seams for tests
    settings: Settings,
    home: Home,
    *,
    host: str | None = None,
    port: int | None = None,
    environ: Mapping[str, str] = os.environ,
    tell: Callable[[str], None] | None = None,
) -> None:
    """Serve the web chat, and each channel whose token is set, until SIGINT or SIGTERM.

    The web chat is what the command is for: when it cannot start, everything stops and its error is raised. Another
    channel that fails is told about in one sentence and the others go on. `tell` gets what a person should see.
    """
    tell = tell or _tell
    settings = _listening(settings, host, port)
    sys.setswitchinterval(_SWITCH_SECONDS)
    home.prepare()
    start_logging(home, settings.logs, warn=lambda text: tell(f"warning: {text}"), secrets=known_secrets(environ))
    async with (
        open_state(settings, home) as state,
        open_house(settings, home, may_be_empty=True, metrics=PrometheusMetrics()) as house,
    ):
        await _bring_up_to_date(house, tell)
        dialogue, postbox = house.dialogue(state.records), Postbox(state.outbox)
        channels = [_web(house, environ, tell), *_chats(house, state, dialogue, postbox, environ)]
        stop = asyncio.Event()
        _stop_on_signals(stop)
        keeping = asyncio.gather(
            _keep_up_to_date(house, stop),
            watch_loop(house.metrics, stop),
            tell_of_changes(dialogue, postbox.post, house.indexed_revision, stop),
            forget_in_time(state.records, settings.dialogue.retention, stop),
        )
        try:
            await _run(channels, stop, tell)
        finally:
            stop.set()
            await keeping


async def chat_in_terminal(settings: Settings, home: Home) -> None:
    """The same conversation in the terminal, until the person leaves. Ctrl-C ends the process with 130."""
    from rich.console import Console

    from bot.channels.console import ConsoleChannel

    home.prepare()
    start_logging(home, settings.logs)
    async with open_house(settings, home) as house:
        channel = ConsoleChannel(house.responder, Console())
        talking = asyncio.create_task(channel.run(asyncio.Event()))
        asyncio.get_running_loop().add_signal_handler(signal.SIGINT, talking.cancel)
        await asyncio.wait({talking})
    if talking.cancelled():
        sys.stdout.flush()
        # a thread still waits for a line from the terminal, and an orderly end would wait for it too
        os._exit(INTERRUPTED)
    talking.result()


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _listening(settings: Settings, host: str | None, port: int | None) -> Settings:
    """The settings with the address of the command line in place of the configured one."""
    given = {key: value for key, value in (("host", host), ("port", port)) if value is not None}
    plain = settings.model_dump()
    plain["channels"]["web"] |= given
    return Settings.model_validate(plain) if given else settings


async def _bring_up_to_date(house: House, tell: Callable[[str], None]) -> None:
    """Index what was added while nothing ran. An index made by other settings stops the start, with its mend."""
    count = await house.store.count()
    if read_current(house.home.index) is not None:
        house.searcher.current()
    elif count:
        tell(f"making the index of {count} articles ...")
    try:
        await house.refresh_index()
    except IndexBusy as error:
        tell(f"note: {error}")
    if not count:
        tell("note: there are no articles yet; add some with `hoidap corpus add FILE` or `hoidap corpus samples`")


def _web(house: House, environ: Mapping[str, str], tell: Callable[[str], None]) -> "Channel":
    from bot.channels.web.channel import WebChannel
    from bot.channels.web.monitoring import monitoring

    web = house.settings.channels.web
    return WebChannel(
        house.responder,
        house.store,
        web,
        token=secret("HOIDAP_WEB_TOKEN", environ),
        watched=monitoring(web.metrics, secret("HOIDAP_METRICS_TOKEN", environ), house.metrics, house.health),
        announce=lambda url: tell(f"hoidap is ready at {url} (Ctrl-C stops it)"),
    )


def _chats(
    house: House, state: "BotState", dialogue: "Dialogue", postbox: Postbox, environ: Mapping[str, str]
) -> "list[Channel]":
    """The chat platforms whose token is set; they share one dialogue, and what one says may go out by another."""
    telegram, zalo = secret("TELEGRAM_BOT_TOKEN", environ), secret("ZALO_BOT_TOKEN", environ)
    channels: list[Channel] = []
    if telegram:
        channels.append(_telegram(house, state, dialogue, postbox, telegram, environ))
    if zalo:
        channels.append(_zalo(house, state, dialogue, postbox, zalo, environ))
    return channels


def _telegram(  # noqa: PLR0913, PLR0917 - what the channels share, each by its name
    house: House,
    state: "BotState",
    dialogue: "Dialogue",
    postbox: Postbox,
    token: str,
    environ: Mapping[str, str],
) -> "Channel":
    from bot.channels.telegram.channel import TelegramChannel, TelegramParts

    roles = house.roles()

    async def may_ask(person: Person) -> bool:
        known = await state.records.people.get(person.channel, person.user_id)
        return roles.allows(person.channel, person.user_id, Role.MEMBER, known.role)

    parts = TelegramParts(
        dialogue=dialogue,
        responder=house.responder,
        state=state,
        postbox=postbox,
        chats=house.settings.chats,
        may_ask=may_ask,
        journal=house.home.inbox,
        metrics=house.metrics,
    )
    return TelegramChannel(
        house.settings.channels.telegram,
        parts,
        token=token,
        webhook_secret=secret("TELEGRAM_WEBHOOK_SECRET", environ),
    )


def _zalo(  # noqa: PLR0913, PLR0917 - what the channels share, each by its name
    house: House,
    state: "BotState",
    dialogue: "Dialogue",
    postbox: Postbox,
    token: str,
    environ: Mapping[str, str],
) -> "Channel":
    from bot.channels.zalo.channel import ZaloChannel, ZaloParts

    settings = house.settings
    parts = ZaloParts(
        settings.channels.zalo, settings.chats, state, dialogue, postbox, house.metrics, pictures=house.home.pictures
    )
    return ZaloChannel(parts, token=token, webhook_secret=secret("ZALO_WEBHOOK_SECRET", environ))


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)


async def _run(channels: "list[Channel]", stop: asyncio.Event, tell: Callable[[str], None]) -> None:
    """Run all channels until `stop`; the first one carries the others."""
    first, *others = channels
    beside = [asyncio.create_task(_tolerated(channel, stop, tell)) for channel in others]
    try:
        await first.run(stop)
    finally:
        stop.set()
        await asyncio.gather(*beside)


async def _tolerated(channel: "Channel", stop: asyncio.Event, tell: Callable[[str], None]) -> None:
    try:
        await channel.run(stop)
    except (BotError, CorpusError) as error:
        _log.exception("the channel %s ended", channel.name)
        tell(f"error: {channel.name}: {error}")


async def _keep_up_to_date(house: House, stop: asyncio.Event) -> None:
    while not stop.is_set():
        try:
            await asyncio.wait_for(stop.wait(), CATCH_UP_SECONDS)
        except TimeoutError:
            try:
                await house.refresh_index(gently=True)
            except (SearchIndexError, CorpusError) as error:
                _log.warning("the index could not be brought up to date: %s", error)
