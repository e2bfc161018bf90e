"""Questions and what can be done with their answers: see the paragraph, another article, say whether it is right."""

import asyncio
from dataclasses import replace

from bot.answer import Answer
from bot.channel import leads_on
from bot.chart import chart_png, has_chart
from bot.comparison import comparison_lines
from bot.dialogue.given import Kept, kept_from, kept_of
from bot.dialogue.numbers import named, number_in
from bot.dialogue.paragraph import around
from bot.dialogue.parts import Parts
from bot.dialogue.unanswered import Unanswered
from bot.dialogue.visit import Act, Visit, button
from bot.errors import BadQuestion
from bot.outgoing import Outgoing, Picture
from bot.reply import Button, Reply
from bot.summary import summarise, summary_headline
from bot.wording import say
from corpus.article import Article
from corpus.errors import NotFound

_MOST_CHOICES = 8
_LONGEST_LABEL = 60
# Telegram takes captions of 1024 units
_CAPTION_CHARS = 1000
_REASONS = ("figure", "article", "old", "other")


class Asking:
    """Answers questions, and the buttons below them."""

    def __init__(self, parts: Parts, unanswered: Unanswered) -> None:
        self._parts = parts
        self._unanswered = unanswered
        self.buttons = {
            "para": Act(self.paragraph),
            "back": Act(self.back),
            "next": Act(self.another),
            "pick": Act(self.choice),
            "yes": Act(self.right),
            "no": Act(self.wrong),
            "why": Act(self.why),
        }

    async def question(self, visit: Visit, text: str) -> list[Outgoing]:
        """The answer to a question, with the earlier ones of this conversation to lean on."""
        parts, incoming = self._parts, visit.incoming
        since = visit.now - parts.settings.follow_up_minutes * 60
        turns = await parts.records.conversations.turns(incoming, since, parts.settings.follow_up_questions)
        try:
            answer = await parts.responder.answer(text, turns=turns)
        except BadQuestion:
            return visit.notice("question_bad")
        return await self._given(visit, text, answer)

    async def summary(self, visit: Visit, rest: str) -> list[Outgoing]:
        """/tomtat: an article in a few of its own sentences; the one that words find, else that of the last answer."""
        article = await self._meant(visit, rest)
        if article is None:
            return visit.notice("summary_none" if rest else "summary_how")
        quotes = await asyncio.to_thread(summarise, article)
        answer = Answer(
            visit.says("summary_of", title=article.title),
            visit.language,
            answered=bool(quotes),
            text=summary_headline(quotes),
            evidence=quotes,
            details={"summary": article.title},
        )
        return await self._given(visit, None, answer)

    async def _meant(self, visit: Visit, rest: str) -> Article | None:
        if rest:
            return next(iter(await self._parts.desk.find(rest, 1)), None)
        given = await self._parts.records.conversations.last_given(visit.incoming)
        sources = kept_from(given.facts).reply.sources if given else ()
        try:
            return await self._parts.articles.get(sources[0].article_id) if sources else None
        except NotFound:
            return None

    async def _given(self, visit: Visit, text: str | None, answer: Answer) -> list[Outgoing]:
        """An answer given and kept; `text` is the question that follow-ups may lean on, if there is one."""
        parts, incoming = self._parts, visit.incoming
        if visit.chosen:
            answer = replace(answer, language=visit.chosen)
        kept = kept_of(answer, parts.responder.reply(answer))
        number = await parts.records.conversations.answered(
            incoming,
            question=text if leads_on(answer) else None,
            facts=kept.facts(),
            answered=answer.answered,
            quotes=kept.quotes if answer.answered else (),
            now=visit.now,
        )
        if text is not None:
            await self._unanswered.note(incoming, answer, visit.now)
        return [*self._answered(visit, number, kept), *await _charts(answer, visit)]

    def _answered(self, visit: Visit, number: int, kept: Kept) -> list[Outgoing]:
        return [visit.shown(replace(kept.reply, buttons=_buttons(number, kept)))]

    async def paragraph(self, visit: Visit, argument: str) -> list[Outgoing]:
        """The paragraphs around the quotes of an answer, in its place."""
        number, kept = await self._kept(visit, argument)
        if kept is None or not kept.reply.sources:
            return visit.toast("button_old")
        most = min(self._parts.settings.paragraph_chars, visit.abilities.most_characters // 2)
        source = kept.reply.sources[0]
        try:
            article = await self._parts.articles.get(source.article_id, source.version)
        except NotFound:
            return visit.toast("article_gone")
        if source.start is None or source.end is None:
            text = around(article.body, 0, 0, most)
        else:
            text = around(article.body, source.start, source.end, most)
        reply = Reply(
            kept.reply.language,
            headline=kept.reply.headline,
            sources=(replace(source, quote=text),),
            buttons=(button(kept.reply.language, "back", "back", number),),
            answer=kept.reply.answer,
        )
        return [visit.shown(reply)]

    async def back(self, visit: Visit, argument: str) -> list[Outgoing]:
        """The answer as it was first shown."""
        number, kept = await self._kept(visit, argument)
        return self._answered(visit, int(number, 36), kept) if kept else visit.toast("button_old")

    async def another(self, visit: Visit, argument: str) -> list[Outgoing]:
        """What the next article says, one after the other; the way back leads to the answer."""
        named, _, place = argument.partition(".")
        number, kept = await self._kept(visit, named)
        place = place or "0"
        if kept is None or not (place.isascii() and place.isdecimal() and int(place) < len(kept.others)):
            return visit.toast("no_other")
        source, language = kept.others[int(place)], kept.reply.language
        buttons = [button(language, "back", "back", number)]
        if int(place) + 1 < len(kept.others):
            buttons.insert(0, button(language, "next", "next", f"{number}.{int(place) + 1}"))
        lines = (say(language, "dialogue.another"),)
        return [visit.shown(Reply(language, lines=lines, sources=(source,), buttons=tuple(buttons)))]

    async def choice(self, visit: Visit, argument: str) -> list[Outgoing]:
        """One of the ways to go on that the bot offered, asked as a question."""
        named, _, place = argument.partition(".")
        _, kept = await self._kept(visit, named)
        if kept is None or not (place.isascii() and place.isdecimal() and int(place) < len(kept.choices)):
            return visit.toast("button_old")
        return await self.question(visit, kept.choices[int(place)])

    async def right(self, visit: Visit, argument: str) -> list[Outgoing]:
        """The person finds the answer right."""
        number, kept = await self._kept(visit, argument)
        if kept is None:
            return visit.toast("button_old")
        await self._judge(visit, number, "right", None)
        return visit.toast("thanks_right")

    async def wrong(self, visit: Visit, argument: str) -> list[Outgoing]:
        """The person finds the answer wrong, and may say why."""
        number, kept = await self._kept(visit, argument)
        if kept is None:
            return visit.toast("button_old")
        await self._judge(visit, number, "wrong", None)
        buttons = [visit.button(f"why_{reason}", "why", f"{number}.{reason}") for reason in _REASONS]
        return [replace(one, toast=None) for one in visit.notice("thanks_wrong", buttons=buttons)]

    async def why(self, visit: Visit, argument: str) -> list[Outgoing]:
        """Why the answer is wrong: one of a few reasons, or in the person's own words with their next message."""
        named, _, reason = argument.partition(".")
        number, kept = await self._kept(visit, named)
        if kept is None or reason not in _REASONS:
            return visit.toast("button_old")
        if reason == "other":
            await self._parts.records.conversations.expect(visit.incoming, "why", number, visit.now)
            return visit.notice("why_in_words")
        await self._judge(visit, number, "wrong", reason)
        return [visit.shown(Reply(visit.language, lines=(visit.says("thanks_reason"),)))]

    async def why_in_words(self, visit: Visit, argument: str) -> list[Outgoing]:
        """The reason as the person wrote it."""
        await self._judge(visit, argument, "wrong", visit.incoming.text[:1000])
        return visit.notice("thanks_reason")

    async def sources(self, visit: Visit, _: str) -> list[Outgoing]:
        """/nguon: where the last answer stands, and what else was found."""
        given = await self._parts.records.conversations.last_given(visit.incoming)
        if given is None:
            return visit.notice("no_sources")
        kept = kept_from(given.facts)
        lines = (visit.says("sources_of", question=kept.question),)
        return [
            Outgoing(
                Reply(visit.language, lines=lines, sources=kept.reply.sources, alternatives=kept.others),
                answers_to=visit.answers_to,
            )
        ]

    async def _judge(self, visit: Visit, number: str, verdict: str, reason: str | None) -> None:
        await self._parts.records.conversations.judge(
            int(number, 36), visit.incoming.person, verdict, reason, visit.now
        )

    async def _kept(self, visit: Visit, argument: str) -> tuple[str, Kept | None]:
        """The answer that a button names, if it was given in this chat."""
        number = number_in(argument)
        given = None if number is None else await self._parts.records.conversations.given(number)
        here = visit.incoming.person.channel, visit.incoming.chat_id
        if given is None or (given.channel, given.chat_id) != here:
            return argument, None
        return argument, kept_from(given.facts)


def _buttons(number: int, kept: Kept) -> tuple[Button, ...]:
    """What can be done with an answer, in the answer's language."""
    short, language = named(number), kept.reply.language
    if kept.choices:
        shown = kept.choices[:_MOST_CHOICES]
        return tuple(Button(choice[:_LONGEST_LABEL], "pick", f"{short}.{n}") for n, choice in enumerate(shown))
    if not kept.reply.sources:
        return ()
    buttons = [button(language, "paragraph", "para", short)]
    if kept.others:
        buttons.append(button(language, "next", "next", f"{short}.0"))
    return (*buttons, button(language, "right", "yes", short), button(language, "wrong", "no", short))


async def _charts(answer: Answer, visit: Visit) -> list[Outgoing]:
    """The picture of a comparison over enough periods, where pictures can be shown; an edit does not bring it again."""
    comparison = answer.comparison
    if comparison is None or not has_chart(comparison) or not visit.abilities.pictures or visit.incoming.edited:
        return []
    caption = "\n".join(comparison_lines(comparison, answer.language))[:_CAPTION_CHARS]
    png = await asyncio.to_thread(chart_png, comparison, answer.language)
    return [Outgoing(picture=Picture(png, caption), answers_to=visit.answers_to)]
