"""The inline mode: whoever types "@bot question" in any chat chooses from cards with answers."""

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.answer import Answer
from bot.answer_facts import sources_of
from bot.channel import Answering
from bot.channels.telegram.addressing import CHANNEL, person_of
from bot.channels.telegram.layout import reply_spans
from bot.channels.telegram.markup import sendable, to_html
from bot.channels.telegram.splitting import split
from bot.dialogue.numbers import named
from bot.durable.rates import Rates
from bot.errors import BotError
from bot.incoming import Person
from bot.metrics import UNMEASURED, Measures
from bot.reply import Reply, Source
from bot.wording import say
from index.errors import SearchIndexError

MAX_RESULTS = 50
# Shorter ones are a question's beginning
_LEAST_CHARS = 4
# A query comes with every pause in typing
_QUERIES_PER_MINUTE = 40
_TITLE_CHARS = 100
_DESCRIPTION_CHARS = 200
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Card:
    """One result to choose: what the list shows of it, and the reply that is posted."""

    title: str
    description: str
    reply: Reply


def cards(answer: Answer, reply: Reply) -> list[Card]:
    """The answer, then what other articles say; after a refusal the nearest articles. At most fifty."""
    found = []
    if answer.answered and reply.sources:
        first = reply.sources[0]
        found.append(Card(reply.headline or first.title or first.quote, first.quote, reply))
        further = sources_of(answer.others, reply.language)
    else:
        further = reply.alternatives
    found += [Card(one.title or one.quote, _facts(one), Reply(reply.language, sources=(one,))) for one in further]
    return found[:MAX_RESULTS]


def _facts(source: Source) -> str:
    return f"{source.date} · {source.quote}" if source.date else source.quote


class InlineMode:
    """Answers inline queries; `number_of` gives an article's short number for links to it.

    Only the latest of a person counts, since each letter typed sends a new one.
    """

    def __init__(
        self,
        responder: Answering,
        may_ask: Callable[[Person], Awaitable[bool]],
        number_of: Callable[[str], Awaitable[int]],
        cache_seconds: int,
        metrics: Measures = UNMEASURED,
    ) -> None:
        self._responder = responder
        self._may_ask = may_ask
        self._number_of = number_of
        self._cache_seconds = cache_seconds
        self._metrics = metrics
        self._latest: dict[int, str] = {}
        self._rates = Rates(_QUERIES_PER_MINUTE)

    def came(self, query: InlineQuery) -> None:
        """Notes a query as its person's latest."""
        self._latest[query.from_user.id] = query.id

    async def __call__(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The handler of inline queries; a late answer is refused by Telegram and nobody's loss."""
        query = update.inline_query
        if query is None or self._latest.get(query.from_user.id, query.id) != query.id:
            return
        self._latest.pop(query.from_user.id, None)
        try:
            await self._answer(query, context.bot)
        except TelegramError as fault:
            _log.info("an inline query was not answered in time (%s)", type(fault).__name__)
        except (BotError, SearchIndexError) as fault:
            _log.info("an inline query could not be answered: %s", fault)

    async def _answer(self, query: InlineQuery, bot: Bot) -> None:
        person = person_of(query.from_user)
        text = sendable(query.query).strip()
        if not await self._may_ask(person):
            label = say(person.language, "telegram.inline_closed")
            button = InlineQueryResultsButton(label, start_parameter="inline")
            await bot.answer_inline_query(query.id, [], cache_time=0, is_personal=True, button=button)
            return
        if len(text) < _LEAST_CHARS or self._rates.check(person.actor, time.time()) != "allowed":
            await bot.answer_inline_query(query.id, [], cache_time=0, is_personal=True)
            return
        self._metrics.question(CHANNEL)
        answer = await self._responder.answer(text)
        found = cards(answer, self._responder.reply(answer))
        results = [_result(place, card, await self._link(card, bot)) for place, card in enumerate(found)]
        await bot.answer_inline_query(query.id, results, cache_time=self._cache_seconds, is_personal=False)

    async def _link(self, card: Card, bot: Bot) -> str:
        """A link that opens the card's article in the bot's chat."""
        return f"{bot.link}?start=bai-{named(await self._number_of(card.reply.sources[0].article_id))}"


def _result(place: int, card: Card, link: str) -> InlineQueryResultArticle:
    more = InlineKeyboardButton(say(card.reply.language, "telegram.inline_more"), url=link)
    return InlineQueryResultArticle(
        str(place),
        sendable(card.title)[:_TITLE_CHARS] or "…",
        InputTextMessageContent(
            to_html(split(reply_spans(card.reply))[0]),
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        description=sendable(card.description)[:_DESCRIPTION_CHARS],
        reply_markup=InlineKeyboardMarkup([[more]]),
    )
