"""One message being dealt with: who sent it, what they may do, and how they are spoken to."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.answer import Language
from bot.incoming import Incoming
from bot.outgoing import Abilities, Outgoing
from bot.reply import Button, Reply
from bot.roles import Role
from bot.wording import say


@dataclass(frozen=True, slots=True)
class Visit:
    """A message with what is known of its sender.

    `language` is that of notices; `chosen` is set where the person chose it, and then holds for answers too. `now` is
    in seconds since 1970, UTC.
    """

    incoming: Incoming
    abilities: Abilities
    role: Role
    language: Language
    chosen: Language | None
    now: float

    @property
    def actor(self) -> str:
        """The person as audit trails name them."""
        return self.incoming.person.actor

    def says(self, key: str, **values: object) -> str:
        """The wording `dialogue.key` in the person's language."""
        return say(self.language, f"dialogue.{key}", **values).strip()

    def notice(self, *keys: str, buttons: Sequence[Button] = (), **values: object) -> list[Outgoing]:
        """A few sentences of the bot's own, from the wording `dialogue`."""
        return self.notice_of(*(f"dialogue.{key}" for key in keys), buttons=buttons, **values)

    def notice_of(self, *keys: str, buttons: Sequence[Button] = (), **values: object) -> list[Outgoing]:
        """The same from any wording: `subject.key`."""
        lines = tuple(say(self.language, key, **values).strip() for key in keys)
        return [Outgoing(Reply(self.language, lines=lines, buttons=tuple(buttons)), answers_to=self.answers_to)]

    def button(self, key: str, action: str, argument: str = "") -> Button:
        """A button labelled `dialogue.button_key`."""
        return button(self.language, key, action, argument)

    def toast(self, key: str) -> list[Outgoing]:
        """A short notice about a pressed button; where there are no buttons, a message."""
        return self.toast_of(f"dialogue.{key}")

    def toast_of(self, key: str) -> list[Outgoing]:
        """The same from any wording: `subject.key`."""
        if self.incoming.kind != "button" or not self.abilities.buttons:
            return self.notice_of(key)
        return [Outgoing(toast=say(self.language, key).strip())]

    def shown(self, reply: Reply) -> Outgoing:
        """A reply in the place of the message whose button was pressed, or, without one, a new message."""
        in_place = self.incoming.message_id if self.incoming.kind == "button" and self.abilities.edits else None
        return Outgoing(reply, replaces=in_place, answers_to=None if in_place else self.answers_to)

    @property
    def answers_to(self) -> str | None:
        """The message that is being replied to; a pressed button hangs on a message of the bot's own."""
        return self.incoming.message_id if self.incoming.kind != "button" else None


def button(language: Language, key: str, action: str, argument: str = "") -> Button:
    """A button labelled `dialogue.button_key` in a language."""
    return Button(say(language, f"dialogue.button_{key}"), action, argument)


Handler = Callable[[Visit, str], Awaitable[list[Outgoing]]]


@dataclass(frozen=True, slots=True)
class Act:
    """What a command or a button does, who may, and whether only in a private chat."""

    run: Handler
    role: Role = Role.MEMBER
    private: bool = False
