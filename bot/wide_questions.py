"""Questions that no single sentence answers: summaries of an article, comparisons across reports.

A summary searches for itself, because what is asked ("tóm tắt") is not what the texts say; a comparison makes use of
the search for the question, less the words that only ask for it.
"""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from typing import Protocol, TypeVar

from bot.answer import Answer
from bot.comparison import compare
from bot.comparison_choosing import Candidate, candidates, may_begin, ranked
from bot.evidence import Evidence
from bot.figures_read import figures_of
from bot.question import Question, understand
from bot.question_comparison import Asked, comparison_asked
from bot.question_summary import summary_topic
from bot.question_turns import Resolved
from bot.sought import Sought, sought_terms
from bot.summary import summary_of
from bot.topic import coverage, names_stand, time_agrees
from corpus.article import Article
from corpus.figures_article import Figure
from corpus.period import report_period
from corpus.text import plain_keys
from index.language import Language
from index.lexical_query import Piece, QueryTerm
from index.result import SearchResult

# Passages to look for where periods are to be compared: reports of several years have to be among them
COMPARED_HITS = 45
# An article that holds less of what is asked for, by information, is another one; translations never hold all of it
LEAST_COVERED = {"vi": 0.6, "en": 0.4}
_SEVERAL_YEARS = re.compile(
    r"tổng cộng|cộng dồn|tính chung|trong (?:hai|ba|bốn|năm|\d) năm|\d năm qua|(?:19|20)\d\d\s?[-–]\s?(?:19|20)\d\d",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"(?<!\w)(?:tăng|giảm|hơn|kém|cao|thấp|gấp|bằng|so với|so sánh|vượt|hụt|ít|nhiều)(?!\w)", re.IGNORECASE
)
_ARTICLES = 5
_ARTICLES_COMPARED = 15
_NEAREST = 3
T = TypeVar("T")


class Articles(Protocol):
    """What wide questions need of the corpus store."""

    async def get_many(self, ids: Sequence[str], /) -> dict[str, Article]:
        """The current versions of the articles that exist."""
        ...

    async def figures_of(self, articles: Sequence[Article], /) -> Mapping[str, Sequence[Figure]]:
        """The figures of articles, by id; those that were not read yet may be missing."""
        ...

    async def comparable_figures(self, like: Figure, /) -> Sequence[Figure]:
        """Figures of the same unit and place in current articles."""
        ...


class Searching(Protocol):
    """What wide questions need of the search (`index.searching.LiveSearcher`)."""

    def search(self, query: str, *, limit: int = 10, per_article: int = 1) -> SearchResult:
        """Passages, best first."""
        ...

    def idf(self, key: str, kind: str = "words") -> float:
        """Rarity of a feature."""
        ...


class WideQuestions:
    """Answers wide questions from a store and a search; the work is done in `pool`."""

    def __init__(self, store: Articles, searcher: Searching, pool: Executor) -> None:
        self._store = store
        self._searcher = searcher
        self._pool = pool

    async def summary(self, original: str, resolved: Resolved) -> Answer | None:
        """The summary that a question asks for, or why there is none; None for any other question."""
        question = resolved.question
        topic = summary_topic(question.text, question.language)
        return None if topic is None else await self._summary(original, question, topic)

    async def compared(self, original: str, question: Question, asked: Asked, found: SearchResult) -> Answer | None:
        """Figures of several periods side by side; None where too few were found that surely count the same.

        `found` is what the search for the whole question found: its articles serve here, and of its terms those that
        name what is to be compared, so that a question which cannot be compared costs no search of its own.
        """
        if not asked.topic:
            return None
        articles = await self._articles_of(found, _ARTICLES_COMPARED)
        topic = replace(understand(asked.topic), language=question.language)
        terms = [term for term in found.explanation.terms if _is_of(term.source, asked.topic, question.language)]
        pieces = [piece for piece in found.explanation.pieces if _is_of(piece.source, asked.topic, question.language)]
        sought = self._sought(terms, pieces, topic)

        async def fitting(among: Sequence[Article]) -> list[Candidate]:
            stored = await self._store.figures_of(among)
            return await self._in_pool(
                lambda: candidates(
                    sought,
                    asked,
                    question,
                    [(one, stored[one.id] if one.id in stored else figures_of(one)) for one in among],
                )
            )

        first = await fitting([article for article in articles if names_stand(topic, article)])
        if not any(map(may_begin, first)):
            return None
        more = {one.article_id for one in await self._store.comparable_figures(first[0].figure)}
        others = await self._store.get_many(sorted(more - {article.id for article in articles})[:_ARTICLES_COMPARED])
        every = ranked([*first, *await fitting(list(others.values()))])
        return await self._in_pool(lambda: compare(original, question, asked, every))

    @staticmethod
    def objection(answer: Answer, asked: Asked) -> str | None:
        """Why the ordinary answer to a question that could not be compared may not stand, as a key of the wording."""
        quote = answer.evidence[0].quote if answer.evidence else ""
        if asked.total:
            return None if _gives_sum(quote) else "comparison.no_total"
        is_strict = asked.is_explicit and not asked.may_tell
        return "comparison.nothing" if is_strict and not _tells_of_change(quote) else None

    async def _summary(self, original: str, question: Question, topic: str) -> Answer:
        if not topic:
            return Answer(original, question.language, answered=False, reason="summary.of_what")
        asked = replace(understand(topic), language=question.language)
        result = await self._in_pool(lambda: self._searcher.search(topic, limit=3 * _ARTICLES, per_article=2))
        articles = await self._articles_of(result, _ARTICLES)
        sought = self._sought(result.explanation.terms, result.explanation.pieces, asked)
        return await self._in_pool(lambda: _summed_up(original, asked, sought, articles))

    async def _articles_of(self, found: SearchResult, most: int) -> list[Article]:
        """The articles that a search found, best first."""
        wanted = list(dict.fromkeys(hit.passage.article_id for hit in found.hits))[:most]
        articles = await self._store.get_many(wanted)
        return [articles[one] for one in wanted if one in articles]

    def _sought(self, terms: Sequence[QueryTerm], pieces: Sequence[Piece], question: Question) -> Sought:
        return sought_terms(terms, lambda kind, key: self._searcher.idf(key, kind), question.asking, pieces=pieces)

    async def _in_pool(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)


def comparison_of_turn(resolved: Resolved) -> Asked | None:
    """What a question wants compared; None when it compares nothing."""
    question = resolved.question
    return comparison_asked(question.text, question.language, question.kind)


def _gives_sum(quote: str) -> bool:
    """Whether a proof speaks of several years at once, so that it may be the sum asked for."""
    return bool(_SEVERAL_YEARS.search(quote))


def _tells_of_change(quote: str) -> bool:
    """Whether a proof has a figure and says how it stands to another."""
    return bool(_CHANGE.search(quote)) and any(c.isdigit() for c in quote)


def _is_of(source: str, topic: str, language: Language) -> bool:
    """Whether a term of a search comes from the words of a topic; those of English are stems."""
    words = plain_keys(topic)
    parts = plain_keys(source.replace("_", " "))
    if language == "en":
        return all(any(word.startswith(part) for word in words) for part in parts)
    return set(parts) <= set(words)


def _summed_up(original: str, asked: Question, sought: Sought, articles: Sequence[Article]) -> Answer:
    """The summary of the best article that is the one asked for, or a refusal with the nearest ones."""
    agreeing = [article for article in articles if names_stand(asked, article) and time_agrees(asked, article)]
    for article in sorted(agreeing, key=lambda one: not _reports_on(asked, one)):
        held = coverage(sought, f"{article.title}\n{article.body}")
        answer = summary_of(original, asked, article, held) if held >= LEAST_COVERED[asked.language] else None
        if answer is not None:
            return answer
    nearest = tuple(Evidence(article, article.title, None, None) for article in articles[:_NEAREST] if article.title)
    return Answer(original, asked.language, answered=False, reason="summary.no_article", alternatives=nearest)


def _reports_on(asked: Question, article: Article) -> bool:
    """Whether an article reports on a year that is asked for, rather than only mentioning it."""
    period = report_period(article)
    return period is not None and any(f"y:{year}" in asked.marks for year in (period.start.year, period.end.year))
