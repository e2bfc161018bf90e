"""Question sets turned into examples for fitting the reader and the decision to answer.

A set is the home of an installation that holds its articles, and a file of questions in either form of `hoidap
evaluate`. Questions whose own article is taken away are further examples of questions that cannot be answered.
"""

import asyncio
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.evaluation_agreement import agrees as holds
from bot.evaluation_agreement import spoken
from bot.evaluation_agreement import token_f1 as spoken_f1
from bot.home import Home
from bot.question_likeness import likeness_of
from bot.question_turns import Resolved, resolve
from bot.reader import Material
from bot.readers.settings import AnswerSettings
from bot.responder import found_in, sought_of
from corpus.article import Article
from corpus.store import CorpusStore
from corpus.text import strip_diacritics
from index.embedder import Embedder
from index.result import SearchResult
from index.searcher import Searcher
from index.settings import IndexSettings

_HITS = 60


__all__ = ["Archive", "Example", "Gold", "holds", "questions", "token_f1"]


@dataclass(frozen=True, slots=True)
class Gold:
    """One question in one form: `kind` is the set's own word for what is asked, `is_answerable` what must happen.

    `group` is the article that it is about: questions on one article are held out together. `turns` are the questions
    before it, for a follow-up.
    """

    group: str
    form: str
    text: str
    kind: str | None
    articles: tuple[str, ...]
    answers: tuple[str, ...]
    sentence: str | None
    is_answerable: bool
    turns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A question with what a reader would be handed for it."""

    gold: Gold
    material: Material


class Archive:
    """An installation's articles and index, for asking without a responder."""

    def __init__(self, home: Path, embedder: Embedder | None) -> None:
        """Open a home that has an index."""
        self._embedder = embedder
        self.searcher = Searcher.open(Home(home).index, embedder=embedder, settings=IndexSettings())
        self._database = Home(home).database
        self._articles: dict[str, Article] = {}

    def articles(self, ids: Collection[str]) -> list[Article]:
        """The articles of these ids that exist, in their order."""
        missing = [article_id for article_id in ids if article_id not in self._articles]
        if missing:
            self._articles |= asyncio.run(self._read(missing))
        return [self._articles[article_id] for article_id in ids if article_id in self._articles]

    async def _read(self, ids: Sequence[str]) -> dict[str, Article]:
        async with await CorpusStore.open(self._database) as store:
            return await store.get_many(ids)

    def search(self, text: str) -> SearchResult:
        """More hits than a responder asks for, so that some can be taken away."""
        return self.searcher.search(text, limit=_HITS, per_article=3)

    def example(self, gold: Gold, *, without_own: bool = False) -> Example:
        """What a reader is handed for a question, as the responder would, or as if its own articles were not there."""
        resolved = resolve(gold.text, gold.turns)
        return Example(gold, self.material(resolved, self.search(resolved.question.text), gold, without_own))

    def material(self, resolved: Resolved, result: SearchResult, gold: Gold, without_own: bool) -> Material:  # noqa: FBT001 - passed on
        """As `bot.responder.Responder` makes it, with the question's own articles or without them."""
        settings = AnswerSettings()
        removed = set(gold.articles) if without_own else set()
        hits = tuple(hit for hit in result.hits if hit.passage.article_id not in removed)[: settings.hits]
        wanted = list(dict.fromkeys(hit.passage.article_id for hit in hits))[: settings.articles]
        shown = SearchResult(hits, result.language, result.plain, result.explanation)
        question = resolved.question
        sought = sought_of(result, question, self.searcher, resolved.carried)
        likeness = likeness_of(self._embedder, question.text)
        return Material(question, sought, found_in(shown, self.articles(wanted)), likeness)


def questions(file: Path) -> Iterator[Gold]:
    """All questions of a set in all their forms."""
    for row in _rows(file):
        if "set" not in row:
            yield from _of_passages(row)
            continue
        articles = (*([row["id"]] if row.get("id") else []), *row.get("alt_ids", []), *row.get("also_ids", []))
        for form in ("vi", "plain", "en"):
            *turns, text = [turn[f"q_{form}"] for turn in row.get("turns", [row])]
            yield Gold(
                row.get("id") or row["qid"], form, text, row.get("type"), articles, tuple(row.get("answers", [])),
                row.get("sentence"), is_answerable=row["set"] != "unanswerable", turns=tuple(turns),
            )  # fmt: skip


def _of_passages(row: dict[str, Any]) -> Iterator[Gold]:
    articles, answers = tuple(row["articles"]), tuple(row["answers"])
    folded = strip_diacritics(row["question"]).lower()
    for form, text in (("vi", row["question"]), ("plain", folded)):
        yield Gold(articles[0], form, text, None, articles, answers, None, is_answerable=True)


def token_f1(left: str, right: str) -> float:
    """Harmonic mean of precision and recall over the words of two texts."""
    return spoken_f1(spoken(left), spoken(right))


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text("utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)
