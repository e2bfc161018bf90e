"""A bot of its own process, to be killed: `python -m tests.fakes.telegram_process BASE_URL TOKEN INBOX hang|answer`."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.settings import TelegramSettings
from bot.desk import Desk
from bot.roles import Roles
from corpus.settings import LoadingSettings
from tests.fakes.telegram_parts import FakeResponder, IndexUpdates

if TYPE_CHECKING:
    from corpus.store import CorpusStore


class Gates(dict[str, asyncio.Event]):
    """A gate before every question, closed for good."""

    def __contains__(self, _: object) -> bool:
        return True

    def __missing__(self, _: str) -> asyncio.Event:
        return asyncio.Event()


async def main(base_url: str, token: str, inbox: str, mode: str) -> None:
    """Runs until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    responder = FakeResponder()
    if mode == "hang":
        responder.gates = Gates()
    settings = TelegramSettings(base_url=base_url)
    nobody_adds = cast("CorpusStore", None)
    channel = TelegramChannel(
        settings,
        token=token,
        responder=responder,
        desk=Desk(nobody_adds, IndexUpdates(), LoadingSettings()),
        roles=Roles({"telegram": settings.door_rules}),
        inbox=Path(inbox),
    )
    await channel.run(stop)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
