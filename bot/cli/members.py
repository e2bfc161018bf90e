"""`hoidap members ...`: who may do what, invitations, and the audit trail of privileged acts."""

import asyncio
import time
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import emit, notice, show
from bot.cli.parameters import AsJson
from bot.errors import UsageFault

if TYPE_CHECKING:
    from bot.cli.call import Call
    from bot.incoming import Person
    from bot.roles import Roles
    from bot.state.people import Given, Known

ACTOR = "cli"
app = typer.Typer(help="People: list, invite, give roles, remove, audit trail.", rich_markup_mode=None)

MemberId = Annotated[str, typer.Argument(metavar="ID", help="As `members list` shows it, such as telegram:1001.")]


class Role(StrEnum):
    """What `members role` gives; "none" leaves a person with what the settings say."""

    MEMBER = "member"
    ADMIN = "admin"
    MAINTAINER = "maintainer"
    NONE = "none"


_GIVEN: "dict[Role, Given | None]" = {
    Role.MEMBER: "member",
    Role.ADMIN: "admin",
    Role.MAINTAINER: "maintainer",
    Role.NONE: None,
}


class Invited(StrEnum):
    """What an invitation may give."""

    MEMBER = "member"
    ADMIN = "admin"
    MAINTAINER = "maintainer"


@app.command("list")
def list_members(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List everyone who wrote to the bot, was given a role, or stands in the settings."""
    asyncio.run(_list(context.obj, as_json=as_json))


async def _list(call: "Call", *, as_json: bool) -> None:
    from bot.assembly import door_roles, open_records

    async with open_records(call.settings, call.home) as records:
        everyone = await records.people.everyone()
    roles = door_roles(call.settings)
    rows = [_facts(known, roles) for known in [*everyone, *_only_in_settings(everyone, roles)]]
    if as_json:
        for row in rows:
            emit(row)
        return
    for row in rows:
        show(f"{row['id']:24} {row['role']:10} {row['last_seen'] or 'never':16} {row['name']}".rstrip())
    if not rows:
        notice("nobody yet: `hoidap members invite` makes a code for the first one")


@app.command()
def invite(
    context: typer.Context,
    *,
    role: Annotated[Invited, typer.Option(help="What the code gives.")] = Invited.MEMBER,
    channel: Annotated[str | None, typer.Option(help="The only channel it holds at: telegram or zalo.")] = None,
    hours: Annotated[float | None, typer.Option(min=0.1, help="How long; else [dialogue] invitation_hours.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a one-time code; whoever sends it to the bot gets the role."""
    asyncio.run(_invite(context.obj, role, channel, hours, as_json=as_json))


async def _invite(call: "Call", role: Invited, channel: str | None, hours: float | None, *, as_json: bool) -> None:
    from bot.assembly import open_records

    known = [name for name in type(call.settings.channels).model_fields if name != "web"]
    if channel is not None and channel not in known:
        raise UsageFault(f"there is no channel {channel!r} that people are invited to; it is one of {', '.join(known)}")
    now, good = time.time(), hours or call.settings.dialogue.invitation_hours
    async with open_records(call.settings, call.home) as records:
        code = await records.invitations.make(role.value, door=channel, made_by=ACTOR, now=now, hours=good)
        link = await records.invitations.link(channel, code)
    expires = _written(now + good * 3600)
    if as_json:
        emit({"code": code, "role": role.value, "channel": channel, "expires": expires, "link": link})
        return
    show(f"code     {code}")
    show(f"role     {role.value}, at {channel or 'any channel'}")
    show(f"expires  {expires}, good once")
    if link:
        show(f"link     {link}")
    notice("Sent to the bot as a message (or as `/start CODE`) it gives the role. It is shown only now.")


@app.command()
def role(context: typer.Context, member: MemberId, role: Role, *, as_json: AsJson = False) -> None:
    """Give a person a role: member, admin, maintainer, or none (back to what the settings say)."""
    asyncio.run(_give(context.obj, member, _GIVEN[role], as_json=as_json))


@app.command()
def remove(
    context: typer.Context,
    member: MemberId,
    *,
    erase: Annotated[bool, typer.Option("--erase", help="Also erase everything kept about the person.")] = False,
    as_json: AsJson = False,
) -> None:
    """Shut a person out, even where everyone may ask. `members role ID none` lets them in again."""
    asyncio.run(_give(context.obj, member, "barred", erase=erase, as_json=as_json))


async def _give(call: "Call", member: str, given: "Given | None", *, erase: bool = False, as_json: bool) -> None:
    from bot.assembly import door_roles, open_records
    from corpus.errors import NotFound

    person, roles = _person(member), door_roles(call.settings)
    async with open_records(call.settings, call.home) as records:
        known = await records.people.get(person.channel, person.user_id)
        if given == "barred" and not known.first_seen and not roles.rules(person.channel).configured(person.user_id):
            raise NotFound(f"There is nobody {member!r}: see `hoidap members list`.")
        await records.people.set_role(person, given, ACTOR, time.time())
        if erase:
            await records.forget(person)
        now_known = await records.people.get(person.channel, person.user_id)
    facts = _facts(now_known, roles)
    if as_json:
        emit(facts)
    else:
        show(f"{facts['id']} is now {facts['role']}")
    if given == "barred" and facts["role"] != "barred":
        notice(f"note: the settings of [channels.{person.channel}] name {person.user_id}; take it out there as well")


@app.command()
def audit(
    context: typer.Context,
    *,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Show the privileged acts, newest first: who did what, when, and through which door."""
    asyncio.run(_audit(context.obj, limit, as_json=as_json))


async def _audit(call: "Call", limit: int, *, as_json: bool) -> None:
    from bot.assembly import open_records

    async with open_records(call.settings, call.home) as records:
        acts = await records.trail.latest(limit)
    for act in acts:
        if as_json:
            emit(
                {
                    "number": act.number,
                    "at": _written(act.at),
                    "door": act.door,
                    "actor": act.actor,
                    "act": act.act,
                    "subject": act.subject,
                    "details": act.details,
                }
            )
        else:
            details = ", ".join(f"{name} {value}" for name, value in act.details.items() if value is not None)
            show(f"{_written(act.at)}  {act.actor:20} {act.act:10} {act.subject}  {details}".rstrip())


def _person(member: str) -> "Person":
    from bot.incoming import Person

    channel, mark, user_id = member.partition(":")
    if not (channel and mark and user_id.strip()) or len(member) > 200:  # noqa: PLR2004 - no platform's ids are that long
        raise UsageFault(f"{member!r} is no id of a person; it looks like telegram:1001 (see `hoidap members list`)")
    return Person(channel, user_id.strip())


def _only_in_settings(everyone: "list[Known]", roles: "Roles") -> "list[Known]":
    from bot.state.people import Known

    kept = {(known.channel, known.user_id) for known in everyone}
    listed = [
        (channel, str(user))
        for channel, rules in roles.doors()
        for users in (rules.maintainers, rules.admins, rules.members)
        for user in users
    ]
    return [Known(channel, user) for channel, user in dict.fromkeys(listed) if (channel, user) not in kept]


def _facts(known: "Known", roles: "Roles") -> dict[str, object]:
    role = roles.of(known.channel, known.user_id, known.role).name.lower()
    return {
        "id": f"{known.channel}:{known.user_id}",
        "channel": known.channel,
        "user_id": known.user_id,
        "name": known.name,
        "role": "barred" if known.role == "barred" and role == "stranger" else role,
        "given": known.role,
        "last_seen": _written(known.last_seen) if known.last_seen else None,
    }


def _written(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
