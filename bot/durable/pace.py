"""How fast a platform may be written to: small bursts, then a steady pace, per chat and for all chats together."""

from collections.abc import Callable
from dataclasses import dataclass

_MOST_CHATS = 10_000


@dataclass(frozen=True, slots=True)
class Speed:
    """At most `burst` at once, then one every `seconds`."""

    burst: int
    seconds: float


class Bucket:
    """The time at which the next request may go out, at one speed."""

    def __init__(self, speed: Speed) -> None:
        self._speed = speed
        self._full_at = 0.0  # when nothing of the burst would be used up any more

    def take(self, now: float) -> float:
        """Seconds until one more request may go out; it is counted as gone."""
        slack = (self._speed.burst - 1) * self._speed.seconds
        wait = max(0.0, self._full_at - slack - now)
        self._full_at = max(self._full_at, now) + self._speed.seconds
        return wait

    def is_idle(self, now: float) -> bool:
        """Whether it may be forgotten."""
        return self._full_at <= now


class Pace:
    """`of_chat` gives the speed of one chat, `overall` holds for all of them. `clock` gives seconds."""

    def __init__(self, of_chat: Callable[[str], Speed], overall: Speed, clock: Callable[[], float]) -> None:
        self._of_chat = of_chat
        self._overall = Bucket(overall)
        self._chats: dict[str, Bucket] = {}
        self._clock = clock

    def take(self, chat_id: str) -> float:
        """Seconds until one more request to this chat may go out; it is counted as gone."""
        now = self._clock()
        if len(self._chats) > _MOST_CHATS:
            self._chats = {chat: bucket for chat, bucket in self._chats.items() if not bucket.is_idle(now)}
        bucket = self._chats.setdefault(chat_id, Bucket(self._of_chat(chat_id)))
        wait = bucket.take(now)
        return wait + self._overall.take(now + wait)
