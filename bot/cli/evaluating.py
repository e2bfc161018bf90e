"""`hoidap evaluate`: how good an installation answers, and whether it became worse."""

import asyncio
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import emit, notice, progress
from bot.cli.parameters import AsJson
from bot.errors import UsageFault, Worse

if TYPE_CHECKING:
    from bot.cli.call import Call
    from bot.evaluation import Report
    from bot.gold import GoldQuestion

Gold = Annotated[
    Path | None,
    typer.Argument(metavar="GOLD.jsonl", help="Questions with their right answers; else those of the installation."),
]
GateFile = Annotated[
    Path | None, typer.Option("--gate", metavar="FILE", help="Fail (exit code 3) when a figure fell below this file's.")
]
RecordFile = Annotated[
    Path | None, typer.Option("--record", metavar="FILE", help="Write the figures to this file, for --gate.")
]


class Form(StrEnum):
    """How a question is typed."""

    VI = "vi"
    PLAIN = "plain"
    EN = "en"


Forms = Annotated[
    list[Form] | None, typer.Option("--form", help="Ask in this form alone; may be given twice. Else in all.")
]
Tolerance = Annotated[
    float | None, typer.Option(min=0, max=1, help="How far a figure may fall; else [evaluation] tolerance.")
]


def evaluate(
    context: typer.Context,
    gold: Gold = None,
    *,
    gate: GateFile = None,
    record: RecordFile = None,
    tolerance: Tolerance = None,
    form: Forms = None,
    as_json: AsJson = False,
) -> None:
    """Ask questions with known answers and show how well they were answered."""
    call: Call = context.obj
    before = None
    if gate:
        from bot.evaluation_gate import read_gate

        before = read_gate(gate)
    report = asyncio.run(_evaluated(call, gold, form or []))
    if as_json:
        emit(report.facts())
    else:
        from bot.cli.evaluation_tables import show_report

        show_report(report)
    if before:
        from bot.evaluation_gate import falls

        fell = falls(before, report, call.settings.evaluation.tolerance if tolerance is None else tolerance)
        for fall in fell:
            notice(f"fell: {fall.sentence()}")
        if fell:
            raise Worse(f"{len(fell)} of {len(before.figures)} figures fell below {gate}; first {fell[0].sentence()}")
    if record:
        from bot.evaluation_gate import gate_of, write_gate

        write_gate(record, gate_of(report))
        notice(f"recorded: {record}")


async def _evaluated(call: "Call", gold: Path | None, forms: Sequence[Form]) -> "Report":
    from bot.assembly import open_house
    from bot.evaluation import evaluate as evaluated
    from bot.evaluation_choice import own_questions
    from bot.gold import read_gold

    questions: list[GoldQuestion] | None = read_gold(gold) if gold else None
    async with open_house(call.settings, call.home) as house:
        if questions is None:
            questions = await own_questions(call.settings.evaluation, call.home, house.store)
            if not questions:
                raise UsageFault(
                    "there are no questions to ask: name a GOLD.jsonl, or set evaluation.gold to the installation's own"
                )
        if forms:
            questions = [question for question in questions if question.form in forms]
        with progress("Asking", total=len(questions)) as step:
            return await evaluated(house.responder, house.searcher, questions, step)
