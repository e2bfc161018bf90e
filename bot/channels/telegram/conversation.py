"""What each person asked lately, kept for a while so that a follow-up makes sense."""

import time
from collections import OrderedDict
from collections.abc import Callable

Key = tuple[int, int]

_MOST_PEOPLE = 10_000
_MOST_TURNS = 5


class Conversations:
    """The last few questions per person and chat, in memory only, forgotten `minutes` after the latest."""

    def __init__(self, minutes: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = minutes * 60
        self._clock = clock
        self._last: OrderedDict[Key, tuple[float, tuple[str, ...]]] = OrderedDict()

    def turns(self, key: Key) -> tuple[str, ...]:
        """The questions that the next one may lean on, oldest first."""
        when, questions = self._last.get(key, (float("-inf"), ()))
        return questions if self._clock() - when < self._seconds else ()

    def remember(self, key: Key, question: str) -> None:
        """Notes an answered question."""
        questions = (*self.turns(key), question)[-_MOST_TURNS:]
        self._last[key] = (self._clock(), questions)
        self._last.move_to_end(key)
        if len(self._last) > _MOST_PEOPLE:
            self._last.popitem(last=False)

    def forget(self, key: Key) -> None:
        """Starts anew."""
        self._last.pop(key, None)
