"""Who may do what: asked here, and nowhere else, by every door."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum

from bot.errors import BotError


class Role(IntEnum):
    """What a person may do; each role may do what those before it may."""

    STRANGER = 0
    MEMBER = 1
    ADMIN = 2


class NotAllowed(BotError):
    """A person asked for something that takes another role."""


@dataclass(frozen=True, slots=True)
class DoorRules:
    """Who is who at one door: `open_to_all` makes everyone a member; user numbers are that platform's own."""

    admins: Collection[int] = ()
    members: Collection[int] = ()
    open_to_all: bool = False


class Roles:
    """The roles of all doors. A door without rules lets nobody in."""

    def __init__(self, doors: Mapping[str, DoorRules]) -> None:
        self._doors = dict(doors)

    def of(self, channel: str, user_id: int) -> Role:
        """The role of a person at a door."""
        rules = self._doors.get(channel, DoorRules())
        if user_id in rules.admins:
            return Role.ADMIN
        return Role.MEMBER if rules.open_to_all or user_id in rules.members else Role.STRANGER

    def allows(self, channel: str, user_id: int, role: Role) -> bool:
        """Whether a person may do what takes this role."""
        return self.of(channel, user_id) >= role

    def require(self, channel: str, user_id: int, role: Role) -> None:
        """Raises NotAllowed unless the person has the role; called right before each privileged act."""
        if not self.allows(channel, user_id, role):
            has = self.of(channel, user_id).name.lower()
            raise NotAllowed(f"user {user_id} of {channel} is {has} and needs to be {role.name.lower()} for this")
