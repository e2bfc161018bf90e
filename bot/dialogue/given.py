"""Answers as they are kept: the reply word for word, what other articles say, and which sentences were shown."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from bot.answer import Answer
from bot.answer_facts import sources_of
from bot.channel import marked
from bot.reply import Reply, Source
from bot.state.conversations import Quoted
from corpus.figures import figures_in

# A longer answer is a sentence rather than a figure: then its figures count
_SHORT = 60


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was given, as far as buttons still need it."""

    question: str
    reply: Reply
    others: tuple[Source, ...] = ()
    choices: tuple[str, ...] = ()

    def facts(self) -> str:
        """The same as JSON."""
        plain = asdict(replace(self.reply, answer=None, buttons=()))
        facts = {
            "question": self.question,
            "reply": plain,
            "others": [asdict(source) for source in self.others],
            "choices": self.choices,
        }
        return json.dumps(facts, ensure_ascii=False)

    @property
    def quotes(self) -> list[Quoted]:
        """The sentences shown as proof."""
        return [
            Quoted(s.article_id, s.version, s.start, s.end, s.quote, said_in(s.quote, self.reply.headline))
            for s in self.reply.sources
        ]


def said_in(quote: str, headline: str | None) -> str | None:
    """What of the short answer stands in a quote: all of it, or the first of its figures that does."""
    if headline is None:
        return None
    if len(headline) <= _SHORT and marked(quote, headline)[1]:
        return headline
    figures = (quote[figure.start : figure.end] for figure in figures_in(quote))
    return next((figure for figure in figures if marked(headline, figure)[1]), None)


def kept_of(answer: Answer, reply: Reply) -> Kept:
    """What is kept of an answer; choices become buttons, so the reply itself does not list them."""
    bare = replace(answer, choices=()) if answer.choices else answer
    return Kept(answer.question, replace(reply, answer=bare), sources_of(answer.others, reply.language), answer.choices)


def kept_from(facts: str) -> Kept:
    """What `Kept.facts` wrote."""
    plain = json.loads(facts)
    reply = plain["reply"]
    return Kept(
        plain["question"],
        Reply(
            language=reply["language"],
            headline=reply["headline"],
            lines=tuple(reply["lines"]),
            sources=_sources(reply["sources"]),
            alternatives=_sources(reply["alternatives"]),
            closing=tuple(reply["closing"]),
            details=reply["details"],
        ),
        _sources(plain["others"]),
        tuple(plain["choices"]),
    )


def _sources(plain: Sequence[dict[str, object]]) -> tuple[Source, ...]:
    return tuple(Source(**source) for source in plain)  # type: ignore[arg-type] # as `asdict` wrote them
