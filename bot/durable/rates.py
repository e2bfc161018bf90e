"""How many messages of one person are answered in a minute."""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Literal

WINDOW_SECONDS = 60.0
_MOST_PEOPLE = 10_000

Verdict = Literal["allowed", "told", "silent"]


@dataclass(slots=True)
class _Person:
    times: deque[float] = field(default_factory=deque)
    told_at: float = float("-inf")


class Rates:
    """Counts in memory, by the time at which people wrote: a backlog is not taken for a flood."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._people: OrderedDict[str, _Person] = OrderedDict()

    def check(self, who: str, written_at: float) -> Verdict:
        """Whether a message is answered; "told" at the first one too many in a minute, "silent" at those after it."""
        person = self._people.setdefault(who, _Person())
        self._people.move_to_end(who)
        if len(self._people) > _MOST_PEOPLE:
            self._people.popitem(last=False)
        while person.times and person.times[0] <= written_at - WINDOW_SECONDS:
            person.times.popleft()
        if not self._most or len(person.times) < self._most:
            person.times.append(written_at)
            return "allowed"
        if written_at - person.told_at < WINDOW_SECONDS:
            return "silent"
        person.told_at = written_at
        return "told"
