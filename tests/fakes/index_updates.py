"""An index update that counts."""

import asyncio


class IndexUpdates:
    """Stands in for bringing the index up to date; it can be held up, and can fail."""

    def __init__(self) -> None:
        self.count = 0
        self.fault: Exception | None = None
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()

    async def __call__(self) -> None:
        """One update."""
        await self.may_go_on.wait()
        if self.fault:
            raise self.fault
        self.count += 1
