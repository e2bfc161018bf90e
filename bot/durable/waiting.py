"""How long to wait before an attempt is repeated."""

import random
from collections.abc import Awaitable, Callable

Pause = Callable[[float], Awaitable[None]]

_FIRST_SECONDS = 0.5
_LONGEST_SECONDS = 30.0


def backoff(failures: int) -> float:
    """Seconds to wait after so many failures in a row: doubling, with jitter, at most half a minute."""
    return float(min(_LONGEST_SECONDS, _FIRST_SECONDS * 2 ** min(failures, 10)) * random.uniform(0.5, 1.0))
