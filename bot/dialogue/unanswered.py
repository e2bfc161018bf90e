"""Questions that the archive did not answer: grouped by meaning for administrators, told of when it does."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from bot.answer import Answer
from bot.dialogue.meaning import grouped
from bot.dialogue.numbers import named, number_in
from bot.dialogue.parts import Parts
from bot.dialogue.visit import Act, Visit
from bot.errors import BadQuestion
from bot.incoming import Incoming
from bot.outgoing import Address, Outgoing
from bot.reply import Button, Reply
from bot.roles import Role
from bot.state.questions import OpenQuestion
from bot.wording import say

# An article could answer these; a greeting or a request for advice no article answers
OPEN_REASONS = frozenset(
    f"answers.{reason}"
    for reason in (
        "not_found",
        "not_sure",
        "missing_time",
        "missing_time_nearest",
        "missing_time_for",
        "missing_time_for_nearest",
        "missing_name",
        "empty",
    )
) | {"comparison.nothing", "comparison.no_total"}
_MOST = 300
# After each of them it rests so many times as long as that took: people who are asking now go first
_REST = 9
_SHOWN_GROUPS = 8
_SHOWN_QUESTIONS = 6
_LABEL_CHARS = 60
_SHOWN_CHARS = 200


class Unanswered:
    """/chuatraloi, and trying again after the archive has changed."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        admin = Role.ADMIN
        self.commands = {"chuatraloi": Act(self.groups, admin, private=True)}
        self.buttons = {
            "group": Act(self.group, admin, private=True),
            "for": Act(self.article_for, admin, private=True),
            "aside": Act(self.set_aside, admin, private=True),
        }

    async def note(self, incoming: Incoming, answer: Answer, now: float) -> None:
        """Keeps a question that was declined for want of an article."""
        if not answer.answered and answer.reason in OPEN_REASONS:
            complete = answer.details.get("understood") or answer.question
            await self._parts.records.questions.note(incoming, answer.language, complete, now)

    async def groups(self, visit: Visit, _: str) -> list[Outgoing]:
        """What was asked in vain, most asked first."""
        groups = await self._grouped()
        if not groups:
            return visit.notice_of("desk.none_unanswered")
        buttons = [
            Button(_label(group[0].question, len(group)), "group", named(group[-1].number))
            for group in groups[:_SHOWN_GROUPS]
        ]
        count = sum(map(len, groups))
        heading = say(visit.language, "desk.unanswered", count=count, groups=len(groups))
        return [visit.shown(Reply(visit.language, lines=(heading,), buttons=tuple(buttons)))]

    async def group(self, visit: Visit, argument: str) -> list[Outgoing]:
        """The questions of one group, and what can be done."""
        group = await self._group(argument)
        if not group:
            return visit.toast("button_old")
        listed = "\n".join(f"• {_short(one.question, _SHOWN_CHARS)}" for one in group[:_SHOWN_QUESTIONS])
        heading = say(visit.language, "desk.asked_by", count=len({(one.channel, one.user_id) for one in group}))
        buttons = (
            Button(say(visit.language, "desk.button_article_for"), "for", argument),
            Button(say(visit.language, "desk.button_aside"), "aside", argument),
        )
        return [visit.shown(Reply(visit.language, lines=(f"{heading}\n{listed}",), buttons=buttons))]

    async def article_for(self, visit: Visit, argument: str) -> list[Outgoing]:
        """Waits for the article that answers."""
        if not await self._group(argument):
            return visit.toast("button_old")
        await self._parts.records.conversations.expect(visit.incoming, "article", argument, visit.now)
        return visit.notice_of("desk.send_article")

    async def set_aside(self, visit: Visit, argument: str) -> list[Outgoing]:
        """Takes a group off the list; nobody is told."""
        group = await self._group(argument)
        await self._parts.records.questions.settle([one.number for one in group], "set_aside")
        return [visit.shown(Reply(visit.language, lines=(say(visit.language, "desk.set_aside", count=len(group)),)))]

    async def tell_answerable(self) -> list[Outgoing]:
        """Asks the open questions again; tells who asked where there is an answer now, each person once."""
        records = self._parts.records
        asked: dict[str, Answer] = {}
        answerable: list[tuple[OpenQuestion, Answer]] = []
        for one in await records.questions.open(_MOST):
            if one.question not in asked:
                asked[one.question] = await self._asked_again(one)
            if asked[one.question].answered:
                answerable.append((one, asked[one.question]))
        # Closed at the end, at once: a process that is stopped while it asks tells them after its next start
        closed = await records.questions.settle([one.number for one, _ in answerable], "answered")
        return [self._told(one, answer) for one, answer in answerable if one.number in closed]

    async def _asked_again(self, one: OpenQuestion) -> Answer:
        start = perf_counter()
        try:
            answer = await self._parts.responder.answer(one.question)
        except BadQuestion:  # completed from earlier turns it may have grown too long; nobody else waits for that
            return Answer(one.question, one.language, answered=False)
        await asyncio.sleep(_REST * (perf_counter() - start))
        return answer

    def _told(self, one: OpenQuestion, answer: Answer) -> Outgoing:
        reply = self._parts.responder.reply(replace(answer, language=one.language, choices=()))
        line = say(one.language, "desk.answerable_now", question=_short(one.question, _SHOWN_CHARS))
        return Outgoing(replace(reply, lines=(line, *reply.lines)), to=Address(one.channel, one.chat_id))

    async def _grouped(self) -> list[list[OpenQuestion]]:
        open_ones = await self._parts.records.questions.open(_MOST)
        if self._parts.encoder is None:
            return _by_words(open_ones)
        texts = [one.question for one in open_ones]
        return await asyncio.to_thread(grouped, open_ones, texts, self._parts.encoder)

    async def _group(self, argument: str) -> list[OpenQuestion]:
        """The group that a question is in now; a button names it by its oldest question."""
        number = number_in(argument)
        groups = await self._grouped()
        return next((group for group in groups if any(one.number == number for one in group)), [])


def _by_words(questions: Sequence[OpenQuestion]) -> list[list[OpenQuestion]]:
    groups: dict[str, list[OpenQuestion]] = {}
    for one in questions:
        groups.setdefault(one.question.casefold(), []).append(one)
    return sorted(groups.values(), key=len, reverse=True)


def _label(question: str, count: int) -> str:
    times = f"{count}× " if count > 1 else ""
    return times + _short(question, _LABEL_CHARS - len(times))


def _short(question: str, most: int) -> str:
    return question if len(question) <= most else question[: most - 1].rstrip() + "…"
