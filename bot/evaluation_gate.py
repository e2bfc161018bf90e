"""The gate: figures recorded once, which later runs on the same questions may not fall below."""

import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadGate, EnvironmentFault
from bot.evaluation import LESS_IS_BETTER, Report
from bot.gold import GoldQuestion

FORMAT = 1
_ROUNDING = 1e-9
# Told by the report, but no aim of its own: a larger share of answered questions is neither better nor worse
_NO_AIMS = frozenset({"answered", "article", "silent"})


@dataclass(frozen=True, slots=True)
class Gate:
    """Recorded figures, by name, and the questions that they were made of."""

    questions: str
    count: int
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure that is worse than the recorded one by more than the tolerance; `now` is None where it is missing."""

    name: str
    recorded: float
    now: float | None

    def sentence(self) -> str:
        """The fall for a person."""
        return (
            f"{self.name}: {'missing' if self.now is None else format(self.now, '.3f')}, recorded {self.recorded:.3f}"
        )


def gate_of(report: Report) -> Gate:
    """What a gate file would hold of a report."""
    asked = [one.question for one in report.outcomes]
    figures = {name: value for name, value in report.flat().items() if name.rpartition(".")[2] not in _NO_AIMS}
    return Gate(_digest(asked), len(asked), figures)


def falls(recorded: Gate, report: Report, tolerance: float) -> tuple[Fall, ...]:
    """The figures that fell. Raises BadGate when the gate was recorded on other questions."""
    now = gate_of(report)
    if now.questions != recorded.questions:
        raise BadGate(
            f"the gate was recorded on {recorded.count} other questions than these {now.count}; "
            "record it anew with `hoidap evaluate GOLD.jsonl --record FILE`"
        )
    return tuple(
        Fall(name, value, now.figures.get(name))
        for name, value in recorded.figures.items()
        if _worse_by(name, value, now.figures.get(name)) > tolerance + _ROUNDING
    )


def read_gate(file: Path) -> Gate:
    """The gate in a file. Raises BadGate when it cannot be read or is none."""
    mend = "record one with `hoidap evaluate GOLD.jsonl --record FILE`"
    try:
        row = json.loads(file.read_text("utf-8"))
        figures = {str(name): float(value) for name, value in row["figures"].items()}
        return Gate(str(row["questions"]), int(row["count"]), figures)
    except OSError as error:
        raise BadGate(f"the gate file {file} cannot be read: {error.strerror or error}; {mend}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise BadGate(f"{file} is no gate file; {mend}") from error


def write_gate(file: Path, gate: Gate) -> None:
    """Write a gate file, whole or not at all. Raises EnvironmentFault."""
    row = {"format": FORMAT, "questions": gate.questions, "count": gate.count, "figures": dict(gate.figures)}
    try:
        descriptor, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(json.dumps(row, ensure_ascii=False, indent=2) + "\n")
            Path(beside).replace(file)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise EnvironmentFault(f"the gate file {file} cannot be written: {error.strerror or error}") from error


def _worse_by(name: str, recorded: float, now: float | None) -> float:
    if now is None:
        return float("inf")
    return now - recorded if name.rpartition(".")[2] in LESS_IS_BETTER else recorded - now


def _digest(questions: Sequence[GoldQuestion]) -> str:
    """One short text for a set of questions: the same questions with the same answers have the same."""
    rows = sorted(json.dumps([q.id, q.form, q.group, q.text, q.turns, q.articles, q.answers]) for q in questions)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
