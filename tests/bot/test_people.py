"""People, invitations and roles: in the database, in the chat, and with `hoidap members`."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incoming import Person
from bot.roles import DoorRules
from bot.state.database import BotState
from bot.state.inbox import Received
from bot.state.invitations import MOST_WRONG, code_in
from bot.state.outbox import Send
from bot.state.retention import Retention
from tests.bot.conversing import ADMIN, MAINTAINER, MEMBER, Room, room, words
from tests.conftest import Installation
from tests.fakes.responder import QUESTION

INVITE_ONLY = DoorRules(admins={ADMIN}, maintainers={MAINTAINER}, invites=True)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Room]:
    async with room(tmp_path, rules=INVITE_ONLY) as opened:
        yield opened


async def code_for(here: Room, role: str = "member", door: str | None = None, hours: float = 24) -> str:
    assert role in {"member", "admin", "maintainer"}
    return await here.records.invitations.make(
        role,  # type: ignore[arg-type] # checked above
        door=door,
        made_by="cli",
        now=here.clock.now,
        hours=hours,
    )


async def role_of(here: Room, user: str) -> str | None:
    return (await here.records.people.get("telegram", user)).role


async def test_a_code_lets_a_stranger_in_once(here: Room) -> None:
    assert "mã mời" in words(await here.say(QUESTION))
    code = await code_for(here)
    assert "Chào mừng" in words(await here.say(f"/start {code}"))
    assert "94%" in words(await here.say(QUESTION))
    assert "không đúng" in words(await here.say(code, user="101"))
    assert await role_of(here, "101") is None


@pytest.mark.parametrize("form", ["{}", " {} ", "/start {}", "/start@hoidapbot {}"])
async def test_a_code_may_come_in_any_form(here: Room, form: str) -> None:
    code = await code_for(here, "admin")
    for shape in (code.lower(), code):
        await here.say(form.format(shape))
    assert await role_of(here, MEMBER) == "admin"


async def test_a_code_expires_and_holds_at_its_door(here: Room) -> None:
    late, elsewhere = await code_for(here, hours=1), await code_for(here, door="zalo")
    here.clock.now += 3601
    assert "không đúng" in words(await here.say(late))
    assert "không đúng" in words(await here.say(elsewhere))
    assert "Chào mừng" in words(await here.say(elsewhere, channel="zalo"))


async def test_guessing_is_stopped_before_it_can_succeed(here: Room) -> None:
    code = await code_for(here, "admin")
    for number in range(MOST_WRONG):
        await here.say(f"AAAA-AAAA-AAAA-AAA{'ABCDE'[number]}")
    assert "nhiều lần" in words(await here.say(code))
    assert await role_of(here, MEMBER) is None
    here.clock.now += 3601
    await here.say(code)
    assert await role_of(here, MEMBER) == "admin"


async def test_only_the_digest_of_a_code_is_kept(here: Room) -> None:
    code = await code_for(here)
    kept = "\n".join(str(tuple(row)) for row in await here.connection.fetch("SELECT * FROM invitations"))
    assert code not in kept
    assert code.replace("-", "") not in kept


async def test_a_lesser_code_takes_no_role_away_and_no_code_lets_a_barred_person_in(here: Room) -> None:
    person = Person("telegram", MEMBER)
    await here.records.people.set_role(person, "admin", "cli", here.clock.now)
    await here.say(await code_for(here))
    assert await role_of(here, MEMBER) == "admin"
    await here.records.people.set_role(person, "barred", "cli", here.clock.now)
    await here.say(await code_for(here, "admin"))
    assert await role_of(here, MEMBER) == "barred"
    assert "94%" not in words(await here.say(QUESTION))


async def test_being_forgotten_does_not_let_a_barred_person_in(here: Room) -> None:
    person = Person("telegram", MEMBER, "Tên")
    await here.say("/start")
    await here.records.people.set_role(person, "barred", "cli", here.clock.now)
    await here.records.forget(person)
    known = await here.records.people.get("telegram", MEMBER)
    assert (known.role, known.name, known.chat_id) == ("barred", "", None)


async def test_being_forgotten_reaches_what_came_in_and_waits_to_go_out(here: Room) -> None:
    state, canary = BotState(here.connection), "u-77123"
    await here.records.people.seen(Person("telegram", canary, "Tên"), canary, here.clock.now)
    (item,) = await state.inbox.take("telegram", [Received("1", canary, {"from": canary})])
    await state.inbox.finish(item, [Send("telegram", canary, "sendMessage", {"chat_id": canary})])
    await state.outbox.gone("telegram", canary, "blocked")
    await here.records.forget(Person("telegram", canary))
    for (table,) in await here.connection.fetch("SELECT name FROM sqlite_schema WHERE type = 'table'"):
        rows = await here.connection.fetch(f"SELECT * FROM {table}")  # noqa: S608 - names from the schema
        assert not [row for row in rows if any(canary in str(value) for value in tuple(row))], table


async def test_admins_invite_members_and_maintainers_admins(here: Room) -> None:
    assert "chỉ quản trị viên" in words(await here.say("/invite"))
    assert "nhắn riêng" in words(await here.say("/invite", user=ADMIN, chat="nhóm"))
    assert "người phụ trách" in words(await here.say("/invite admin", user=ADMIN))
    invited = words(await here.say("/invite", user=ADMIN))
    await here.say(invited.rsplit(" ", 1)[1])
    assert await role_of(here, MEMBER) == "member"
    await here.records.invitations.name_door("telegram", "hoidapbot")
    said = words(await here.say("/invite admin", user=MAINTAINER))
    code = said.rsplit(" ", 1)[1]
    assert f"https://t.me/hoidapbot?start={code}" in said
    await here.say(code)
    assert await role_of(here, MEMBER) == "admin"
    trail = [(act.actor, act.act) for act in await here.records.trail.latest()]
    assert trail == [
        ("telegram:100", "pair"), ("telegram:9", "invite"), ("telegram:100", "pair"), ("telegram:7", "invite"),
    ]  # fmt: skip


async def test_a_closed_bot_takes_no_invitations_from_the_chat(tmp_path: Path) -> None:
    async with room(tmp_path, rules=DoorRules(admins={ADMIN})) as closed:
        assert "không nhận mã mời" in words(await closed.say("/invite", user=ADMIN))
        await closed.records.people.set_role(Person("telegram", MEMBER), "member", "cli", closed.clock.now)
        assert "94%" in words(await closed.say(QUESTION))


async def test_what_is_past_its_time_is_purged_and_the_rest_stays(here: Room) -> None:
    await here.say(await code_for(here))
    await here.say(QUESTION)
    await here.say("/start", user="101")
    await here.records.people.speak(Person("telegram", "101"), "en", here.clock.now)
    retention = Retention(conversations=90, people=400, trail=800)
    await here.records.purge(here.clock.now + 89 * 86400, retention)
    assert len(await here.connection.fetch("SELECT * FROM answers")) == 1
    await here.records.purge(here.clock.now + 91 * 86400, retention)
    for table in ("answers", "quotes", "turns", "wrong_codes"):
        assert await here.connection.fetch(f"SELECT * FROM {table}") == []  # noqa: S608 - names of our own
    assert len(await here.records.people.everyone()) == 2
    await here.records.purge(here.clock.now + 401 * 86400, retention)
    assert [known.user_id for known in await here.records.people.everyone()] == [MEMBER]
    assert await here.records.trail.latest()
    await here.records.purge(here.clock.now + 801 * 86400, retention)
    assert await here.records.trail.latest() == []


@given(st.text(max_size=40))
def test_only_codes_are_codes(text: str) -> None:
    code = code_in(text)
    assert code is None or code_in(code) == code


@pytest.mark.parametrize("text", ["nghiencuukhoahoc", "ABCD", "ABCD-EFGH-IJKL-MNO1", "hỏi ABCD-EFGH-IJKL-MNOP"])
def test_questions_are_no_codes(text: str) -> None:
    assert code_in(text) is None


def test_members_are_listed_given_roles_and_removed(fresh: Installation) -> None:
    assert fresh.hoidap("members", "list", "--json").rows == []
    given_role = fresh.hoidap("members", "role", "telegram:1001", "admin", "--json").row
    assert (given_role["role"], given_role["given"]) == ("admin", "admin")
    assert fresh.hoidap("members", "list", "--json").row["id"] == "telegram:1001"
    assert "telegram:1001" in fresh.hoidap("members", "list").out
    removed = fresh.hoidap("members", "remove", "telegram:1001", "--erase", "--json").row
    assert removed["role"] == "barred"
    assert fresh.hoidap("members", "role", "telegram:1001", "none", "--json").row["role"] == "member"
    acts = fresh.hoidap("members", "audit", "--json").rows
    assert [(act["actor"], act["act"], act["details"]["role"]) for act in acts] == [
        ("cli", "role", None), ("cli", "role", "barred"), ("cli", "role", "admin"),
    ]  # fmt: skip
    assert "telegram:1001" in fresh.hoidap("members", "audit", "--limit", "1").out


def test_an_invitation_is_shown_once(fresh: Installation) -> None:
    made = fresh.hoidap("members", "invite", "--role", "admin", "--channel", "telegram", "--json").row
    assert code_in(made["code"]) == made["code"]
    assert (made["role"], made["channel"], made["link"]) == ("admin", "telegram", None)
    assert "expires" in fresh.hoidap("members", "invite").out
    assert made["code"] not in fresh.hoidap("members", "audit", "--json").out


def test_what_is_wrong_is_named(fresh: Installation) -> None:
    assert fresh.hoidap("members", "remove", "zalo:abc").code == 4
    assert fresh.hoidap("members", "role", "1001", "admin").code == 2
    assert fresh.hoidap("members", "role", "telegram:1", "king").code == 2
    assert fresh.hoidap("members", "invite", "--channel", "fax").code == 2


def test_people_of_the_settings_are_listed(fresh: Installation) -> None:
    path = fresh.folder / "config.toml"
    path.write_text(path.read_text("utf-8") + '\n[channels.telegram]\nadmins = [7]\nmembers = "closed"\n', "utf-8")
    row = fresh.hoidap("members", "list", "--json").row
    assert (row["id"], row["role"], row["last_seen"]) == ("telegram:7", "admin", None)
    assert "take it out there" in fresh.hoidap("members", "remove", "telegram:7").err
