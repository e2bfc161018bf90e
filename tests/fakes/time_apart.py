"""A clock that only pauses move: hours pass in no time, and whoever pauses finds that they have."""

import asyncio


class TimeApart:
    """`clock()` gives seconds since 1970, `pause(seconds)` lets them pass; `pauses` remembers them."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.now = now
        self.pauses: list[float] = []

    def clock(self) -> float:
        """The time."""
        return self.now

    async def pause(self, seconds: float) -> None:
        """Lets time pass; other coroutines get their turn before it has."""
        self.pauses.append(seconds)
        until = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, until)
