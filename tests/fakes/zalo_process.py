"""A Zalo bot of its own process, to be killed: `python -m tests.fakes.zalo_process BASE_URL TOKEN FILE MODE [PORT]`.

MODE is hang or answer. With a port it listens there as a webhook, else it polls.
"""

import asyncio
import signal
import sys
from collections import defaultdict
from pathlib import Path

from bot.channels.zalo.channel import ZaloChannel, ZaloParts
from bot.channels.zalo.settings import ZaloSettings
from bot.durable.pace import Speed
from bot.durable.postbox import Postbox
from bot.durable.settings import ChatSettings
from bot.state.database import BotState
from tests.fakes.door import Echo
from tests.fakes.zalo_parts import SECRET

FAST = Speed(1000, 0.0)


class Gates(defaultdict[str, asyncio.Event]):
    """A gate before every message, closed for good."""

    def __contains__(self, _: object) -> bool:
        return True


async def main(base_url: str, token: str, database: str, mode: str, port: str = "") -> None:
    """Runs until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    dialogue = Echo()
    if mode == "hang":
        dialogue.gates = Gates(asyncio.Event)
    hook = {"mode": "webhook", "webhook": {"url": f"http://127.0.0.1:{port}/zalo", "port": int(port)}} if port else {}
    settings = ZaloSettings.model_validate({"base_url": base_url, "poll_seconds": 5, **hook})
    limits = ChatSettings(questions_per_minute=0, attempts=1000)
    async with await BotState.open(Path(database)) as state:
        parts = ZaloParts(settings, limits, state, dialogue, Postbox(state.outbox), chat_speed=FAST, overall_speed=FAST)
        await ZaloChannel(parts, token=token, webhook_secret=SECRET).run(stop)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
