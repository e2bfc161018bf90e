"""`hoidap backup` and `hoidap restore`: one archive of an installation, and a home made of it."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import emit, notice, progress, show
from bot.cli.parameters import AsJson

if TYPE_CHECKING:
    from bot.cli.call import Call

Archive = Annotated[Path, typer.Argument(metavar="FILE", help="The archive, such as backup.tar.gz.")]


def backup(
    context: typer.Context,
    file: Archive,
    *,
    with_index: Annotated[
        bool, typer.Option("--with-index", help="Take the search index along; without it, restore makes it anew.")
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Replace FILE if it exists.")] = False,
    as_json: AsJson = False,
) -> None:
    """Copy articles, people and waiting messages into one archive, while the bot runs. No secret is in it."""
    from bot.backup import back_up
    from bot.evaluation_choice import gold_file

    call: Call = context.obj
    gold = gold_file(call.settings.evaluation, call.home)
    with progress("Packing files") as step:
        report = back_up(call.home, file, with_index=with_index, replace=replace, gold=gold, progress=step)
    if as_json:
        emit(report.facts())
    else:
        show(report.sentence())


def restore(
    context: typer.Context,
    file: Archive,
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Move a home that is not empty aside and take its place.")
    ] = False,
    no_index: Annotated[bool, typer.Option("--no-index", help="Make no index; `hoidap index rebuild` later.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a home of a backup: every checksum is compared before anything is touched."""
    from bot.backup_restoring import restore as restored_from

    call: Call = context.obj
    with progress("Checking files") as step:
        restored = restored_from(file, call.home, replace=replace, progress=step)
    held = restored.manifest
    if not as_json:
        show(f"Restored {held.articles} articles of {held.created} to {restored.home}.")
        if restored.aside:
            show(f"What was there lies in {restored.aside} now; remove it when all is well.")
    if not no_index:
        asyncio.run(_index(call))
    elif not held.has_index:
        notice("There is no index yet: run `hoidap index rebuild` before anything can be answered.")
    if as_json:
        aside = str(restored.aside) if restored.aside else None
        facts = {"home": str(restored.home), "moved_aside": aside, "articles": held.articles, "created": held.created}
        emit({**facts, "revision": held.revision, "index": not no_index or held.has_index})


async def _index(call: "Call") -> None:
    """The index brought up to the restored articles, made anew where the backup's cannot be used."""
    from bot.assembly import open_embedder_of, open_store
    from bot.indexing import build_or_update, rebuild_index
    from index.errors import NoUsableIndex

    async with open_store(call.settings, call.home) as store:
        parts = (store, call.home.index, open_embedder_of(call.settings), call.settings)
        with progress("Indexing passages") as step:
            try:
                await build_or_update(*parts, step)
            except NoUsableIndex:
                await rebuild_index(*parts, step)
