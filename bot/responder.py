"""From a question to an answer with its proof, or to an honest refusal; the same for every door."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Protocol

from bot.answer import Answer
from bot.answer_facts import answer_json, reply_of
from bot.confidence import probability
from bot.errors import BadQuestion
from bot.evidence import Evidence
from bot.generated import Wording
from bot.metrics import UNMEASURED, Measures
from bot.newest import preferred
from bot.question import Question, understand
from bot.question_chat import small_talk
from bot.question_likeness import likeness_of
from bot.question_summary import with_command_in_words
from bot.question_turns import Resolved, resolve
from bot.reader import Finding, Found, Material, Passage, Reader
from bot.readers import open_reader
from bot.readers.settings import AnswerSettings
from bot.refusal import reason_to_decline
from bot.reply import Reply
from bot.sheet import sheet_of
from bot.sought import Sought, sought_terms
from bot.spoken_time import spoken_period
from bot.verification import verified
from bot.wide_questions import COMPARED_HITS, Articles, WideQuestions, comparison_of_turn
from corpus.article import Article
from corpus.period import as_of_dates
from corpus.text import nfc
from index.embedder import Embedder
from index.result import SearchResult

__all__ = ["Responder", "answer_json"]

# Weather, prices, today's matches: never in an archive of reports, but what comes nearest is still shown
_OF_TODAY = "live"

# Articles that score below this share of the best one were never the right one on the development sets
LEAST_SHARE = 0.4


class Searching(Protocol):
    """What the responder needs of the search (`index.searching.LiveSearcher`)."""

    def search(self, query: str, *, limit: int = 10, per_article: int = 1) -> SearchResult:
        """Passages, best first."""
        ...

    def idf(self, key: str, kind: str = "words") -> float:
        """Rarity of a feature."""
        ...


class Responder:
    """Answers questions from the articles of a store, found by a search."""

    def __init__(  # noqa: PLR0913 - one parameter per part
        self,
        store: Articles,
        searcher: Searching,
        settings: AnswerSettings,
        *,
        embedder: Embedder | None = None,
        wording: Wording | None = None,
        metrics: Measures = UNMEASURED,
    ) -> None:
        """Take over the parts; nothing is started before the first question."""
        self._store = store
        self._searcher = searcher
        self._settings = settings
        self._embedder = embedder
        self._wording = wording
        self._metrics = metrics
        self._reader: Reader = open_reader(settings.reader)
        self._pool = ThreadPoolExecutor(settings.threads, thread_name_prefix="answering")
        self._wide = WideQuestions(store, searcher, self._pool)

    def close(self) -> None:
        """Let go of the threads; questions that wait are dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def answer(self, question: str, *, turns: Sequence[str] = ()) -> Answer:
        """The answer to a question.

        Args:
            question: What the person wrote last.
            turns: The same person's earlier questions of this conversation, oldest first.

        Raises:
            BadQuestion: it is empty or longer than the settings allow.
        """
        text = with_command_in_words(self._checked(question))
        with self._metrics.timing("whole"):
            answer = verified(await self._considered(question, text, turns))
            if self._wording:
                answer = await self._wording.of(answer)
        if answer.answered:
            self._metrics.answered()
        else:
            self._metrics.refused(answer.reason or "")
        return answer

    async def _considered(self, question: str, text: str, turns: Sequence[str]) -> Answer:
        understood = understand(text)
        chat = small_talk(text, understood.language)
        if chat and chat != _OF_TODAY:
            return Answer(question, understood.language, answered=False, reason=f"answers.{chat}")
        earlier = [] if chat else [nfc(turn).strip() for turn in turns if turn.strip()]
        resolved = resolve(text, earlier)
        try:
            async with asyncio.timeout(self._settings.deadline_seconds):
                answer = await self._answered(question, resolved, declined=f"answers.{chat}" if chat else None)
        except TimeoutError:
            return Answer(question, understood.language, answered=False, reason="answers.too_slow")
        if resolved.shown:
            answer.details["understood"] = resolved.shown
        return answer

    def reply(self, answer: Answer) -> Reply:
        """The answer worded for a person, in the language of the question."""
        return reply_of(answer)

    def _checked(self, question: str) -> str:
        text = nfc(question).strip()
        if not text:
            raise BadQuestion("The question is empty; write what you want to know.")
        if len(text) > self._settings.max_question_chars:
            limit = self._settings.max_question_chars
            raise BadQuestion(f"The question has {len(text)} characters; ask it in at most {limit}.")
        return text

    async def _answered(self, original: str, resolved: Resolved, *, declined: str | None) -> Answer:
        if not declined and (summary := await self._wide.summary(original, resolved)):
            return summary
        question = resolved.question
        compared = None if declined else comparison_of_turn(resolved)
        loop = asyncio.get_running_loop()
        every = await loop.run_in_executor(self._pool, self._search, question.text, COMPARED_HITS if compared else 0)
        explicitly = compared is not None and compared.is_explicit
        if compared and explicitly and (wide := await self._wide.compared(original, question, compared, every)):
            return wide
        result = replace(every, hits=every.hits[: self._settings.hits])
        wanted = list(dict.fromkeys(hit.passage.article_id for hit in result.hits))[: self._settings.articles]
        with self._metrics.timing("articles"):
            articles = await self._store.get_many(wanted)
        found = found_in(result, [articles[article_id] for article_id in wanted if article_id in articles])
        if declined:
            nearest = self._nearest(found)
            return Answer(original, question.language, answered=False, reason=declined, alternatives=nearest)
        answer = await loop.run_in_executor(self._pool, self._read, original, resolved, result, found)
        if answer.answered and compared and (why := self._wide.objection(answer, compared)):
            return _declined((original, question), 0.0, (why, {}), self._nearest(found))
        if answer.answered and compared and explicitly and not compared.may_tell:
            answer.details["not_compared"] = "yes"
        if answer.answered or answer.choices or compared is None or explicitly:
            return answer
        return await self._wide.compared(original, question, compared, every) or answer

    def _nearest(self, found: tuple[Found, ...]) -> tuple[Evidence, ...]:
        return tuple(_alternative(item) for item in found[: self._settings.alternatives])

    def _search(self, query: str, least: int = 0) -> SearchResult:
        with self._metrics.timing("search"):
            return self._searcher.search(query, limit=max(self._settings.hits, least), per_article=3)

    def _read(self, original: str, resolved: Resolved, result: SearchResult, found: tuple[Found, ...]) -> Answer:
        question = resolved.question
        with self._metrics.timing("read"):
            findings = self.findings(resolved, result, found)
        asked = original, question
        if not findings:
            return _declined(asked, 0.0, ("answers.empty", {}), self._nearest(found))
        sureness, least = probability(question, findings[0]), self._least(question)
        if sureness < least:
            why = reason_to_decline(question, findings, sureness / least, found=found)
            return _declined(asked, sureness, why, self._nearest(found))
        choice = preferred(question, findings)
        if choice.other_time:
            why = reason_to_decline(question, findings, 1.0, found=found, other_time=True)
            return _declined(asked, sureness, why, self._nearest(found))
        if choice.choices:
            which = _declined(asked, sureness, ("answers.which", {}), self._nearest(found))
            return replace(which, choices=choice.choices)
        return _positive(original, question, choice.findings, sureness)

    def _least(self, question: Question) -> float:
        if question.language == "en":
            return self._settings.threshold_english
        return self._settings.threshold_plain if question.plain else self._settings.threshold

    def findings(self, resolved: Resolved, result: SearchResult, found: tuple[Found, ...]) -> tuple[Finding, ...]:
        """What the reader finds, before the decision to answer; for evaluation and training."""
        sought = sought_of(result, resolved.question, self._searcher, resolved.carried)
        likeness = likeness_of(self._embedder, resolved.question.text)
        return self._reader.read(Material(resolved.question, sought, found, likeness))


def sought_of(
    result: SearchResult, question: Question, searcher: Searching, carried: frozenset[str] = frozenset()
) -> Sought:
    """What is looked for in the evidence, from what search looked for."""
    return sought_terms(
        result.explanation.terms,
        lambda kind, key: searcher.idf(key, kind),
        question.asking,
        carried,
        pieces=result.explanation.pieces,
    )


def found_in(result: SearchResult, articles: Sequence[Article]) -> tuple[Found, ...]:
    top = max((hit.score for hit in result.hits), default=1.0) or 1.0
    found = []
    for article in articles:
        hits = [hit for hit in result.hits if hit.passage.article_id == article.id]
        passages = tuple(
            Passage(hit.passage.start, hit.passage.end, hit.score / top, hit.parts.get("cosine", 0.0), hit.parts)
            for hit in hits
            if hit.passage.version == article.version
        )
        share = max((hit.score for hit in hits), default=0.0) / top
        if share >= LEAST_SHARE:
            found.append(Found(article, share, passages))
    return tuple(found)


def _alternative(found: Found) -> Evidence:
    article = found.article
    if found.passages:
        best = max(found.passages, key=lambda passage: passage.share)
        for line in sheet_of(article, [(best.start, best.end)]).lines:
            if line.start is not None and line.end is not None and best.start <= line.start < best.end:
                return Evidence(article, line.text, line.start, line.end, found.share)
    return Evidence(article, article.title, None, None, found.share)


def _declined(
    asked: tuple[str, Question], sureness: float, why: tuple[str, dict[str, str]], nearest: tuple[Evidence, ...]
) -> Answer:
    original, question = asked
    return Answer(
        original,
        question.language,
        answered=False,
        confidence=sureness,
        reason=why[0],
        details=why[1],
        alternatives=nearest,
    )


def _positive(original: str, question: Question, findings: Sequence[Finding], sureness: float) -> Answer:
    best = findings[0]
    evidence = [Evidence(best.article, best.quote, best.start, best.end, sureness)]
    details: dict[str, Any] = {}
    return Answer(
        original,
        question.language,
        answered=True,
        text=best.text,
        evidence=tuple(evidence),
        confidence=sureness,
        period=spoken_period(best),
        as_of=next((written for _, _, written in as_of_dates(best.quote)), None),
        details=details,
        others=_elsewhere(findings),
    )


def _elsewhere(findings: Sequence[Finding]) -> tuple[Evidence, ...]:
    """The best finding of each further article."""
    best: dict[str, Finding] = {}
    for finding in findings:
        best.setdefault(finding.article.id, finding)
    return tuple(Evidence(one.article, one.quote, one.start, one.end) for one in list(best.values())[1:])
