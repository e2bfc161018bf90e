"""How the delivery of one request ended."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Taken:
    """The platform took it; `message_id` names the message that it made, if it made one."""

    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class Limited:
    """Too much for this chat at the moment; the platform names the seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """The platform is down, or whether it took the request is unknown."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """This request can never succeed."""

    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Nothing sent to this chat can succeed: the bot was blocked, or the chat is no more."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The chat has another number now."""

    chat_id: str


Outcome = Taken | Limited | OutOfReach | Refused | Gone | Moved
