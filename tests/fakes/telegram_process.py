"""A bot in a process of its own, to be killed: `... telegram_process BASE_URL TOKEN FOLDER hang|answer`."""

import asyncio
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

from bot.channels.telegram.channel import TelegramChannel, TelegramParts
from bot.channels.telegram.settings import TelegramSettings
from bot.dialogue.commands import Command
from bot.durable.postbox import Postbox
from bot.durable.settings import ChatSettings
from bot.incoming import Person
from bot.state.database import BotState
from tests.fakes.door import Echo

if TYPE_CHECKING:
    from bot.channel import Answering


class EchoWithMenu(Echo):
    """Says each message back; with `hangs` it never comes to that."""

    def __init__(self, *, hangs: bool) -> None:
        super().__init__()
        if hangs:
            self.gates = Gates()

    def commands(self, *_: object) -> tuple[Command, ...]:
        """A short menu."""
        return (Command("help", "Hướng dẫn"),)


class Gates(dict[str, asyncio.Event]):
    """A gate before every message, closed for good."""

    def __contains__(self, _: object) -> bool:
        return True

    def __missing__(self, _: str) -> asyncio.Event:
        return asyncio.Event()


async def _everybody(_: Person) -> bool:
    return True


async def main(base_url: str, token: str, folder: str, mode: str) -> None:
    """Runs until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with await BotState.open(Path(folder) / "bot.sqlite3") as state:
        parts = TelegramParts(
            dialogue=EchoWithMenu(hangs=mode == "hang"),
            responder=cast("Answering", None),  # only the inline mode would ask it
            state=state,
            postbox=Postbox(state.outbox),
            chats=ChatSettings(questions_per_minute=0),
            may_ask=_everybody,
        )
        await TelegramChannel(TelegramSettings(base_url=base_url), parts, token=token).run(stop)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
