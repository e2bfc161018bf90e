"""Invitations from the chat: admins invite members, maintainers also admins. Codes are shown to who asked, once."""

from typing import TYPE_CHECKING

from bot.dialogue.parts import Parts
from bot.dialogue.visit import Act, Visit
from bot.outgoing import Outgoing
from bot.roles import Role

if TYPE_CHECKING:
    from bot.state.invitations import Invited


class Inviting:
    """/invite, alone or with "admin"."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self.commands = {"invite": Act(self.invite, Role.ADMIN, private=True)}

    async def invite(self, visit: Visit, rest: str) -> list[Outgoing]:
        """Makes a code: one message to read, one to pass on."""
        role: Invited = "admin" if rest.strip().lower() in {"admin", "quantri"} else "member"
        if role == "admin" and visit.role < Role.MAINTAINER:
            return visit.notice("invite_admin_how")
        rules = self._parts.roles.rules(visit.incoming.person.channel)
        if role == "member" and not (rules.open_to_all or rules.invites):
            return visit.notice("invite_closed")
        hours = self._parts.settings.invitation_hours
        door = visit.incoming.person.channel
        code = await self._parts.records.invitations.make(
            role, door=door, made_by=visit.actor, now=visit.now, hours=hours
        )
        link = await self._parts.records.invitations.link(door, code)
        keys = ("invite_link", "invite_code") if link else ("invite_code",)
        return [
            *visit.notice(f"invited_{role}", hours=f"{hours:g}"),
            *visit.notice(*keys, code=code, link=link),
        ]
