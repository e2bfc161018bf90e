"""Fits bot/confidence.json: the probability that what the reader found answers the question.

    python training/answer_confidence.py --set HOME QUESTIONS.jsonl WEIGHT --set ... [--write]

Answerable questions teach it what an answer looks like, half as much where the reader found the wrong sentence.
A measure that can only speak for an answer may have no negative weight, and the other way round: so few questions would
teach it chance. Unanswerable ones come from the sets, and are made from answerable ones: their article taken away,
their sentences cut out, another year, another place. Each question is read with weights that were fitted without it (as
`reader_weights` holds questions out), so that the probability is that of questions nobody has seen; so are the error
rates told.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from calibration import bins, draw, error, table
from numpy.typing import NDArray
from reader_weights import Learned, learn
from reading_examples import Archive, Example, Gold, holds, questions
from softmax_fit import FOLDS, folds
from unanswerable_examples import with_another_place, with_another_year, without_proof

from bot.confidence import decision_measures
from bot.question_chat import small_talk
from bot.readers.span.reading import SpanReader
from index.embedder import EmbedderSettings, open_embedder

TARGET = Path(__file__).parent.parent / "bot" / "confidence.json"
# How much an example counts, by where it comes from
_COUNTS = {
    "answerable": 1.0, "followup": 1.0, "unanswerable": 3.0, "removed": 0.2, "cut": 0.4, "year": 0.5, "place": 1.0,
}  # fmt: skip
_ANSWERABLE = frozenset({"answerable", "followup"})
# Measures that speak for an answer alone, and those that speak against it alone
_SPEAKS_FOR = """
words pairs words_near pairs_near words_headed pairs_headed words_article pairs_article dense_run article_score
passage_score counted year_near year_here day_here part_here share line_share shape score line_score lead names_here
names_near names_article numbers years_article article_lead likeness answer_left answer_right answer_clause
answer_segment answer_counted answer_overlap answer_change_agrees answer_likeness answer_unit_fits answer_role_asked
answer_touch_left answer_touch_right report_agrees units focus focus_article meant hit_meaning_coverage
hit_window_coverage hit_loose_pairs hit_article_coverage hit_article_years answer_time_agrees noun_near noun_line
noun_around rest_near rest_line rest_around content_near content_line joined_line foreign_line foreign_around
foreign_article month_told answer_surname answer_titled answer_said_lead
"""
_SPEAKS_AGAINST = """
year_conflict year_refuted day_conflict part_conflict missing_near missing_here missing_article missing_pair_near
missing_pair_article unknown flipped title answer_none answer_counted_lost answer_in_question answer_near_shape
answer_unit_lost meant_missing asks hit_cosine_lag answer_time_conflicts answer_deputy year_absent year_not_near
names_lost names_far weak gap noun_missing_near noun_missing_line rest_missing_line rest_missing_around
joined_missing_line year_gap report_other answer_compared answer_spans_time answer_change_opposes answer_line_opposes
answer_negation_lost
"""
_SIGNS = dict.fromkeys(_SPEAKS_FOR.split(), 1) | dict.fromkeys(_SPEAKS_AGAINST.split(), -1)
# Light sets have no questions without an answer, and none are made of theirs: in the decision they count more
_LIGHT = 6.0
_HALF_RIGHT = 0.5
_L2 = 0.003
_ROUNDS, _STEP = 1500, 0.05
_REFUTED = 0.05
_THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)


@dataclass(frozen=True, slots=True)
class Case:
    """One example with its measures: `truth` from 0 (nothing answers it) to 1, `proved` where the quote answers it."""

    group: str
    form: str
    origin: str
    measures: dict[str, float]
    truth: float
    proved: bool
    weight: float


def cases(archive: Archive, gold_file: Path, weight: float, learned: Learned) -> Iterator[Case]:
    """All cases of one set, each read by a reader that never saw its question."""
    readers = [SpanReader(weights) for weights in learned.without]
    for gold in questions(gold_file):
        if small_talk(gold.text, "en" if gold.form == "en" else "vi"):
            continue  # these never reach the decision
        reader = readers[learned.folds.get(gold.group, 0)]
        for origin, example in _examples(archive, gold, made=weight > 1):
            findings = reader.read(example.material)
            if not findings:
                continue
            first = findings[0]
            proved = origin in _ANSWERABLE and first.article.id in gold.articles and holds(first.quote, gold.answers)
            truth = 1.0 if proved else _HALF_RIGHT * (origin in _ANSWERABLE)
            measures = decision_measures(example.material.question, first)
            counts = weight * _COUNTS[origin] * (1.0 if weight > 1 else _LIGHT)
            yield Case(gold.group, gold.form, origin, measures, truth, proved, counts)


def _examples(archive: Archive, gold: Gold, *, made: bool) -> Iterator[tuple[str, Example]]:
    """The question itself and, where asked to, what is made of it: other years and places, articles and proofs gone."""
    own = archive.example(gold)
    if not gold.is_answerable:
        yield "unanswerable", own
        return
    yield ("followup" if gold.turns else "answerable"), own
    if not made:
        return
    yield "removed", archive.example(gold, without_own=True)
    if (cut := without_proof(own)) is not None:
        yield "cut", cut
    if gold.turns:
        return
    texts = " ".join(f"{article.title} {article.body}" for article in archive.articles(gold.articles))
    for origin, make in (("year", with_another_year), ("place", with_another_place)):
        if (other := make(gold, texts)) is not None:
            yield origin, archive.example(other)


def fit(
    values: NDArray[np.float64], truth: NDArray[np.float64], weight: NDArray[np.float64], signs: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Weights of a logistic regression, the bias last (Adam on the whole set).

    `signs` says for each measure whether its weight may be above nothing (1), below (-1), or both (0).
    """
    mean, spread = values.mean(axis=0), values.std(axis=0)
    spread[spread < 1e-6] = 1  # noqa: PLR2004 - a measure that never varies
    scaled = np.hstack([(values - mean) / spread, np.ones((len(values), 1))])
    weight = weight / weight.sum()
    penalty = np.append(np.full(values.shape[1], 2 * _L2), 0.0)
    learned = np.zeros(scaled.shape[1])
    least = np.append(np.where(signs == 1, 0.0, -np.inf), -np.inf)
    most = np.append(np.where(signs == -1, 0.0, np.inf), np.inf)
    first, second = np.zeros_like(learned), np.zeros_like(learned)
    for step in range(1, _ROUNDS + 1):
        likely = 1 / (1 + np.exp(-(scaled @ learned)))
        gradient = scaled.T @ (weight * (likely - truth)) + penalty * learned
        first, second = 0.9 * first + 0.1 * gradient, 0.999 * second + 0.001 * gradient**2
        learned -= _STEP / step**0.25 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-12)
        np.clip(learned, least, most, out=learned)
    slopes = learned[:-1] / spread
    return np.append(slopes, learned[-1] - slopes @ mean)


def signs_of(names: Sequence[str]) -> NDArray[np.int64]:
    """The signs that the weights of these measures may have."""
    return np.array([_SIGNS.get(name, 0) for name in names])


def probabilities(values: NDArray[np.float64], learned: NDArray[np.float64]) -> NDArray[np.float64]:
    """What the regression says."""
    result: NDArray[np.float64] = 1 / (1 + np.exp(-(values @ learned[:-1] + learned[-1])))
    return result


def held_out(found: Sequence[Case], names: Sequence[str], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probability of each case by a regression fitted without its question."""
    fold = folds([case.group for case in found])
    place = np.array([fold[case.group] for case in found])
    truth, weight = np.array([case.truth for case in found]), np.array([case.weight for case in found])
    said = np.zeros(len(found))
    for k in range(FOLDS):
        learned = fit(values[place != k], truth[place != k], weight[place != k], signs_of(names))
        said[place == k] = probabilities(values[place == k], learned)
    refuted = np.array([case.measures["year_refuted"] >= 1 for case in found])
    return np.where(refuted, np.minimum(said, _REFUTED), said)


def report(found: Sequence[Case], said: NDArray[np.float64], heaviest: float) -> None:
    """Both kinds of error at several thresholds, for the set that counts most."""
    for form in ("vi", "plain", "en"):
        for least in _THRESHOLDS:
            parts = [f"{form:5} {least:.2f}"]
            for origin, count in _COUNTS.items():
                rows = [
                    (probability >= least, case.proved)
                    for case, probability in zip(found, said, strict=True)
                    if case.form == form and case.origin == origin and case.weight == heaviest * count
                ]
                if not rows:
                    continue
                answered = np.mean([answered for answered, _ in rows])
                parts.append(f"{origin} answered {answered:.2f}")
                if origin == "answerable":
                    parts.append(f"and proved {np.mean([a and p for a, p in rows]):.2f}")
            print(" ".join(parts))


def main() -> None:
    """Fit, report, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", nargs=3, action="append", required=True, metavar=("HOME", "QUESTIONS", "WEIGHT"))
    parser.add_argument("--write", action="store_true", help="replace the packaged weights")
    parser.add_argument("--plot", type=Path, help="draw the calibration of held-out questions into this SVG")
    arguments = parser.parse_args()
    embedder = open_embedder(EmbedderSettings())
    archives = [(Archive(Path(home), embedder), Path(gold), float(weight)) for home, gold, weight in arguments.set]
    learned = learn(
        [
            (archive.example(gold), weight)
            for archive, gold_file, weight in archives
            for gold in questions(gold_file)
            if gold.is_answerable
        ]
    )
    found = [case for archive, file, weight in archives for case in cases(archive, file, weight, learned)]
    names = sorted(found[0].measures)
    values = np.array([[case.measures[name] for name in names] for case in found])
    said = held_out(found, names, values)
    heaviest = max(float(weight) for _, _, weight in arguments.set)
    report(found, said, heaviest)
    believable(found, said, heaviest, arguments.plot)
    if arguments.write:
        write(found, names, values)


def believable(found: Sequence[Case], said: NDArray[np.float64], heaviest: float, plot: Path | None) -> None:
    """The calibration over the questions of the sets that count most, as they are: none of those made unanswerable."""
    own = {origin: heaviest * _COUNTS[origin] for origin in ("answerable", "unanswerable")}
    rows = [(float(p), c.proved) for c, p in zip(found, said, strict=True) if own.get(c.origin) == c.weight]
    binned = bins([p for p, _ in rows], [proved for _, proved in rows])
    print(table(binned))
    print(f"expected calibration error {error(binned):.3f}")
    if plot:
        draw(binned, plot)


def write(found: Sequence[Case], names: Sequence[str], values: NDArray[np.float64]) -> None:
    """Fit on everything and replace the packaged weights."""
    truth, weight = np.array([case.truth for case in found]), np.array([case.weight for case in found])
    learned = fit(values, truth, weight, signs_of(names))
    facts = {
        "about": "Made by training/answer_confidence.py: a logistic regression over what the reader measured.",
        "bias": round(float(learned[-1]), 4),
        "weights": {name: round(float(weight), 4) for name, weight in zip(names, learned[:-1], strict=True)},
    }
    TARGET.write_text(json.dumps(facts, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
