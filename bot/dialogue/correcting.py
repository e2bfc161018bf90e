"""Corrections: when a new version of an article changes a figure that people were given, they can be told with one tap.

A changed sentence is recognised by its words: the sentence of the new version that shares most of them, figures left
out, says the same thing; if the figure given no longer stands in it, it has changed.
"""

import logging
import re

from bot.answer import Language
from bot.answer_facts import written_date
from bot.channel import marked
from bot.dialogue.cards import title_of
from bot.dialogue.numbers import named, number_in
from bot.dialogue.parts import Parts
from bot.dialogue.visit import Act, Visit
from bot.outgoing import Address, Outgoing
from bot.reply import Button, Reply, Source
from bot.roles import Role
from bot.state.corrections import Changed, Correction, GivenFigure
from bot.wording import say
from corpus.article import Article
from corpus.errors import NotFound
from corpus.figures import figures_in
from corpus.sentences import sentence_spans
from corpus.text import tokens

# Sentences that share this much of their words, numbers aside, say the same thing of the same matter
_SAME_SENTENCE = 0.7
_DIGIT = re.compile(r"\d")
_log = logging.getLogger(__name__)


class Correcting:
    """Finding what has changed, offering it to administrators, sending it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._looked_at = 0
        self.buttons = {
            "send": Act(self.send, Role.ADMIN, private=True),
            "nosend": Act(self.set_aside, Role.ADMIN, private=True),
        }

    async def offer(self, now: float) -> list[Outgoing]:
        """A card for every administrator on each figure that was given and has changed since; each change once."""
        cards: list[Outgoing] = []
        records, admins = self._parts.records, await self._parts.admins()
        if not admins:  # what nobody could be told of now is found again when somebody can
            return []
        changed, revision = await self._parts.desk.changed(self._looked_at)
        given = [
            one for one in await records.corrections.given() if one.article_id in changed and _DIGIT.search(one.said)
        ]
        current = await self._parts.desk.current({one.article_id for one in given})
        self._looked_at = revision
        for one in given:
            article = current.get(one.article_id)
            change = change_of(one, article) if article else None
            number = await records.corrections.keep(change, now) if change else None
            if article and change and number is not None:
                people = len(await records.corrections.recipients(one))
                cards += [
                    Outgoing(
                        _card(number, change, article, people, admin.language or "vi"),
                        to=Address(admin.channel, admin.chat_id or admin.user_id),
                    )
                    for admin in admins
                ]
        return cards

    async def send(self, visit: Visit, argument: str) -> list[Outgoing]:
        """Sends the correction to everyone who was given the old figure."""
        correction = await self._correction(argument)
        article = await self._article(correction) if correction else None
        if correction is None or article is None:
            return visit.toast("button_old")
        if not await self._parts.records.corrections.settle(correction.number, sent=True):
            return visit.toast("button_old")
        given = correction.changed.given
        chats = await self._parts.records.corrections.recipients(given)
        told = [
            Outgoing(await self._told(correction.changed, article, channel, chat_id), to=Address(channel, chat_id))
            for channel, chat_id in chats
        ]
        await self._parts.records.trail.add(
            "correct", given.article_id, visit.actor, visit.now,
            version=correction.changed.new_version, people=len(chats),
        )  # fmt: skip
        line = say(visit.language, "desk.correction_sent", count=len(chats))
        return [visit.shown(Reply(visit.language, lines=(line,))), *told]

    async def set_aside(self, visit: Visit, argument: str) -> list[Outgoing]:
        """Sends nothing."""
        correction = await self._correction(argument)
        if correction is None or not await self._parts.records.corrections.settle(correction.number, sent=False):
            return visit.toast("button_old")
        return [visit.shown(Reply(visit.language, lines=(say(visit.language, "desk.correction_not_sent"),)))]

    async def _told(self, change: Changed, article: Article, channel: str, chat_id: str) -> Reply:
        known = await self._parts.records.people.in_chat(channel, chat_id)
        language = (known.language if known else None) or "vi"
        lines = [say(language, "desk.correction", said=change.given.said, title=title_of(article.title, language))]
        if change.quote is None:
            lines.append(say(language, "desk.correction_gone"))
            return Reply(language, lines=tuple(lines))
        return Reply(
            language, headline=change.new_said, lines=tuple(lines), sources=(_source(change, article, language),)
        )

    async def _correction(self, argument: str) -> Correction | None:
        number = number_in(argument)
        return None if number is None else await self._parts.records.corrections.get(number)

    async def _article(self, correction: Correction) -> Article | None:
        try:
            return await self._parts.articles.get(correction.changed.given.article_id, correction.changed.new_version)
        except NotFound:
            _log.warning("correction %d is of an article version that is not there", correction.number)
            return None


def change_of(given: GivenFigure, article: Article) -> Changed | None:
    """What has become of a given figure in the article as it is now; None while it still stands in its sentence."""
    if article.version <= given.version or given.quote in article.body:
        return None
    words = _words(given.quote)
    best, place = 0.0, (0, 0)
    for start, end in sentence_spans(article.body):
        share = _share(words, _words(article.body[start:end]))
        if share > best:
            best, place = share, (start, end)
    if best < _SAME_SENTENCE:
        return Changed(given, article.version)
    start, end = place
    quote = article.body[start:end]
    if marked(quote, given.said)[1]:
        return None
    return Changed(given, article.version, _figure_instead(given, quote), quote, start, end)


def _figure_instead(given: GivenFigure, quote: str) -> str | None:
    """The figure of the new sentence that stands where the given one stood: same unit, else same place in the order."""
    before, after = figures_in(given.quote), figures_in(quote)
    own = next(
        (f for f in before if given.quote[f.start : f.end] in given.said or given.said in given.quote[f.start : f.end]),
        None,
    )
    if own is None:
        return None
    alike = [f for f in after if f.unit == own.unit]
    rank = [f for f in before if f.unit == own.unit].index(own)
    chosen = alike[rank] if rank < len(alike) else None
    return quote[chosen.start : chosen.end] if chosen else None


def _words(text: str) -> frozenset[str]:
    return frozenset(token.key for token in tokens(text) if not token.is_number)


def _share(left: frozenset[str], right: frozenset[str]) -> float:
    return len(left & right) / len(left | right) if left and right else 0.0


def _card(number: int, change: Changed, article: Article, people: int, language: Language) -> Reply:
    now_said = change.new_said or change.quote or say(language, "desk.figure_gone")
    line = say(language, "desk.changed", before=change.given.said, after=now_said, count=people)
    buttons = (
        Button(say(language, "desk.button_correct", count=people), "send", named(number)),
        Button(say(language, "desk.button_no_correction"), "nosend", named(number)),
    )
    sources = (_source(change, article, language),) if change.quote else ()
    return Reply(language, headline=title_of(article.title, language), lines=(line,), sources=sources, buttons=buttons)


def _source(change: Changed, article: Article, language: Language) -> Source:
    return Source(
        article_id=article.id,
        version=article.version,
        title=article.title,
        date=written_date(article.published, language),
        url=article.url,
        is_sample=article.is_sample,
        quote=change.quote or "",
        start=change.start,
        end=change.end,
    )
