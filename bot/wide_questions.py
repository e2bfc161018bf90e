"""Questions that no single sentence answers: summaries of an article, comparisons across reports.

They search for themselves, because what is asked ("tóm tắt", "so với cùng kỳ") is not what the texts say.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from typing import Protocol, TypeVar

from bot.answer import Answer
from bot.comparison import compare
from bot.comparison_choosing import Candidate, candidates, ranked
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
from index.result import SearchResult

# An article that holds less of what is asked for, by information, is another one; translations never hold all of it
LEAST_COVERED = {"vi": 0.6, "en": 0.4}
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

    async def answer(self, original: str, resolved: Resolved) -> Answer | None:
        """The answer or refusal of a wide question; None for any other, which goes the ordinary way."""
        question = resolved.question
        topic = summary_topic(question.text, question.language)
        if topic is not None:
            return await self._summary(original, question, topic)
        asked = comparison_asked(question.text, question.language, question.kind)
        return await self._compared(original, question, asked) if asked and asked.is_explicit else None

    def asks_to_compare(self, resolved: Resolved) -> bool:
        """Whether a question asks for nothing but a comparison."""
        question = resolved.question
        asked = comparison_asked(question.text, question.language, question.kind)
        return asked is not None and asked.is_explicit

    async def instead(self, original: str, resolved: Resolved) -> Answer | None:
        """What can be said to a question of change that no sentence answers: the two figures, and their difference."""
        question = resolved.question
        asked = comparison_asked(question.text, question.language, question.kind)
        return await self._compared(original, question, asked) if asked and not asked.is_explicit else None

    async def _compared(self, original: str, question: Question, asked: Asked) -> Answer | None:
        if not asked.topic:
            return None
        topic = replace(understand(asked.topic), language=question.language)
        result, articles = await self._found(asked.topic, _ARTICLES_COMPARED)
        sought = self._sought(result, topic)

        async def fitting(among: Sequence[Article]) -> list[Candidate]:
            stored = await self._store.figures_of(among)
            return await self._in_pool(
                lambda: candidates(
                    sought,
                    asked.topic,
                    question,
                    [(one, stored[one.id] if one.id in stored else figures_of(one)) for one in among],
                )
            )

        first = await fitting([article for article in articles if names_stand(topic, article)])
        if not first:
            return None
        more = {one.article_id for one in await self._store.comparable_figures(first[0].figure)}
        others = await self._store.get_many(sorted(more - {article.id for article in articles})[:_ARTICLES_COMPARED])
        every = ranked([*first, *await fitting(list(others.values()))])
        return await self._in_pool(lambda: compare(original, question, asked, every))

    async def _summary(self, original: str, question: Question, topic: str) -> Answer:
        if not topic:
            return Answer(original, question.language, answered=False, reason="summary.of_what")
        asked = replace(understand(topic), language=question.language)
        result, articles = await self._found(topic)
        return await self._in_pool(lambda: _summed_up(original, asked, self._sought(result, asked), articles))

    async def _found(self, query: str, most: int = _ARTICLES) -> tuple[SearchResult, list[Article]]:
        """What a search finds, and its articles, best first."""
        result = await self._in_pool(lambda: self._searcher.search(query, limit=3 * most, per_article=2))
        wanted = list(dict.fromkeys(hit.passage.article_id for hit in result.hits))[:most]
        articles = await self._store.get_many(wanted)
        return result, [articles[one] for one in wanted if one in articles]

    def _sought(self, result: SearchResult, question: Question) -> Sought:
        return sought_terms(
            result.explanation.terms,
            lambda kind, key: self._searcher.idf(key, kind),
            question.asking,
            english=result.language == "en",
        )

    async def _in_pool(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)


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
