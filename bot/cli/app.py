"""The command `hoidap`: its global options and the list of its commands."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli import ask, backing_up, corpus, evaluating, index, installation, members, people, search
from bot.cli.call import Call

app = typer.Typer(
    name="hoidap",
    help="Answers questions from a news archive, with the sentence that proves the answer.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def options(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Configuration; else HOIDAP_CONFIG, ./config.toml, or the defaults."),
    ] = None,
    home: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where everything is kept; else HOIDAP_HOME, or data/ beside the file."),
    ] = None,
    *,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error came from.")] = False,
) -> None:
    """Options that stand before the command."""
    call = context.ensure_object(Call)
    call.config, call.home_folder, call.debug = config, home, debug


app.command("ask")(ask.ask)
app.command("search")(search.search)
app.command("chat")(people.chat)
app.command("serve")(people.serve)
app.add_typer(corpus.app, name="corpus")
app.add_typer(index.app, name="index")
app.add_typer(members.app, name="members")
app.command("evaluate")(evaluating.evaluate)
app.command("backup")(backing_up.backup)
app.command("restore")(backing_up.restore)
app.command("doctor")(installation.doctor)
app.command("version")(installation.version)
