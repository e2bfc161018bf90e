"""Reading an asynchronous source from a thread, a portion at a time, without ever holding all of it."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Generic, Self, TypeVar

Item = TypeVar("Item")


class Pull(Generic[Item]):
    """An iterator for a worker thread over what the event loop yields.

    Make and leave it (`with`) on the event loop, iterate it in the thread. Leaving it ends the thread's iteration
    with Stopped, so that an interrupted command does not index on to the end.
    """

    def __init__(self, source: AsyncIterator[Item]) -> None:
        self._source = source
        self._loop = asyncio.get_running_loop()
        self._left = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._left.set()

    def __iter__(self) -> Iterator[Item]:
        return self

    def __next__(self) -> Item:
        """The next portion. Raises Stopped once the block on the event loop was left."""
        if self._left.is_set():
            raise Stopped("the event loop no longer waits for this work")
        found = asyncio.run_coroutine_threadsafe(self._take(), self._loop).result()
        if found is None:
            raise StopIteration
        return found[0]

    async def _take(self) -> tuple[Item] | None:
        async for item in self._source:
            return (item,)
        return None


class Stopped(Exception):
    """The work was given up; nobody waits for its result."""
