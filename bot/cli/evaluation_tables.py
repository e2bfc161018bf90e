"""The report of `hoidap evaluate` as tables for a terminal: each figure with its interval, coloured by worth."""

import sys
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.evaluation import LESS_IS_BETTER, Report, Section
from bot.evaluation_intervals import RESAMPLES, Figure

_NAMES = {"vi": "Vietnamese", "plain": "no diacritics", "en": "English"}
_OF_A_TYPE = ("right", "proof")
# Below the first a figure is red, from the second on green
_POOR, _GOOD = 0.5, 0.75
_WIDTH_OF_A_FILE = 100


def show_report(report: Report) -> None:
    """Print the tables on standard output, without colours unless that is a terminal."""
    is_terminal = sys.stdout.isatty()
    console = Console(file=sys.stdout, highlight=False, width=None if is_terminal else _WIDTH_OF_A_FILE)
    for table in tables(list(report.sections()), report.forms):
        console.print(table)
        console.print()
    for line in closing(report):
        console.print(Text(line))


def tables(sections: Sequence[Section], forms: Sequence[str]) -> list[Table]:
    """Finding, answering, declining, and answering by type of question; what has no rows is left out."""
    made = [_finding(sections), _answering(sections), _declining(sections), _by_type(sections, forms)]
    return [table for table in made if table.row_count]


def closing(report: Report) -> list[str]:
    """The lines below the tables."""
    claims, standing = report.said()
    share = f"{100 * standing / claims:.1f} % ({standing} of {claims})" if claims else "none was said"
    resamples = f"{RESAMPLES:,}".replace(",", " ")
    return [
        f"Figures, dates and names in answers that stand in their quote: {share}",
        f"Intervals hold 95 %: percentile bootstrap over questions, {resamples} resamples",
    ]


def _finding(sections: Sequence[Section]) -> Table:
    table = _empty("Finding the article", "form", "n", "R@1", "R@5", "MRR@10")
    for section in _whole(sections, "retrieval"):
        figures = section.figures
        table.add_row(_NAMES[section.form], _count(section), *(_cell(name, figures[name]) for name in figures))
    return table


def _answering(sections: Sequence[Section]) -> Table:
    table = _empty("Answering", "form", "kind", "n", "answered", "right", "proof", "wrong", "exact", "F1")
    form = ""
    for section in _whole(sections, "answerable", "unanswerable", "followup"):
        figures, is_new = section.figures, section.form != form
        form = section.form
        row: list[str | Text] = [
            _NAMES[form] if is_new else "",
            section.name,
            _count(section),
            f"{figures['answered'].value:.3f}",
        ]
        if section.name != "unanswerable":
            row += [_cell(name, figures[name]) for name in ("right", "proof")]
            row += [_coloured(name, figures[name]) for name in ("wrong", "exact", "f1")]
        table.add_row(*row)
    return table


def _declining(sections: Sequence[Section]) -> Table:
    names = ("answered_wrongly", "refused_wrongly", "F1")
    table = _empty("Declining", "form", "n", *names)
    for section in _whole(sections, "refusals"):
        count = str(section.figures["F1"].n)
        table.add_row(_NAMES[section.form], count, *(_cell(name, section.figures[name]) for name in names))
    return table


def _by_type(sections: Sequence[Section], forms: Sequence[str]) -> Table:
    heads = [
        f"{_NAMES[form]}\n{name}" if name == _OF_A_TYPE[0] else f"\n{name}" for form in forms for name in _OF_A_TYPE
    ]
    table = _empty("By type of question", "kind", "type", "n", *heads)
    typed = [one for one in sections if one.kind is not None and one.name != "unanswerable"]
    for name, kind in dict.fromkeys((one.name, one.kind or "") for one in typed):
        rows = {one.form: one for one in typed if (one.name, one.kind) == (name, kind)}
        cells = [
            _coloured(figure, rows[form].figures[figure]) if form in rows else ""
            for form in forms
            for figure in _OF_A_TYPE
        ]
        table.add_row(name, _printable(kind), _count(next(iter(rows.values()))), *cells)
    return table


def _whole(sections: Sequence[Section], *names: str) -> Iterator[Section]:
    return (section for section in sections if section.kind is None and section.name in names)


def _empty(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", header_style="dim", box=None, pad_edge=False)
    for column in columns:
        is_words = column in {"form", "kind", "type"}
        table.add_column(column.replace("_", " "), justify="left" if is_words else "right", no_wrap=True)
    return table


def _count(section: Section) -> str:
    return str(next(iter(section.figures.values())).n)


def _printable(text: str) -> Text:
    """A word of a gold set: it comes from outside, and must not drive the terminal."""
    return Text("".join(character for character in text if character.isprintable()))


def _cell(name: str, figure: Figure) -> Text:
    low, high = figure.interval()
    return Text.assemble(_coloured(name, figure), (f" {low:.2f}-{high:.2f}", "dim"))


def _coloured(name: str, figure: Figure) -> Text:
    goodness = 1 - figure.value if name in LESS_IS_BETTER else figure.value
    return Text(f"{figure.value:.3f}", "red" if goodness < _POOR else "green" if goodness >= _GOOD else "yellow")
