"""Question sets turned into examples for fitting the reader and the decision to answer.

A set is a file of articles and a file of questions in either form of `hoidap evaluate`. Questions whose own article is
taken away are further examples of questions that the archive cannot answer.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.evaluation_agreement import agrees as holds
from bot.evaluation_agreement import spoken
from bot.evaluation_agreement import token_f1 as spoken_f1
from bot.question import Question, understand
from bot.reader import Material
from bot.readers.settings import AnswerSettings
from bot.responder import found_in
from bot.sought import sought_terms
from corpus.article import Article
from corpus.settings import SplitterSettings
from corpus.splitter import split
from corpus.text import strip_diacritics
from index.builder import rebuild
from index.embedder import Embedder
from index.result import SearchResult
from index.searcher import Searcher
from index.settings import IndexSettings

_HITS = 60


__all__ = ["Archive", "Example", "Gold", "holds", "questions", "token_f1"]


@dataclass(frozen=True, slots=True)
class Gold:
    """One question in one form: `kind` is the set's own word for what is asked, `is_answerable` what must happen."""

    group: str
    form: str
    text: str
    kind: str | None
    articles: tuple[str, ...]
    answers: tuple[str, ...]
    sentence: str | None
    is_answerable: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A question with what a reader would be handed for it."""

    gold: Gold
    material: Material


class Archive:
    """The articles of some files, with an index of their own in a temporary folder."""

    def __init__(self, files: Collection[Path], embedder: Embedder | None) -> None:
        """Read and index the files; takes a minute for a few thousand articles."""
        self._folder = TemporaryDirectory()
        self.articles = {article.id: article for file in files for article in _articles(file)}
        folder = Path(self._folder.name)
        settings = IndexSettings()
        passages = (p for article in self.articles.values() for p in split(article, SplitterSettings()))
        rebuild(folder, passages, revision=1, embedder=embedder, settings=settings)
        self.searcher = Searcher.open(folder, embedder=embedder, settings=settings)

    def example(self, gold: Gold, *, without_own: bool = False) -> Example:
        """What a reader is handed for a question, as the responder would, or as if its own articles were not there."""
        question = understand(gold.text)
        result = self.searcher.search(gold.text, limit=_HITS, per_article=3)
        removed = set(gold.articles) if without_own else set()
        return Example(gold, material_of(question, result, self.articles, self.searcher, removed))


def material_of(
    question: Question,
    result: SearchResult,
    articles: Mapping[str, Article],
    searcher: Searcher,
    removed: Collection[str],
) -> Material:
    """As `bot.responder.Responder` makes it, with some articles left out."""
    settings = AnswerSettings()
    hits = tuple(hit for hit in result.hits if hit.passage.article_id not in removed)[: settings.hits]
    wanted = list(dict.fromkeys(hit.passage.article_id for hit in hits))[: settings.articles]
    shown = SearchResult(hits, result.language, result.plain, result.explanation)
    sought = sought_terms(
        result.explanation.terms,
        lambda kind, key: searcher.idf(key, kind),
        question.asking,
        english=result.language == "en",
    )
    return Material(question, sought, found_in(shown, [articles[article_id] for article_id in wanted]))


def questions(file: Path) -> Iterator[Gold]:
    """All questions of a set in all their forms; follow-ups are left out."""
    for row in _rows(file):
        if "set" not in row:
            articles, answers = tuple(row["articles"]), tuple(row["answers"])
            yield Gold(row["id"], "vi", row["question"], None, articles, answers, None, is_answerable=True)
            folded = strip_diacritics(row["question"]).lower()
            yield Gold(row["id"], "plain", folded, None, articles, answers, None, is_answerable=True)
        elif row["set"] in {"answerable", "unanswerable"}:
            articles = (*([row["id"]] if row.get("id") else []), *row.get("alt_ids", []), *row.get("also_ids", []))
            for form in ("vi", "plain", "en"):
                yield Gold(
                    row["qid"], form, row[f"q_{form}"], row.get("type"), articles, tuple(row.get("answers", [])),
                    row.get("sentence"), is_answerable=row["set"] == "answerable",
                )  # fmt: skip


def token_f1(left: str, right: str) -> float:
    """Harmonic mean of precision and recall over the words of two texts."""
    return spoken_f1(spoken(left), spoken(right))


def _articles(file: Path) -> Iterator[Article]:
    for row in _rows(file):
        yield Article(id=row["id"], title=row.get("title", ""), body=row["body"], published=row.get("published"))


def _rows(file: Path) -> Iterator[dict[str, object]]:
    for line in file.read_text("utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)
