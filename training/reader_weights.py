"""Fits bot/readers/span/weights.json on question sets, and says how well it does on questions held out.

    python training/reader_weights.py --set ARTICLES.jsonl[,MORE.jsonl] QUESTIONS.jsonl WEIGHT --set ... [--write]

WEIGHT is how much a question of the set counts.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from reading_examples import Archive, Example, holds, questions, token_f1
from softmax_fit import Choice, fit, held_out_scores

from bot.question_kinds import LONG_KINDS
from bot.readers.span import choosing, measures
from bot.readers.span.choosing import LineChooser, candidates
from bot.readers.span.measures import Measured
from bot.readers.span.reading import BEST_LINES, measured_sheets
from index.embedder import EmbedderSettings, open_embedder

TARGET = Path(__file__).parent.parent / "bot" / "readers" / "span" / "weights.json"
_SHORT, _LONG = 25, 60
_SAME_SENTENCE = 0.5
_ELSEWHERE = 0.5

Place = tuple[Measured, int]


def places_of(sheets: Sequence[Measured]) -> list[Place]:
    """All lines of all sheets, in the order of their scores' rows."""
    return [(measured, at) for measured in sheets for at in range(len(measured.sheet.lines))]


def line_choice(example: Example, sheets: Sequence[Measured], weight: float) -> Choice:
    """The lines of an example; those that hold an answer are right, half right when the set names another sentence."""
    gold = example.gold
    right = []
    for measured, at in places_of(sheets):
        text = measured.sheet.lines[at].text
        is_right = measured.sheet.article.id in gold.articles and holds(text, gold.answers)
        is_named = gold.sentence is None or token_f1(text, gold.sentence) > _SAME_SENTENCE
        right.append(float(is_right) * (1.0 if is_named else _ELSEWHERE))
    values = np.concatenate([measured.values for measured in sheets]) if sheets else np.zeros((0, len(measures.NAMES)))
    return Choice(gold.group, values.astype(np.float32), np.array(right, np.float32), weight)


def candidate_choice(example: Example, sheets: Sequence[Measured], scores: np.ndarray, weight: float) -> Choice:
    """The candidates of the best lines of an example; right are those that would be counted as right answers."""
    gold, question = example.gold, example.material.question
    longest = _LONG if gold.kind is None or gold.kind in LONG_KINDS else _SHORT
    places = places_of(sheets)
    order = np.argsort(-scores, kind="stable")[:BEST_LINES]
    values, right = [], []
    for rank, at in enumerate(order):
        measured, number = places[at]
        line = measured.sheet.lines[number]
        options = candidates(question, line)
        if options:
            lead = float(scores[at] - scores[order[0]])
            chooser = LineChooser(question, example.material.sought, line)
            values.append(chooser.measure_all(options, lead, first=rank == 0))
        for candidate in options:
            said = line.text[candidate.start : candidate.end]
            is_right = measured.sheet.article.id in gold.articles and len(said.split()) <= longest
            is_right = is_right and holds(said, gold.answers)
            exact = max(token_f1(said, answer) for answer in gold.answers) if is_right and gold.kind is None else 1.0
            right.append(exact * is_right)
    array = np.concatenate(values) if values else np.zeros((0, len(choosing.NAMES)), np.float32)
    return Choice(gold.group, array, np.array(right, np.float32), weight)


def accuracy(choices: Sequence[Choice], scores: Sequence[np.ndarray]) -> float:
    """Share of the questions whose highest option is right."""
    good = [len(c.right) > 0 and c.right[int(np.argmax(s))] > 0 for c, s in zip(choices, scores, strict=True)]
    return float(np.mean(good))


def main() -> None:
    """Fit, report, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", nargs=3, action="append", required=True, metavar=("ARTICLES", "QUESTIONS", "WEIGHT"))
    parser.add_argument("--write", action="store_true", help="replace the packaged weights")
    arguments = parser.parse_args()
    embedder = open_embedder(EmbedderSettings())
    examples: list[tuple[Example, float]] = []
    for articles, gold_file, weight in arguments.set:
        archive = Archive([Path(name) for name in articles.split(",")], embedder)
        answerable = [gold for gold in questions(Path(gold_file)) if gold.is_answerable]
        examples += [(archive.example(gold), float(weight)) for gold in answerable]
    sheets = [measured_sheets(example.material) for example, _ in examples]
    lines = [line_choice(example, sheet, weight) for (example, weight), sheet in zip(examples, sheets, strict=True)]
    scores = held_out_scores(lines)
    stretches = [
        candidate_choice(example, sheet, score, weight)
        for (example, weight), sheet, score in zip(examples, sheets, scores, strict=True)
    ]
    chosen = held_out_scores(stretches)
    for form in ("vi", "plain", "en"):
        rows = [i for i, (example, weight) in enumerate(examples) if example.gold.form == form and weight > 1]
        if rows:
            line_share = accuracy([lines[i] for i in rows], [scores[i] for i in rows])
            answer_share = accuracy([stretches[i] for i in rows], [chosen[i] for i in rows])
            print(f"{form}: best line right {line_share:.3f}, answer right {answer_share:.3f} of {len(rows)}")
    if arguments.write:
        facts = {
            "about": "Made by training/reader_weights.py: softmax regression over lines, then over candidates.",
            "lines": _named(measures.NAMES, fit(lines)),
            "candidates": _named(choosing.NAMES, fit(stretches)),
        }
        TARGET.write_text(json.dumps(facts, indent=1) + "\n", "utf-8")


def _named(names: Sequence[str], weights: np.ndarray) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


if __name__ == "__main__":
    main()
