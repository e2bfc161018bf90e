"""Administrators' work in a chat: nothing enters the archive unapproved, and what was done can be undone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dialogue.newsdesk import iso_date
from bot.incoming import Attachment, Incoming, Person
from bot.reply import Button
from bot.roles import Role
from corpus.article import Draft
from corpus.errors import BadInput
from tests.bot.conversing import (
    ADMIN,
    BUTTONS,
    MEMBER,
    NUMBERS,
    OTHER_ADMIN,
    Room,
    buttons,
    room,
    words,
)  # fmt: skip
from tests.fakes.responder import CONGRESS

TEXT = (
    "Kết nạp đảng viên 9 tháng năm 2020\n"
    "Trong 9 tháng năm 2020, toàn tỉnh kết nạp 1.234 đảng viên mới, đạt 82% kế hoạch năm.\n"
    "Toàn tỉnh có 17 huyện tổ chức học tập chuyên đề cho 55.000 người."
)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Room]:
    async with room(tmp_path) as opened:
        yield opened


async def titles(here: Room) -> set[str]:
    return {article.title for article in await here.store.list_articles()}


async def test_a_text_is_previewed_and_enters_only_when_approved(here: Room) -> None:
    before = await titles(here)
    card = await here.say(f"/add {TEXT}", user=ADMIN)
    said = words(card)
    for expected in ("Kết nạp đảng viên", "9 tháng năm 2020", "1.234 đảng viên", "82%", "chưa rõ", "chưa vào kho tin"):
        assert expected in said, expected
    assert await titles(here) == before
    done = await here.press(buttons(card)["ok"], user=ADMIN)
    assert "Đã thêm bài" in words(done)
    assert done[0].replaces == "bot-1"
    assert await titles(here) == before | {"Kết nạp đảng viên 9 tháng năm 2020"}
    assert here.updates.count == 1
    assert here.dialogue.changed.is_set()
    assert "xử lý rồi" in words(await here.press(buttons(card)["ok"], user=ADMIN))
    undone = await here.press(buttons(done)["undo"], user=ADMIN)
    assert "Đã gỡ" in words(undone)
    assert await titles(here) == before
    trail = [(act.act, act.actor) for act in await here.records.trail.latest()]
    assert trail == [("undo", "telegram:7"), ("approve", "telegram:7")]


async def test_title_and_date_are_changed_before_it_enters(here: Room) -> None:
    card = await here.say(TEXT, user=ADMIN) if len(TEXT) > 500 else await here.say(f"/add {TEXT}", user=ADMIN)
    await here.press(buttons(card)["title"], user=ADMIN)
    assert "Tiêu đề khác" in words(await here.say("Tiêu đề khác", user=ADMIN))
    await here.press(buttons(card)["date"], user=ADMIN)
    assert "3/7/2020" in words(await here.say("hôm qua", user=ADMIN))
    card = await here.say("đăng ngày 5-10-2020", user=ADMIN)
    await here.press(buttons(card)["title"], user=ADMIN)
    assert "chỉ đọc được chữ" in words(await here.say("", user=ADMIN, kind="other"))
    assert "5/10/2020" in words(card)
    await here.press(buttons(card)["ok"], user=ADMIN)
    article = next(one for one in await here.store.list_articles() if one.title == "Tiêu đề khác")
    assert article.published == "2020-10-05"


async def test_a_dropped_draft_is_gone_with_its_words(here: Room) -> None:
    card = await here.say(f"/add {TEXT}", user=ADMIN)
    assert "Đã bỏ" in words(await here.press(buttons(card)["drop"], user=ADMIN))
    assert "xử lý rồi" in words(await here.press(buttons(card)["ok"], user=ADMIN))
    (row,) = await here.connection.fetch("SELECT draft FROM drafts")
    assert row["draft"] == "{}"


async def test_links_forwards_and_files_need_no_command(here: Room) -> None:
    async def fetch() -> bytes:
        return TEXT.encode()

    async def refused() -> bytes:
        raise BadInput("the platform does not give the file out")

    admin = Person("telegram", ADMIN)
    for incoming in (
        Incoming(admin, ADMIN, text=TEXT, forwarded=True, message_id="f"),
        Incoming(admin, ADMIN, text=TEXT + "\n" + "Câu sau. " * 80, message_id="l"),
        Incoming(admin, ADMIN, kind="other", attachment=Attachment("bai.txt", 300, None, fetch), message_id="d"),
        Incoming(admin, ADMIN, text="/add", attachment=Attachment("bai.txt", None, None, fetch), message_id="c"),
    ):
        card = await here.dialogue.handle(incoming, BUTTONS)
        assert "1.234 đảng viên" in words(card)
    for attachment in (Attachment("to.txt", 10**9, None, fetch), Attachment("mat.txt", None, None, refused)):
        said = await here.dialogue.handle(Incoming(admin, ADMIN, kind="other", attachment=attachment), BUTTONS)
        assert "lớn quá" in words(said)
    link = await here.say("http://127.0.0.1:9/bai", user=ADMIN)
    assert "không lấy được" in words(link)
    member = Incoming(Person("telegram", MEMBER), MEMBER, attachment=Attachment("bai.txt", 300, None, fetch))
    assert "chỉ đọc được chữ" in words(await here.dialogue.handle(member, BUTTONS))
    grouped = Incoming(admin, "nhóm", attachment=Attachment("a.txt", 1, None, fetch), in_group=True)
    assert "chỉ đọc được chữ" in words(await here.dialogue.handle(grouped, BUTTONS))


async def test_what_cannot_be_an_article_is_said(here: Room) -> None:
    assert "đường dẫn của bài" in words(await here.say("/add", user=ADMIN))
    assert "chỉ thấy tiêu đề" in words(await here.say("/add một dòng", user=ADMIN))


async def test_a_near_duplicate_and_an_older_version_are_named(here: Room) -> None:
    nearly = CONGRESS.body.replace("trực tuyến", "truyền hình")
    card = await here.say(f"/add Tiêu đề khác hẳn\n{nearly}", user=ADMIN)
    assert f"Gần giống bài đã có:\n• {CONGRESS.title}" in words(card)
    card = await here.say(f"/add Tiêu đề khác\n{TEXT}", user=ADMIN)
    assert "Gần giống" not in words(card)


async def test_a_second_administrator_is_needed_where_the_settings_say_so(tmp_path: Path) -> None:
    async with room(tmp_path, second_admin=True) as here:
        card = await here.say(f"/add {TEXT}", user=ADMIN)
        assert "chưa có ai nhắn được" in words(await here.press(buttons(card)["ok"], user=ADMIN))
        await here.say("/help", user=OTHER_ADMIN)
        proposed = await here.press(buttons(card)["ok"], user=ADMIN)
        assert "Đã nhờ 1" in words(proposed)
        assert proposed[1].to is not None
        assert proposed[1].to.chat_id == OTHER_ADMIN
        assert len(await titles(here)) == 2
        assert "Kết nạp" in words(await here.say("/choduyet", user=OTHER_ADMIN))
        approved = await here.press(buttons(proposed[1:])["ok"], user=OTHER_ADMIN)
        assert len(await titles(here)) == 3
        assert approved[1].to is not None
        assert (approved[1].to.chat_id, "được duyệt" in words(approved[1:])) == (ADMIN, True)
        assert "Không có bài nào chờ" in words(await here.say("/choduyet", user=OTHER_ADMIN))


async def test_articles_are_listed_in_pages_shown_and_found(here: Room) -> None:
    await here.store.add_many(
        [Draft(f"Bài {n:02}", f"Nội dung {n}.", id=f"b{n}", published="2020-01-01") for n in range(15)]
    )
    first = await here.say("/articles", user=ADMIN)
    assert "17 bài. Trang 1/3" in words(first)
    assert first[0].reply is not None
    assert len(first[0].reply.buttons) == 9
    second = await here.press(first[0].reply.buttons[-1], user=ADMIN)
    assert "Trang 2/3" in words(second)
    found = await here.say("/articles đại hội", user=ADMIN)
    card = await here.press(buttons(found)["art"], user=ADMIN)
    assert CONGRESS.title in words(card)
    assert "hội nghị trực tuyến" in words(card)


async def test_a_removal_can_be_undone_for_a_day_and_restored_after(here: Room) -> None:
    listed = await here.say("/articles", user=ADMIN)
    card = await here.press(buttons(listed)["art"], user=ADMIN)
    removed = await here.press(buttons(card)["take"], user=ADMIN)
    assert CONGRESS.title not in await titles(here)
    assert "không còn trong kho tin" in words(await here.press(buttons(card)["take"], user=ADMIN))
    assert "Đã lấy lại" in words(await here.press(buttons(removed)["untake"], user=ADMIN))
    assert CONGRESS.title in await titles(here)
    removed = await here.press(buttons(card)["take"], user=ADMIN)
    here.clock.now += 25 * 3600
    assert "quá 24 giờ" in words(await here.press(buttons(removed)["untake"], user=ADMIN))
    restore = await here.say("/restore", user=ADMIN)
    assert "Đã lấy lại" in words(await here.press(buttons(restore)["bring"], user=ADMIN))
    assert CONGRESS.title in await titles(here)
    assert "Không có bài nào mới gỡ" in words(await here.say("/restore", user=ADMIN))
    assert [act.act for act in await here.records.trail.latest()] == ["restore", "remove", "restore", "remove"]


async def test_a_week_in_figures(here: Room) -> None:
    answered = await here.say("tỷ lệ tổ chức cơ sở đảng đã đại hội?")
    await here.press(buttons(answered)["yes"])
    await here.say("điều không ai biết")
    said = words(await here.say("/stats", user=ADMIN))
    assert "Kho tin: 2 bài" in said
    assert "2 câu hỏi, trả lời được 1 câu (50%)" in said
    assert "Góp ý: 1 đúng" in said
    assert "chưa trả lời được: 1" in said


async def test_an_admin_without_buttons_does_the_same_by_numbers(here: Room) -> None:
    card = await here.say(f"/add {TEXT}", user=ADMIN, channel="zalo", abilities=NUMBERS)
    assert "1: Duyệt · 2: Sửa tiêu đề · 3: Sửa ngày · 4: Bỏ" in words(card)
    assert "Đã thêm bài" in words(await here.say("1", user=ADMIN, channel="zalo", abilities=NUMBERS))


@pytest.mark.parametrize(
    ("text", "iso"),
    [("3/7/2020", "2020-07-03"), ("2020-07-03", "2020-07-03"), ("ngày 31.12.2019", "2019-12-31"), ("30/2/2020", None)],
)
def test_dates_are_read_as_people_write_them(text: str, iso: str | None) -> None:
    assert iso_date(text) == iso


async def corpus_of(here: Room) -> tuple[object, ...]:
    people = await here.connection.fetch("SELECT channel, user_id, role FROM people")
    tables = ("drafts", "invitations", "trail", "removals", "corrections")
    return (
        await here.store.revision(),
        [tuple(row) for row in people],
        *[[tuple(row) for row in await here.connection.fetch(f"SELECT * FROM {table}")] for table in tables],  # noqa: S608
    )


async def prepared(here: Room) -> tuple[object, ...]:
    """Something of everything that could be changed."""
    await here.say("điều không ai biết", user=MEMBER)
    for _ in range(2):
        await here.say(f"/add {TEXT}", user=ADMIN)
    card = await here.press(buttons(await here.say("/articles", user=ADMIN))["art"], user=ADMIN)
    await here.press(buttons(card)["take"], user=ADMIN)
    await here.say("/articles", user=ADMIN)
    return await corpus_of(here)


async def test_members_may_do_what_is_listed_here_and_nothing_else(here: Room) -> None:
    assert {name for name, role in here.dialogue.acts().items() if role < Role.ADMIN} == {
        "start", "help", "id", "new", "nguon", "tomtat", "ngonngu", "quen",
        "para", "back", "next", "pick", "yes", "no", "why", "speak", "forget", "keep", "art",
    }  # fmt: skip


async def test_no_button_and_no_command_gives_a_member_a_privileged_act(here: Room) -> None:
    before = await prepared(here)
    arguments = ["1", "2", "0", "1.0", f"1:{CONGRESS.id}", "admin", TEXT, "http://127.0.0.1:9/"]
    for action in here.dialogue.acts():
        for argument in arguments:
            for group in (None, "nhóm"):
                await here.press(Button("", action, argument), chat=group)
                await here.say(f"/{action} {argument}", chat=group)
        await here.say(TEXT)
    assert await corpus_of(here) == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(action=st.text(max_size=12), argument=st.text(max_size=40), text=st.text(max_size=60), forwarded=st.booleans())
async def test_nothing_forged_gives_a_member_a_privileged_act(
    here: Room, action: str, argument: str, text: str, *, forwarded: bool
) -> None:
    before = await corpus_of(here)
    member = Person("telegram", MEMBER)
    await here.press(Button("", action, argument))
    await here.dialogue.handle(Incoming(member, MEMBER, text=text, forwarded=forwarded), BUTTONS)
    await here.dialogue.handle(Incoming(member, ADMIN, text=f"/{action} {argument}"), NUMBERS)
    assert (await corpus_of(here))[0] == before[0]
    assert (await corpus_of(here))[2:] == before[2:]
