"""Fits bot/readers/span/weights.json on question sets, and says how well it does on questions held out.

    python training/reader_weights.py --set HOME QUESTIONS.jsonl WEIGHT --set ... [--write]

HOME is an installation with the articles of the questions, WEIGHT how much a question of the set counts.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from reading_examples import Archive, Example, holds, questions, token_f1
from softmax_fit import FOLDS, Choice, fit, folds

from bot.question_kinds import LONG_KINDS
from bot.readers.span import choosing, measures
from bot.readers.span.choosing import LineChooser, candidates
from bot.readers.span.measures import Measured
from bot.readers.span.reading import BEST_LINES, Ranked, line_measures, measured_sheets, ranked_lines
from bot.readers.span.weights import Weights, packaged_weights
from index.embedder import EmbedderSettings, open_embedder

TARGET = Path(__file__).parent.parent / "bot" / "readers" / "span" / "weights.json"
_SHORT, _LONG = 25, 60
_SAME_SENTENCE = 0.5
_ELSEWHERE = 0.5
# What a wrong stretch of a right line is worth: its quote proves the answer
_BESIDE = 0.15
_LINES = 50

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


def candidate_choice(example: Example, best: Sequence[Ranked], weight: float) -> Choice:
    """The candidates of the best lines of an example; right are those that would be counted as right answers."""
    gold, material = example.gold, example.material
    longest = _LONG if gold.kind is None or gold.kind in LONG_KINDS else _SHORT
    values, right = [], []
    shared = line_measures(material, best)
    for rank, ranked in enumerate(best):
        line = ranked.line
        options = candidates(material.question, line)
        is_line = ranked.measured.sheet.article.id in gold.articles and holds(line.text, gold.answers)
        if options:
            chooser = LineChooser(material.question, material.sought, line)
            values.append(chooser.measure_all(options, ranked.lead, shared[rank], first=rank == 0))
        for candidate in options:
            said = line.text[candidate.start : candidate.end]
            is_right = ranked.measured.sheet.article.id in gold.articles and len(said.split()) <= longest
            is_right = is_right and holds(said, gold.answers)
            exact = max(token_f1(said, answer) for answer in gold.answers) if is_right and gold.kind is None else 1.0
            right.append(max(exact * is_right, _BESIDE * is_line))
    array = np.concatenate(values) if values else np.zeros((0, len(choosing.NAMES)), np.float32)
    return Choice(gold.group, array, np.array(right, np.float32), weight)


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights fitted on all questions, and for each fold those fitted without it; how well the latter did, by form."""

    weights: Weights
    folds: Mapping[str, int]
    without: tuple[Weights, ...]
    report: tuple[str, ...]


def learn(examples: Sequence[tuple[Example, float]]) -> Learned:
    """Fit lines, then the candidates of the lines that weights fitted without a question put first."""
    sheets = [measured_sheets(example.material) for example, _ in examples]
    now = packaged_weights(measures.NAMES, choosing.NAMES).lines
    whole = [line_choice(example, sheet, weight) for (example, weight), sheet in zip(examples, sheets, strict=True)]
    lines = [_nearest(choice, now) for choice in whole]
    place = folds([choice.group for choice in lines])
    by_fold = [fit([c for c in lines if place[c.group] != k]).astype(np.float32) for k in range(FOLDS)]
    best = [
        ranked_lines(sheet, by_fold[place[choice.group]])[:BEST_LINES]
        for choice, sheet in zip(lines, sheets, strict=True)
    ]
    stretches = [candidate_choice(example, rows, w) for (example, w), rows in zip(examples, best, strict=True)]
    chosen = [fit([c for c in stretches if place[c.group] != k]).astype(np.float32) for k in range(FOLDS)]
    report = []
    for form in ("vi", "plain", "en"):
        rows = [i for i, (example, weight) in enumerate(examples) if example.gold.form == form and weight > 1]
        if rows:
            line_share = accuracy(
                [lines[i] for i in rows], [lines[i].values @ by_fold[place[lines[i].group]] for i in rows]
            )
            picked = [stretches[i].values @ chosen[place[stretches[i].group]] for i in rows]
            share = accuracy([stretches[i] for i in rows], picked, _BESIDE)
            report.append(f"{form}: best line right {line_share:.3f}, answer right {share:.3f} of {len(rows)}")
    everything = Weights(fit(lines).astype(np.float32), fit(stretches).astype(np.float32))
    without = tuple(Weights(line, stretch) for line, stretch in zip(by_fold, chosen, strict=True))
    return Learned(everything, place, without, tuple(report))


def _nearest(choice: Choice, weights: np.ndarray) -> Choice:
    """The right lines, and those that are easiest taken for them: the others teach nothing and take time."""
    if len(choice.right) <= _LINES:
        return choice
    scores = choice.values @ weights
    kept = (scores >= np.sort(scores)[-_LINES]) | (choice.right > 0)
    return Choice(choice.group, choice.values[kept], choice.right[kept], choice.weight)


def accuracy(choices: Sequence[Choice], scores: Sequence[np.ndarray], more_than: float = 0.0) -> float:
    """Share of the questions whose highest option is right by more than so much."""
    good = [len(c.right) > 0 and c.right[int(np.argmax(s))] > more_than for c, s in zip(choices, scores, strict=True)]
    return float(np.mean(good))


def main() -> None:
    """Fit, report, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", nargs=3, action="append", required=True, metavar=("HOME", "QUESTIONS", "WEIGHT"))
    parser.add_argument("--write", action="store_true", help="replace the packaged weights")
    arguments = parser.parse_args()
    embedder = open_embedder(EmbedderSettings())
    examples: list[tuple[Example, float]] = []
    for home, gold_file, weight in arguments.set:
        archive = Archive(Path(home), embedder)
        answerable = [gold for gold in questions(Path(gold_file)) if gold.is_answerable]
        examples += [(archive.example(gold), float(weight)) for gold in answerable]
    learned = learn(examples)
    print("\n".join(learned.report))
    if arguments.write:
        write(learned)


def write(learned: Learned) -> None:
    """Replace the packaged weights."""
    facts = {
        "about": "Made by training/reader_weights.py: softmax regression over lines, then over candidates.",
        "lines": _named(measures.NAMES, learned.weights.lines),
        "candidates": _named(choosing.NAMES, learned.weights.candidates),
    }
    TARGET.write_text(json.dumps(facts, indent=1) + "\n", "utf-8")


def _named(names: Sequence[str], weights: np.ndarray) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


if __name__ == "__main__":
    main()
