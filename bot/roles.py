"""Who may do what: asked here, and nowhere else, by every door.

A role comes from two places: the lists of the configuration, which always hold, and what was given by an invitation or
with `hoidap members role`, which is kept in the bot's database and handed in as `given`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum

from bot.errors import BotError


class Role(IntEnum):
    """What a person may do; each role may do what those before it may."""

    STRANGER = 0
    MEMBER = 1
    ADMIN = 2
    MAINTAINER = 3


# What may stand in the database; "barred" is a stranger even where everyone else is a member
GIVEN = {"barred": Role.STRANGER, "member": Role.MEMBER, "admin": Role.ADMIN, "maintainer": Role.MAINTAINER}


class NotAllowed(BotError):
    """A person asked for something that takes another role."""


@dataclass(frozen=True, slots=True)
class DoorRules:
    """Who is who at one door; the numbers or ids of people are that platform's own.

    `open_to_all` makes everyone a member; `invites` lets people become members by a code that an admin gave them.
    """

    admins: Collection[int | str] = ()
    members: Collection[int | str] = ()
    open_to_all: bool = False
    maintainers: Collection[int | str] = ()
    invites: bool = False

    def configured(self, user_id: int | str) -> Role:
        """The role that the configuration alone gives."""
        for role, listed in (
            (Role.MAINTAINER, self.maintainers),
            (Role.ADMIN, self.admins),
            (Role.MEMBER, self.members),
        ):
            if str(user_id) in {str(one) for one in listed}:
                return role
        return Role.STRANGER


class Roles:
    """The roles of all doors. A door without rules lets nobody in."""

    def __init__(self, doors: Mapping[str, DoorRules]) -> None:
        self._doors = dict(doors)

    def rules(self, channel: str) -> DoorRules:
        """The rules of a door."""
        return self._doors.get(channel, DoorRules())

    def doors(self) -> list[tuple[str, DoorRules]]:
        """Every door with its rules."""
        return list(self._doors.items())

    def of(self, channel: str, user_id: int | str, given: str | None = None) -> Role:
        """The role of a person at a door; `given` is what the database says of them."""
        rules = self.rules(channel)
        configured = rules.configured(user_id)
        if given == "barred":
            return configured
        everyone = Role.MEMBER if rules.open_to_all else Role.STRANGER
        return max(configured, everyone, GIVEN.get(given or "", Role.STRANGER))

    def allows(self, channel: str, user_id: int | str, role: Role, given: str | None = None) -> bool:
        """Whether a person may do what takes this role."""
        return self.of(channel, user_id, given) >= role

    def require(self, channel: str, user_id: int | str, role: Role, given: str | None = None) -> None:
        """Raises NotAllowed unless the person has the role; called right before each privileged act."""
        if not self.allows(channel, user_id, role, given):
            has = self.of(channel, user_id, given).name.lower()
            raise NotAllowed(f"user {user_id} of {channel} is {has} and needs to be {role.name.lower()} for this")
