"""What goes out by a door: replies, still free of markup, and what is to be done with them."""

from dataclasses import dataclass

from bot.reply import Reply


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG image with what it says in words."""

    png: bytes
    caption: str


@dataclass(frozen=True, slots=True)
class Address:
    """A chat that somebody else than the sender of the message at hand is reached in."""

    channel: str
    chat_id: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One thing to say. Without `to` it goes to the chat that the message at hand came from.

    `replaces` names a message of the bot that the reply takes the place of where the platform can edit; elsewhere it
    is sent as a new message. `toast` is a short notice for who pressed a button; it may come without a reply.
    `answers_to` names the message that it replies to, for groups and for edited questions.
    """

    reply: Reply | None = None
    picture: Picture | None = None
    toast: str | None = None
    replaces: str | None = None
    answers_to: str | None = None
    to: Address | None = None


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a door can show: without buttons choices are numbered, without edits replies are sent anew."""

    buttons: bool = True
    edits: bool = True
    pictures: bool = True
    files: bool = True
    most_characters: int = 4096
