"""The channel: a door people come in by, and what every door keeps to when it shows a reply.

Each channel escapes and marks up in its own way, but all show the same things in the same order: the short answer,
what stands around it, then the proof: the quotes of an article, its title, its date, its link and whether it is a
sample; after a refusal the nearest articles.
"""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, Protocol

from bot.answer import Answer
from bot.reply import Reply, Source

BlockKind = Literal["headline", "line", "quote", "title", "date", "link", "sample", "alternative", "choice"]


class Channel(Protocol):
    """A door: `run` serves people until `stop` is set and then ends in order."""

    @property
    def name(self) -> str:
        """What logs and settings call this door: web, telegram, console."""

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set. Raises BotError when the door cannot be opened at all."""


class Answering(Protocol):
    """What a channel needs of the responder."""

    async def answer(self, question: str, *, turns: Sequence[str] = ()) -> Answer:
        """The answer to a question, `turns` being the person's earlier ones. Raises BadQuestion."""

    def reply(self, answer: Answer) -> Reply:
        """The answer in the asker's language."""


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a shown reply. `source` is the article that a quote, title, date, link or alternative is of."""

    kind: BlockKind
    text: str
    source: Source | None = None


def blocks(reply: Reply) -> Iterator[Block]:
    """The pieces of a reply in the order that every channel shows them; what is empty is left out."""
    if reply.headline:
        yield Block("headline", reply.headline)
    for line in reply.lines:
        yield Block("line", line)
    for _, quoted in groupby(reply.sources, key=lambda source: (source.article_id, source.version)):
        sources = tuple(quoted)
        for source in sources:
            yield Block("quote", source.quote, source)
        yield from _article(sources[0])
    for source in reply.alternatives:
        yield Block("alternative", source.title or source.quote, source)
    for choice in reply.answer.choices if reply.answer else ():
        yield Block("choice", choice)
    for line in reply.closing:
        yield Block("line", line)


def _article(source: Source) -> Iterator[Block]:
    if source.title and source.title != source.quote:
        yield Block("title", source.title, source)
    if source.date:
        yield Block("date", source.date, source)
    if link := safe_link(source.url):
        yield Block("link", link, source)
    if source.is_sample:
        yield Block("sample", "", source)


def leads_on(answer: Answer) -> bool:
    """Whether the next question may lean on this one; small talk and what could not be read are nothing to lean on."""
    return bool(answer.answered or answer.alternatives or answer.choices)


def safe_link(url: str | None) -> str | None:
    """The link if a person may be sent there: http or https, one line. Articles bring links from anywhere."""
    return url if url and re.fullmatch(r"https?://\S+", url, re.IGNORECASE) else None


def marked(quote: str, answer: str | None) -> tuple[str, str, str]:
    """The quote in three parts, the middle one being the short answer where it stands as whole words, else empty."""
    if answer:
        whole_words = re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", quote)
        if whole_words:
            start, end = whole_words.span()
            return quote[:start], quote[start:end], quote[end:]
    return quote, "", ""
