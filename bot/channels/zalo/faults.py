"""What a call to Zalo can end with, sorted by what the caller does next.

    ZaloFault
    ├── Outage        the same call may succeed later: network, 5xx, an answer that cannot be read
    │   └── Limited   too much for now, or the month's messages are used up (429)
    ├── NothingCame   408: no update within the time; no fault at all
    └── Refused       the same call never succeeds: 400, 403, 404
        └── WrongToken  401

None of them holds the address that was called: the token is part of it.
"""


class ZaloFault(Exception):
    """A call that did not succeed; `code` is Zalo's number for why, 0 where Zalo was not reached."""

    def __init__(self, description: str, code: int = 0) -> None:
        super().__init__(f"{description} ({code})" if code else description)
        self.description = description
        self.code = code


class Outage(ZaloFault):
    """The same call may succeed later."""


class Limited(Outage):
    """Too much for now; `retry_after` is in seconds where Zalo says it."""

    def __init__(self, description: str, code: int = 429, *, retry_after: float | None = None) -> None:
        super().__init__(description, code)
        self.retry_after = retry_after


class NothingCame(ZaloFault):
    """No update came while the request waited."""


class Refused(ZaloFault):
    """The same call never succeeds."""


class WrongToken(Refused):
    """Zalo does not know the token."""
