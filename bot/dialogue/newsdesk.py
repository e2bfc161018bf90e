"""Articles on their way in: what administrators send becomes a card, and nothing is stored before it is approved."""

import logging
import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.desk import AddReport, DeskProblem
from bot.dialogue.cards import preview_card, title_of
from bot.dialogue.numbers import number_in
from bot.dialogue.parts import Parts
from bot.dialogue.visit import Act, Visit
from bot.outgoing import Address, Outgoing
from bot.reply import Button, Reply
from bot.roles import Role
from bot.wording import say
from corpus.admission import MAX_TITLE_CHARS
from corpus.article import Draft
from corpus.errors import BadInput

if TYPE_CHECKING:
    from bot.incoming import Attachment
    from bot.state.drafts import KeptDraft
    from bot.state.people import Known

_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_DATE = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})|(\d{4})-(\d{1,2})-(\d{1,2})")
# A text of several lines and this length is an article, not a question
_ARTICLE_CHARS = 500
_log = logging.getLogger(__name__)


class Newsdesk:
    """Receiving, previewing, changing and deciding on drafts."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        admin = Role.ADMIN
        self.commands = {
            "add": Act(self.add, admin, private=True),
            "choduyet": Act(self.proposed, admin, private=True),
        }
        self.buttons = {
            "ok": Act(self.approve, admin, private=True),
            "title": Act(self.ask_title, admin, private=True),
            "date": Act(self.ask_date, admin, private=True),
            "drop": Act(self.drop, admin, private=True),
            "undo": Act(self.undo, admin, private=True),
        }
        self.awaited = {
            "title": Act(self.set_title, admin, private=True),
            "date": Act(self.set_date, admin, private=True),
            "article": Act(self.add_for, admin, private=True),
        }

    @staticmethod
    def is_article(visit: Visit) -> bool:
        """Whether an administrator's message is meant as an article rather than as a question."""
        incoming, text = visit.incoming, visit.incoming.text.strip()
        if visit.role < Role.ADMIN or incoming.in_group:
            return False
        if incoming.attachment is not None or _LINK.fullmatch(text):
            return True
        return "\n" in text and (incoming.forwarded or len(text) >= _ARTICLE_CHARS)

    # ------------------------------------------------------------------ receiving

    async def add(self, visit: Visit, rest: str) -> list[Outgoing]:
        """/add with text, a link or a file, or any of these without the command."""
        return await self._received(visit, rest, None)

    async def add_for(self, visit: Visit, argument: str) -> list[Outgoing]:
        """The article that somebody was asked for, to answer a declined question."""
        return await self._received(visit, visit.incoming.text, number_in(argument))

    async def _received(self, visit: Visit, text: str, question: int | None) -> list[Outgoing]:
        attachment, text = visit.incoming.attachment, text.strip()
        if attachment is not None:
            draft = await self._fetched(attachment)
        elif not text:
            return visit.notice_of("desk.add_how")
        elif _LINK.fullmatch(text):
            draft = await self._parts.desk.read_link(text)
        else:
            draft = self._parts.desk.read_text(text)
        if isinstance(draft, DeskProblem):
            return self._problem(visit, draft)
        number = await self._parts.records.drafts.put(visit.incoming, draft, question, visit.now)
        return [await self._card(visit, number, draft)]

    async def _fetched(self, attachment: "Attachment") -> Draft | DeskProblem:
        if (attachment.size or 0) > self._parts.desk.max_bytes:
            return DeskProblem("too_large", f"the file has {attachment.size} bytes")
        try:
            data = await attachment.fetch()
        except BadInput as fault:
            return DeskProblem("too_large", str(fault))
        return await self._parts.desk.read_file(attachment.name, data)

    def _problem(self, visit: Visit, problem: DeskProblem) -> list[Outgoing]:
        _log.info("nothing added: %s", problem.message)
        megabytes = max(1, self._parts.desk.max_bytes // 1_000_000)
        return visit.notice_of(f"desk.problem_{problem.problem}", megabytes=megabytes)

    async def _card(self, visit: Visit, number: int, draft: Draft) -> Outgoing:
        preview = await self._parts.desk.preview(draft)
        return visit.shown(preview_card(preview, number, visit.language))

    # ------------------------------------------------------------------ changing

    async def ask_title(self, visit: Visit, argument: str) -> list[Outgoing]:
        """Asks for another title."""
        return await self._ask(visit, "title", argument)

    async def ask_date(self, visit: Visit, argument: str) -> list[Outgoing]:
        """Asks for the date of publication."""
        return await self._ask(visit, "date", argument)

    async def set_title(self, visit: Visit, argument: str) -> list[Outgoing]:
        """The title as it was written."""
        title = " ".join(visit.incoming.text.split())[:MAX_TITLE_CHARS]
        return await self._changed(visit, argument, title=title)

    async def set_date(self, visit: Visit, argument: str) -> list[Outgoing]:
        """The date as it was written: day, month, year."""
        published = iso_date(visit.incoming.text)
        if published is None:
            await self._parts.records.conversations.expect(visit.incoming, "date", argument, visit.now)
            return visit.notice_of("desk.date_unclear")
        return await self._changed(visit, argument, published=published)

    async def _ask(self, visit: Visit, what: str, argument: str) -> list[Outgoing]:
        if await self._kept(argument) is None:
            return visit.toast_of("desk.decided")
        await self._parts.records.conversations.expect(visit.incoming, what, argument, visit.now)
        return visit.notice_of(f"desk.ask_{what}")

    async def _changed(self, visit: Visit, argument: str, **change: str) -> list[Outgoing]:
        kept = await self._kept(argument)
        if kept is None:
            return visit.notice_of("desk.decided")
        draft = replace(kept.draft, **change)  # type: ignore[arg-type] # title and published are texts
        if not await self._parts.records.drafts.change(kept.number, draft):
            return visit.notice_of("desk.decided")
        return [await self._card(visit, kept.number, draft)]

    # ------------------------------------------------------------------ deciding

    async def approve(self, visit: Visit, argument: str) -> list[Outgoing]:
        """Takes a draft in, or, where a second administrator is needed, hands it to the others."""
        kept = await self._kept(argument)
        if kept is None:
            return visit.toast_of("desk.decided")
        own = (kept.channel, kept.user_id) == (visit.incoming.person.channel, visit.incoming.person.user_id)
        if self._parts.settings.second_admin and own:
            return await self._propose(visit, kept)
        if not await self._parts.records.drafts.decide(kept.number, "approved"):
            return visit.toast_of("desk.decided")
        report = await self._parts.desk.add(kept.draft, visit.actor)
        if isinstance(report, DeskProblem):
            return self._problem(visit, report)
        await self._parts.records.trail.add(
            "approve", report.added.article_id, visit.actor, visit.now,
            version=report.added.version, brought_by=f"{kept.channel}:{kept.user_id}",
        )  # fmt: skip
        self._parts.changed.set()
        told = [] if own else [await self._brought(kept, report)]
        return [visit.shown(self._report(visit, report)), *told]

    def _report(self, visit: Visit, report: AddReport) -> Reply:
        ready = "desk.add_ready" if report.indexed else "desk.add_later"
        lines = (say(visit.language, f"desk.{report.added.status}"), say(visit.language, ready))
        undo = Button(say(visit.language, "desk.button_undo"), "undo", report.token)
        buttons = (undo,) if report.added.status != "unchanged" else ()
        return Reply(visit.language, headline=title_of(report.title, visit.language), lines=lines, buttons=buttons)

    async def _brought(self, kept: "KeptDraft", report: AddReport) -> Outgoing:
        """What whoever brought a draft is told when somebody else approved it."""
        known = await self._parts.records.people.get(kept.channel, kept.user_id)
        language = known.language or "vi"
        lines = (say(language, "desk.approved_by_other"),)
        reply = Reply(language, headline=title_of(report.title, language), lines=lines)
        return Outgoing(reply, to=Address(kept.channel, kept.chat_id))

    async def _propose(self, visit: Visit, kept: "KeptDraft") -> list[Outgoing]:
        await self._parts.records.drafts.decide(kept.number, "proposed")
        preview = await self._parts.desk.preview(kept.draft)
        name = visit.incoming.person.name or visit.incoming.person.user_id
        others = [
            one for one in await self._parts.admins() if (one.channel, one.user_id) != (kept.channel, kept.user_id)
        ]
        cards = [
            self._proposal(one, preview_card(preview, kept.number, one.language or "vi", proposed_by=name))
            for one in others
        ]
        key = "desk.proposed_to" if cards else "desk.proposed_to_nobody"
        return [visit.shown(Reply(visit.language, lines=(say(visit.language, key, count=len(cards)),))), *cards]

    @staticmethod
    def _proposal(known: "Known", card: Reply) -> Outgoing:
        return Outgoing(card, to=Address(known.channel, known.chat_id or known.user_id))

    async def proposed(self, visit: Visit, _: str) -> list[Outgoing]:
        """/choduyet: drafts that wait for a second administrator."""
        waiting = await self._parts.records.drafts.proposed()
        if not waiting:
            return visit.notice_of("desk.none_proposed")
        return [await self._card(visit, kept.number, kept.draft) for kept in waiting[:5]]

    async def drop(self, visit: Visit, argument: str) -> list[Outgoing]:
        """Lets a draft go."""
        kept = await self._kept(argument)
        if kept is None or not await self._parts.records.drafts.decide(kept.number, "dropped"):
            return visit.toast_of("desk.decided")
        lines = (say(visit.language, "desk.dropped"),)
        return [visit.shown(Reply(visit.language, headline=title_of(kept.draft.title, visit.language), lines=lines))]

    async def undo(self, visit: Visit, argument: str) -> list[Outgoing]:
        """Takes an addition back."""
        report = await self._parts.desk.undo(argument, visit.actor)
        if isinstance(report, DeskProblem):
            return visit.toast_of("desk.problem_gone")
        await self._parts.records.trail.add("undo", argument, visit.actor, visit.now)
        self._parts.changed.set()
        line = say(visit.language, "desk.undone" if report.indexed else "desk.undone_later")
        return [visit.shown(Reply(visit.language, headline=title_of(report.title, visit.language), lines=(line,)))]

    async def _kept(self, argument: str) -> "KeptDraft | None":
        number = number_in(argument)
        return None if number is None else await self._parts.records.drafts.get(number)


def iso_date(text: str) -> str | None:
    """The date in a text written as people do (3/7/2020) or in ISO form, as ISO; None when there is none."""
    match = _DATE.search(text)
    if match is None:
        return None
    day, month, year, iso_year, iso_month, iso_day = match.groups()
    try:
        if iso_year:
            return datetime(int(iso_year), int(iso_month), int(iso_day)).date().isoformat()  # noqa: DTZ001 - a day
        return datetime(int(year), int(month), int(day)).date().isoformat()  # noqa: DTZ001 - a day has no zone
    except ValueError:
        return None
