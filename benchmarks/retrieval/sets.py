"""What is asked of every system: passages of the same articles, and questions in one or more forms."""

import dataclasses
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.retrieval.system import Document
from benchmarks.search_quality import lines, passages, questions
from corpus.passage import Passage
from index.language import question_language

_ENOUGH = 50  # questions to tell the language of a set by


class BadSet(Exception):
    """A set that cannot be read; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the ids of the articles that answer it."""

    text: str
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A set: its documents, and its questions by form (`vi`, `plain`, `en`)."""

    name: str
    documents: tuple[Document, ...]
    questions: dict[str, tuple[Question, ...]]


def as_document(passage: Passage) -> Document:
    """A passage with what travels along with it."""
    fields = {field.name: getattr(passage, field.name) for field in dataclasses.fields(Document)}
    return Document(**fields)


def forms_of(path: Path) -> tuple[str, ...]:
    """The forms that a file's questions can be asked in: all three of a gold file, else its own and without marks."""
    sample = [row for row, _ in zip(lines(path), range(_ENOUGH), strict=False)]
    if sample and "set" in sample[0]:
        return ("vi", "plain", "en")
    languages = Counter(question_language(str(row["question"])) for row in sample)
    return ("en",) if languages["en"] > languages["vi"] else ("vi", "plain")


def read_set(folder: Path, name: str, haystack: Sequence[Path] = (), most: int = 0) -> QuestionSet:
    """Read NAME.passages.jsonl and NAME.questions.jsonl, or NAME.articles.jsonl and NAME.gold.jsonl.

    Args:
        folder: Where the files are.
        name: Name of the set.
        haystack: Files of other articles to hide those of a gold file in.
        most: Questions of each form at most; 0 for all.

    Raises:
        BadSet: The files are not there or hold something else.
    """
    gold = (folder / f"{name}.gold.jsonl").exists()
    articles = folder / f"{name}.{'articles' if gold else 'passages'}.jsonl"
    asked = folder / f"{name}.{'gold' if gold else 'questions'}.jsonl"
    try:
        documents = tuple(map(as_document, passages([articles, *(haystack if gold else ())], [])))
        by_form = {form: _asked(questions(asked, form), most) for form in forms_of(asked)}
    except OSError as fault:
        raise BadSet(f"The set {name!r} cannot be read: {fault}.") from fault
    except (KeyError, json.JSONDecodeError) as fault:
        raise BadSet(f"The set {name!r} in {folder} is not of the form that --help describes ({fault}).") from fault
    return QuestionSet(name, documents, by_form)


def _asked(found: Iterable[tuple[str, str, list[str]]], most: int) -> tuple[Question, ...]:
    every = tuple(Question(text, tuple(right)) for _, text, right in found)
    return every[:most] if most else every
