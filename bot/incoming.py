"""What comes in by a door, in words that are the same for all doors: who, where, and a text, a file or a button."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from bot.answer import Language

Kind = Literal["text", "button", "other"]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone at a door; `user_id` is the platform's own, `language` what their platform speaks."""

    channel: str
    user_id: str
    name: str = ""
    language: Language = "vi"

    @property
    def actor(self) -> str:
        """The person as audit trails name them."""
        return f"{self.channel}:{self.user_id}"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message; `fetch` brings its content and raises BadInput when the platform will not."""

    name: str
    size: int | None
    media_type: str | None
    fetch: Callable[[], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message, or one pressed button.

    `text` is free of the bot's own name; a message in a group only gets here when it is meant for the bot. `kind` is
    "other" for what cannot be read (a voice, a sticker). `message_id` names the message itself, or, for a button, the
    bot's message that it hangs on. `edited` says that a message seen before now reads so. `action` and `argument` are a
    pressed button's, unchecked.
    """

    person: Person
    chat_id: str
    kind: Kind = "text"
    text: str = ""
    message_id: str | None = None
    in_group: bool = False
    thread_id: str | None = None
    attachment: Attachment | None = None
    forwarded: bool = False
    edited: bool = False
    action: str = ""
    argument: str = ""
