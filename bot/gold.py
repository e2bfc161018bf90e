"""Gold sets: questions with their right answers, in the two forms that `hoidap evaluate` reads."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from bot.errors import BadQuestion
from corpus.text import strip_diacritics

FORMS = ("vi", "plain", "en")


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One question in one form, with the earlier turns of its conversation.

    `group` is `answerable`, `unanswerable`, `followup`, or `findable` where only the right articles are known;
    `kind` the set's own word for what is asked (None in the short form); `articles` the ids that hold the answer;
    `answers` the right answers, verbatim.
    """

    id: str
    form: str
    group: str
    kind: str | None
    text: str
    turns: tuple[str, ...]
    articles: tuple[str, ...]
    answers: tuple[str, ...]


def read_gold(file: Path) -> list[GoldQuestion]:
    """The questions of a file. Raises BadQuestion, naming the line, when a row is in neither form."""
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadQuestion(
            f"The gold set {file} cannot be read ({error}); name a file of JSON Lines in UTF-8."
        ) from error
    return gold_in(text, str(file))


def packaged_gold() -> list[GoldQuestion]:
    """The questions on the sample articles."""
    return gold_in(files("corpus").joinpath("samples/gold.jsonl").read_text("utf-8"), "the packaged questions")


def applicable(questions: Sequence[GoldQuestion], article_ids: Collection[str]) -> list[GoldQuestion]:
    """The questions that an archive of these articles can be asked: their articles are there.

    Those that nothing answers apply as soon as another one does: they are about the same articles.
    """
    held = [q for q in questions if q.group != "unanswerable" and any(found in article_ids for found in q.articles)]
    kept = {id(question) for question in held}
    return [q for q in questions if id(q) in kept or (held and q.group == "unanswerable")]


def gold_in(text: str, file: str) -> list[GoldQuestion]:
    """The questions of a text; `file` is what faults call it. Raises BadQuestion."""
    found: list[GoldQuestion] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                found += _questions(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                raise BadQuestion(
                    f"Line {number} of {file} is no gold question ({type(error).__name__}: {error}); "
                    "the two forms are in docs/reference/cli.md."
                ) from error
    if not found:
        raise BadQuestion(f"The gold set {file} holds no question; one JSON object a line is expected.")
    return found


def _questions(row: Mapping[str, object]) -> list[GoldQuestion]:
    if "set" not in row:
        question = _text(row["question"])
        articles, answers = _texts(row["articles"]), _texts(row.get("answers", []))
        group = "answerable" if answers else "findable"
        forms = {"vi": question, "plain": strip_diacritics(question).lower()}
        return [
            GoldQuestion(str(row["id"]), form, group, None, text, (), articles, answers) for form, text in forms.items()
        ]
    group = "answerable" if row["set"] == "seed" else _text(row["set"])
    own = (_text(row["id"]),) if row.get("id") else ()
    articles = (*own, *_texts(row.get("alt_ids", [])), *_texts(row.get("also_ids", [])))
    kind = row.get("type")
    found = []
    for form in FORMS:
        turns = _turns(row, form)
        if turns:
            found.append(
                GoldQuestion(
                    str(row["qid"]), form, group, None if kind is None else str(kind), turns[-1], turns[:-1], articles,
                    _texts(row.get("answers", [])),
                )
            )  # fmt: skip
    return found


def _turns(row: Mapping[str, object], form: str) -> tuple[str, ...]:
    """The turns of a row in a form; a form that the row lacks is left out, except plain, which is folded."""
    given = row.get("turns") or [row]
    if not isinstance(given, list):
        raise TypeError("turns is no list")
    key = f"q_{form}"
    if all(key in turn for turn in given):
        return tuple(_text(turn[key]) for turn in given)
    if form == "plain" and all("q_vi" in turn for turn in given):
        return tuple(strip_diacritics(_text(turn["q_vi"])).lower() for turn in given)
    return ()


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return tuple(_text(item) for item in value)
