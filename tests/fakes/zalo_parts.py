"""What the Zalo channel stands between, small: a platform, a state on disk, and a dialogue that says what it heard."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from bot.channels.zalo.channel import ZaloChannel, ZaloParts
from bot.channels.zalo.settings import ZaloSettings
from bot.durable.postbox import Postbox
from bot.durable.settings import ChatSettings
from bot.metrics import UNMEASURED, Measures
from bot.state.database import BotState
from tests.emulators.zalo import ZaloEmulator
from tests.fakes.door import Echo
from tests.fakes.time_apart import TimeApart

SECRET = "made-up-secret_1"  # noqa: S105 - made up here


@dataclass
class ZaloBench:
    """A platform with people, and a channel that can be started, stopped and started again."""

    zalo: ZaloEmulator
    folder: Path
    state: BotState
    time: TimeApart
    dialogue: Echo = field(default_factory=Echo)
    metrics: Measures = UNMEASURED

    @classmethod
    @contextlib.asynccontextmanager
    async def opened(cls, folder: Path) -> AsyncIterator["ZaloBench"]:
        """A bench whose platform and state are closed at the end."""
        time = TimeApart()
        async with (
            ZaloEmulator.running() as zalo,
            await BotState.open(folder / "bot.sqlite3", clock=time.clock) as state,
        ):
            yield cls(zalo, folder, state, time)

    def settings(self, **given: object) -> ZaloSettings:
        """Settings for the emulator; requests for updates wait for a second at most."""
        return ZaloSettings.model_validate(
            {"base_url": self.zalo.base_url, "poll_seconds": 1, "stop_seconds": 2, **given}
        )

    def channel(self, *, token: str | None = None, secret: str | None = None, **given: object) -> ZaloChannel:
        """A channel that is not running yet."""
        parts = ZaloParts(
            self.settings(**given),
            ChatSettings(),
            self.state,
            self.dialogue,
            Postbox(self.state.outbox),
            self.metrics,
            self.time.pause,
            self.time.clock,
            pictures=self.folder / "pictures",
        )
        return ZaloChannel(parts, token=token or self.zalo.token, webhook_secret=secret)

    @contextlib.asynccontextmanager
    async def running(self, *, secret: str | None = None, **given: object) -> AsyncIterator[None]:
        """The channel at work; stopped in order at the end."""
        stop = asyncio.Event()
        task = asyncio.create_task(self.channel(secret=secret, **given).run(stop))
        try:
            yield
        finally:
            stop.set()
            await task
