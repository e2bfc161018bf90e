"""`hoidap doctor` and `version`: how healthy, and which."""

import asyncio
from typing import TYPE_CHECKING

import typer

from bot.cli.output import emit, show
from bot.cli.parameters import AsJson

if TYPE_CHECKING:
    from bot.cli.call import Call


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
