"""Ten conversations, as people see them, held with the real house on the sample articles.

`python -m tests.journeys.conversations` writes them into docs/tutorial.md; tests/journeys/test_conversations.py says
when they have become untrue.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.assembly import House, open_house, open_state
from bot.channels.telegram.layout import reply_spans
from bot.channels.zalo.layout import reply_text
from bot.dialogue.dialogue import Dialogue
from bot.home import Home
from bot.incoming import Incoming, Person
from bot.outgoing import Abilities, Outgoing
from bot.reply import Button, Reply
from bot.settings import Settings
from corpus.article import Draft
from corpus.samples import sample_drafts

TUTORIAL = Path(__file__).resolve().parents[2] / "docs" / "tutorial.md"
BEGIN = "<!-- conversations: written by `python -m tests.journeys.conversations` -->"
END = "<!-- end of conversations -->"
MEMBER, OTHER, ADMIN = "100", "101", "7"
_CODE = re.compile(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}")
_ABILITIES = {
    "telegram": Abilities(),
    "zalo": Abilities(buttons=False, edits=False, files=False, most_characters=2000),
}


@dataclass
class Talk:
    """One conversation being held: what was said so far, as lines."""

    dialogue: Dialogue
    house: House
    channel: str = "telegram"
    lines: list[str] = field(default_factory=list)
    last: dict[str, list[Outgoing]] = field(default_factory=dict)
    _messages: int = 0

    async def says(self, text: str, user: str = MEMBER, who: str = "Thành viên") -> None:
        """A person writes."""
        self._messages += 1
        person = Person(self.channel, user, "Mai")
        incoming = Incoming(person, user, text=text, message_id=f"{user}-{self._messages}")
        self._person(who, text)
        await self._handle(incoming, user)

    async def presses(self, label: str, user: str = MEMBER, who: str = "Thành viên") -> None:
        """A person presses the button that begins with this label."""
        button = next(b for b in self._buttons(user) if b.label.startswith(label))
        person = Person(self.channel, user, "Mai")
        incoming = Incoming(
            person, user, kind="button", message_id="bot", action=button.action, argument=button.argument
        )
        self._person(who, f"[{button.label}]")
        await self._handle(incoming, user)

    def happens(self, what: str) -> None:
        """Something beside the conversation."""
        self.lines.append(f"({what})\n")

    async def aftermath(self) -> None:
        """What the archive's change brings about."""
        self._shown(await self.dialogue.aftermath(), ADMIN)

    async def _handle(self, incoming: Incoming, user: str) -> None:
        self._shown(await self.dialogue.handle(incoming, _ABILITIES[self.channel]), user)

    def _buttons(self, user: str) -> list[Button]:
        return [button for one in self.last.get(user, ()) for button in (one.reply.buttons if one.reply else ())]

    def _person(self, who: str, text: str) -> None:
        self.lines.append(_indented(f"{who}: ", text))

    def _shown(self, said: Sequence[Outgoing], user: str) -> None:
        for one in said:
            to = one.to.chat_id if one.to else user
            self.last[to] = [*(self.last.get(to, []) if one.to else []), one]
            aside = "" if to == user else " (nhắn cho người đã hỏi)" if to != ADMIN else " (nhắn cho quản trị viên)"
            place = " (thay vào tin trên)" if one.replaces else ""
            if one.toast:
                self.lines.append(_indented("Bot (thông báo ngắn): ", one.toast))
            if one.reply:
                self.lines.append(_indented(f"Bot{aside}{place}: ", self._rendered(one.reply)))
        if not any(one.to for one in said):
            self.last[user] = list(said)

    def _rendered(self, reply: Reply) -> str:
        if len(reply.alternatives) > 1:  # which others come near changes with every improvement of the search
            return self._rendered(replace(reply, alternatives=reply.alternatives[:1])) + "\n• …"
        if self.channel == "zalo":
            return reply_text(reply)
        text = "".join(span.text for span in reply_spans(reply))
        buttons = " ".join(f"[{button.label}]" for button in reply.buttons)
        return f"{text}\n{buttons}" if buttons else text


def _indented(who: str, text: str) -> str:
    first, *rest = _CODE.sub("ABCD-EFGH-IJKL-MNOP", text).split("\n")
    return "\n".join([f"{who}{first}", *(f"    {line}".rstrip() for line in rest)]) + "\n"


async def first_question(talk: Talk) -> None:
    await talk.says("/start")
    await talk.says("tỷ lệ tổ chức cơ sở đảng đã đại hội là bao nhiêu?")


async def paragraph(talk: Talk) -> None:
    await talk.says("6 tháng đầu năm 2019 tỉnh Hòa Lâm kết nạp bao nhiêu đảng viên?")
    await talk.presses("Xem đoạn văn")
    await talk.presses("Quay lại")


async def follow_up(talk: Talk) -> None:
    await talk.says("6 tháng đầu năm 2019 tỉnh Hòa Lâm kết nạp bao nhiêu đảng viên?")
    await talk.says("còn 6 tháng đầu năm 2021 thì sao?")
    await talk.says("/nguon")


async def as_it_is_typed(talk: Talk) -> None:
    await talk.says("ti le to chuc co so dang da dai hoi")
    await talk.says("What share of grassroots party organizations held congresses?")


async def declined(talk: Talk) -> None:
    await talk.says("tỉnh Hòa Lâm có bao nhiêu bệnh viện?")
    await talk.says("Cảm ơn bạn.")


async def verdict(talk: Talk) -> None:
    await talk.says("tỷ lệ tổ chức cơ sở đảng đã đại hội?")
    await talk.presses("Sai")
    await talk.presses("Lý do khác")
    await talk.says("Tôi cần số liệu đến cuối năm.")


async def on_zalo(talk: Talk) -> None:
    await talk.says("tỷ lệ tổ chức cơ sở đảng đã đại hội?")
    await talk.says("1")


async def invited(talk: Talk) -> None:
    await talk.says("/invite", ADMIN, "Quản trị viên")
    code = _CODE.search("".join("".join(one.reply.lines) for one in talk.last[ADMIN] if one.reply))
    assert code
    await talk.says(code.group(), OTHER, "Người được mời")


NEWS = (
    "Thư viện tỉnh Hòa Lâm sơ kết 6 tháng đầu năm 2020\n"
    "Trong 6 tháng đầu năm 2020, thư viện tỉnh Hòa Lâm phục vụ 18.450 lượt bạn đọc.\n"
    "Thư viện cấp mới 1.206 thẻ và mở 3 điểm đọc sách ở xã."
)


async def article(talk: Talk) -> None:
    await talk.says("6 tháng đầu năm 2020 thư viện tỉnh Hòa Lâm phục vụ bao nhiêu lượt bạn đọc?")
    await talk.says("/chuatraloi", ADMIN, "Quản trị viên")
    await talk.presses("6 tháng", ADMIN, "Quản trị viên")
    await talk.presses("Thêm bài", ADMIN, "Quản trị viên")
    await talk.says(NEWS, ADMIN, "Quản trị viên")
    await talk.presses("Sửa ngày", ADMIN, "Quản trị viên")
    await talk.says("2/7/2020", ADMIN, "Quản trị viên")
    await talk.presses("Duyệt", ADMIN, "Quản trị viên")
    await talk.aftermath()


async def correction(talk: Talk) -> None:
    await talk.says("/help", ADMIN, "Quản trị viên")
    talk.lines.clear()
    await talk.says("tỷ lệ tổ chức cơ sở đảng đã đại hội?")
    sample = next(iter(sample_drafts()))
    body = sample.body.replace("94%", "96,5%")
    changed = Draft(sample.title, body, sample.id, sample.url, published=sample.published, is_sample=True)
    await talk.house.store.add(changed)
    await talk.house.refresh_index()
    talk.happens("Bài có bản mới: con số 94% được sửa thành 96,5%.")
    await talk.aftermath()
    await talk.presses("Gửi đính chính", ADMIN, "Quản trị viên")


CONVERSATIONS: Sequence[tuple[str, Callable[[Talk], Awaitable[None]]]] = (
    ("Câu hỏi đầu tiên", first_question),
    ("Xem đoạn văn chứa câu trả lời", paragraph),
    ("Hỏi tiếp, và xem nguồn", follow_up),
    ("Không dấu, và tiếng Anh", as_it_is_typed),
    ("Kho tin không có", declined),
    ("Báo câu trả lời sai", verdict),
    ("Trên Zalo, chọn bằng số", on_zalo),
    ("Mời thành viên", invited),
    ("Thêm bài cho câu chưa trả lời được", article),
    ("Đính chính một con số", correction),
)


async def conversations() -> str:
    """All of them as Markdown, each held anew on the sample articles."""
    shown = []
    for number, (title, hold) in enumerate(CONVERSATIONS, 1):
        with TemporaryDirectory() as folder:
            shown.append(f"### {number}. {title}\n\n```text\n{await _held(Home(Path(folder) / 'home'), hold)}\n```\n")
    return "\n".join(shown)


async def _held(home: Home, hold: Callable[[Talk], Awaitable[None]]) -> str:
    settings = Settings.model_validate({"channels": {"telegram": {"admins": [int(ADMIN)]}}})
    async with open_house(settings, home, may_be_empty=True) as house, open_state(settings, home) as state:
        await house.store.add_many(list(sample_drafts()))
        await house.refresh_index()
        talk = Talk(house.dialogue(state.records), house, "zalo" if hold is on_zalo else "telegram")
        await hold(talk)
    return "\n".join(talk.lines).rstrip()


def in_the_tutorial(page: str, shown: str) -> str:
    """The tutorial with these conversations in it."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{shown}\n{END}{after}"


def main() -> None:
    """Write them into the tutorial."""
    shown = asyncio.run(conversations())
    TUTORIAL.write_text(in_the_tutorial(TUTORIAL.read_text("utf-8"), shown), "utf-8")


if __name__ == "__main__":
    main()
