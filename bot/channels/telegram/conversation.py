"""What each person last asked, kept for a while so that a follow-up makes sense."""

import time
from collections import OrderedDict
from collections.abc import Callable

Key = tuple[int, int]

_MOST_PEOPLE = 10_000


class Conversations:
    """The last question per person and chat, in memory only, forgotten after `minutes`."""

    def __init__(self, minutes: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = minutes * 60
        self._clock = clock
        self._last: OrderedDict[Key, tuple[float, str]] = OrderedDict()

    def turns(self, key: Key) -> tuple[str, ...]:
        """The questions that the next one may lean on."""
        when, question = self._last.get(key, (float("-inf"), ""))
        return (question,) if self._clock() - when < self._seconds else ()

    def remember(self, key: Key, question: str) -> None:
        """Notes an answered question."""
        self._last[key] = (self._clock(), question)
        self._last.move_to_end(key)
        if len(self._last) > _MOST_PEOPLE:
            self._last.popitem(last=False)

    def forget(self, key: Key) -> None:
        """Starts anew."""
        self._last.pop(key, None)
