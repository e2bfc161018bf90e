"""The month's messages: Zalo allows so many and tells nobody how many are left, so they are counted here."""

import contextlib
import logging
import math
from collections.abc import Awaitable, Callable

from bot.channels.zalo.settings import ZaloSettings
from corpus.errors import CorpusError

Count = Callable[[], Awaitable[int]]
Tell = Callable[[int, int], Awaitable[None]]

_SELDOM = 100
_log = logging.getLogger(__name__)


class Quota:
    """Warns once a month when the share of `settings` is used up, and again when all is.

    `sent` says how many messages Zalo took this month; `tell` gets that number and the limit, to tell the admins.
    """

    def __init__(self, settings: ZaloSettings, sent: Count, tell: Tell) -> None:
        self._most = settings.monthly_messages
        self._percent = settings.warn_at_percent
        self._sent = sent
        self._tell = tell
        self._before = 0
        self._since = 0  # messages tried since the database was asked: no more than these can have been sent

    @property
    def warn_at(self) -> int:
        """The number of messages from which on there is a warning."""
        return math.ceil(self._most * self._percent / 100)

    async def is_used_up(self) -> bool:
        """Whether nothing more can be sent this month."""
        return bool(self._most) and await self._count() >= self._most

    async def look(self) -> None:
        """At the start: a warning in the log if it is late in the month's messages."""
        self._before = await self._count()
        if self._most and self._before >= self.warn_at:
            self._warn(self._before)

    async def check(self) -> None:
        """Before each message: whether those before it have reached a mark; each is told once a month.

        The database is only asked when a mark may have been reached, and every hundredth time.
        """
        self._since += 1
        ahead = [mark for mark in (self.warn_at, self._most) if mark > self._before]
        if self._since < min([_SELDOM, *(mark - self._before for mark in ahead)]):
            return
        before, self._before, self._since = self._before, await self._count(), 0
        if self._most and any(before < mark <= self._before for mark in (self.warn_at, self._most)):
            self._warn(self._before)
            with contextlib.suppress(CorpusError):
                await self._tell(self._before, self._most)

    async def _count(self) -> int:
        """The messages of this month; the last number known while the database cannot be read."""
        try:
            return await self._sent()
        except CorpusError:
            return self._before

    def _warn(self, sent: int) -> None:
        _log.warning(
            "%s of the %s messages that Zalo allows a month are sent; ask Zalo for a larger plan, and set "
            "[channels.zalo] monthly_messages",
            sent,
            self._most,
        )
