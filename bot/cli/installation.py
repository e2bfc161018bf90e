"""`hoidap evaluate`, `doctor` and `version`: how good, how healthy, and which."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import emit, progress, show
from bot.cli.parameters import AsJson

if TYPE_CHECKING:
    from bot.cli.call import Call

Gold = Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Questions with their right answers.")]


def evaluate(context: typer.Context, gold: Gold, *, as_json: AsJson = False) -> None:
    """Ask the questions of a gold set and show how many were answered right."""
    asyncio.run(_evaluate(context.obj, gold, as_json=as_json))


async def _evaluate(call: "Call", gold: Path, *, as_json: bool) -> None:
    from bot.assembly import open_house
    from bot.evaluation import evaluate as evaluated
    from bot.evaluation import read_gold

    questions = read_gold(gold)
    async with open_house(call.settings, call.home) as house:
        with progress("Asking") as step:
            report = await evaluated(house.responder, house.searcher, questions, step)
    if as_json:
        emit(report.facts())
    else:
        show(report.table())


def doctor(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Check this installation; each fault comes with its mend. Exit code 7 when something is wrong."""
    from bot.doctor import examine
    from bot.errors import EnvironmentFault

    call: Call = context.obj
    findings = asyncio.run(examine(call.configuration))
    for finding in findings:
        if as_json:
            emit(finding.facts())
        else:
            show(f"{finding.state.upper():5} {finding.subject}: {finding.told}")
    faults = [finding for finding in findings if finding.state == "fault"]
    if faults:
        raise EnvironmentFault(f"{len(faults)} of {len(findings)} checks failed: {faults[0].subject}: {faults[0].told}")


def version(context: typer.Context, *, as_json: AsJson = False) -> None:  # noqa: ARG001 - every command has a context
    """Show the version."""
    import platform
    from importlib.metadata import version as installed

    facts = {"hoidap": installed("hoidap"), "python": platform.python_version()}
    if as_json:
        emit(facts)
    else:
        show(" ".join(f"{name} {value}" for name, value in facts.items()))
