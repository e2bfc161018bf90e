"""Roles: one question, one place."""

import pytest

from bot.roles import DoorRules, NotAllowed, Role, Roles

ROLES = Roles({"telegram": DoorRules(admins={1}, members={2}), "web": DoorRules(admins={3}, open_to_all=True)})


def test_a_role_holds_at_its_own_door_only() -> None:
    assert ROLES.of("telegram", 1) == Role.ADMIN
    assert ROLES.of("web", 1) == Role.MEMBER
    assert ROLES.of("telegram", 3) == Role.STRANGER
    assert ROLES.of("zalo", 1) == Role.STRANGER


def test_a_role_may_do_what_lesser_ones_may() -> None:
    assert ROLES.allows("telegram", 1, Role.MEMBER)
    assert not ROLES.allows("telegram", 2, Role.ADMIN)


def test_requiring_a_role_names_who_lacks_it() -> None:
    ROLES.require("telegram", 1, Role.ADMIN)
    with pytest.raises(NotAllowed, match="user 2 of telegram is member and needs to be admin"):
        ROLES.require("telegram", 2, Role.ADMIN)
