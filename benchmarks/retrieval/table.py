"""What came out, as a Markdown table."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.retrieval.figures import Figures

_HEAD = (
    "| system | form | MRR@10 | R@1 | R@5 | ms per question (median / p95) | passages a second | memory, MiB |\n"
    "|---|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One system asked in one form.

    Attributes:
        system: What tables call it, with the model where it borrows one.
        form: `vi`, `plain` or `en`.
        figures: How good it was.
        ms: Median time of a search.
        ms_p95: Time that 95 % of the searches stay below.
        per_second: Passages indexed a second.
        mib: The most memory that its process held.
    """

    system: str
    form: str
    figures: Figures
    ms: float
    ms_p95: float
    per_second: float
    mib: float


FORMS = {"vi": "Vietnamese", "plain": "without diacritics", "en": "English"}


def markdown(lines: Sequence[Line]) -> str:
    """The table of one set."""
    return "\n".join([_HEAD, *map(_row, lines)])


def _row(line: Line) -> str:
    f = line.figures
    cells = (
        line.system,
        FORMS[line.form],
        f"{f.mrr:.3f}",
        f"{f.first:.3f}",
        f"{f.among_five:.3f}",
        f"{line.ms:.1f} / {line.ms_p95:.1f}",
        f"{line.per_second:,.0f}",
        f"{line.mib:,.0f}",
    )
    return f"| {' | '.join(cells)} |"
