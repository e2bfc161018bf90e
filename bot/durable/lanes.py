"""Work in lanes: in order within a lane, side by side between lanes, never more lanes at work than allowed."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Work = TypeVar("Work")


class Lanes(Generic[Work]):
    """`handle` is called once per piece of work; it deals with its own faults.

    A lane gives its slot back after each piece of work, so that a lane with much to do does not hold up the others.
    """

    def __init__(self, handle: Callable[[Work], Awaitable[None]], at_once: int) -> None:
        self._handle = handle
        self._slots = asyncio.Semaphore(at_once)
        self._waiting: dict[Hashable, deque[Work]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Condition()
        self._load = 0

    @property
    def load(self) -> int:
        """How many pieces of work are under way or waiting."""
        return self._load

    def load_of(self, lane: Hashable) -> int:
        """How many of them are in one lane."""
        return len(self._waiting.get(lane, ()))

    def put(self, lane: Hashable, work: Work) -> None:
        """Adds a piece of work at the end of its lane."""
        self._load += 1
        if lane in self._waiting:
            self._waiting[lane].append(work)
            return
        self._waiting[lane] = deque([work])
        task = asyncio.create_task(self._drive(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def room(self, most: int) -> None:
        """Returns once fewer than `most` pieces of work are left."""
        async with self._room:
            await self._room.wait_for(lambda: self._load < most)

    async def close(self, grace: float) -> None:
        """Lets the work under way go on for `grace` seconds, then cancels what is left."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _drive(self, lane: Hashable) -> None:
        queue = self._waiting[lane]
        try:
            while queue:
                async with self._slots:
                    await self._handle(queue[0])
                queue.popleft()
                self._load -= 1
                async with self._room:
                    self._room.notify_all()
        finally:
            self._load -= len(queue)
            del self._waiting[lane]
