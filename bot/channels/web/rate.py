"""How often one address may ask: a bucket of tickets that fills up again evenly over a minute."""

from collections import OrderedDict
from collections.abc import Callable
from math import ceil

# Addresses remembered at once; the one not heard of for longest is forgotten first
MAX_ADDRESSES = 10_000
_MINUTE = 60.0


class RateLimit:
    """`per_minute` requests at once per address, then as many as the minute brings back. `clock` gives seconds."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._full = float(per_minute)
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_seconds(self, address: str) -> int:
        """0 when the request may go on (and is counted), else whole seconds until the next one may."""
        now = self._clock()
        tickets, since = self._buckets.pop(address, (self._full, now))
        tickets = min(self._full, tickets + (now - since) * self._full / _MINUTE)
        allowed = tickets >= 1
        self._buckets[address] = (tickets - 1 if allowed else tickets, now)
        if len(self._buckets) > MAX_ADDRESSES:
            self._buckets.popitem(last=False)
        return 0 if allowed else ceil((1 - tickets) * _MINUTE / self._full)
