"""The commands, under all their names, and which of them a person's menu shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answer import Language
from bot.roles import Role
from bot.wording import say


@dataclass(frozen=True, slots=True)
class Command:
    """A line of a platform's menu: the command without its slash, and what it does."""

    name: str
    description: str


# Each command with its further names; a menu shows the first ones, in this order
NAMES: Mapping[str, tuple[str, ...]] = {
    "start": ("batdau",),
    "help": ("trogiup", "huongdan"),
    "new": ("moi",),
    "nguon": ("sources",),
    "tomtat": ("summary",),
    "ngonngu": ("language",),
    "id": (),
    "quen": ("forget",),
    "add": ("thembai",),
    "articles": ("baiviet",),
    "remove": ("gobai",),
    "restore": ("khoiphuc",),
    "choduyet": ("drafts",),
    "chuatraloi": ("unanswered",),
    "stats": ("thongke",),
    "invite": ("moinguoi",),
}
_ROLES: Mapping[str, Role] = dict.fromkeys(
    ("add", "articles", "remove", "restore", "choduyet", "chuatraloi", "stats", "invite"), Role.ADMIN
)
_KNOWN = {name: command for command, further in NAMES.items() for name in (command, *further)}


def known(name: str) -> str | None:
    """The command that a name stands for, or None."""
    return _KNOWN.get(name.lower())


def commands(language: Language, role: Role = Role.MEMBER) -> tuple[Command, ...]:
    """The menu of a person with that role."""
    return tuple(
        Command(name, say(language, f"dialogue.command_{name}"))
        for name in NAMES
        if role >= _ROLES.get(name, Role.MEMBER)
    )
