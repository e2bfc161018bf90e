"""`hoidap index ...`: the search index and its state."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.output import emit, notice, progress, show
from bot.cli.parameters import AsJson

if TYPE_CHECKING:
    from bot.cli.call import Call

app = typer.Typer(help="The search index: update, rebuild, status, verify, rollback.", rich_markup_mode=None)


@app.command()
def update(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Take in what changed in the corpus since the index was made."""
    asyncio.run(_update(context.obj, as_json=as_json))


@app.command()
def rebuild(
    context: typer.Context,
    *,
    even_if_worse: Annotated[
        bool, typer.Option("--even-if-worse", help="Put it in place even if it answers worse than the one in use.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make the index anew from all articles, beside the one in use, and swap them unless it answers worse."""
    asyncio.run(_rebuild(context.obj, even_if_worse=even_if_worse, as_json=as_json))


async def _update(call: "Call", *, as_json: bool) -> None:
    from bot.assembly import open_embedder_of, open_store
    from bot.indexing import update_index

    async with open_store(call.settings, call.home) as store:
        with progress("Indexing passages") as step:
            report = await update_index(store, call.home.index, open_embedder_of(call.settings), call.settings, step)
    if as_json:
        emit(report.facts())
    else:
        show(report.sentence())


async def _rebuild(call: "Call", *, even_if_worse: bool, as_json: bool) -> None:
    from bot.assembly import open_embedder_of, open_store
    from bot.going_live import GoingLive
    from bot.indexing import rebuild_index

    embedder = open_embedder_of(call.settings)
    async with open_store(call.settings, call.home) as store:
        with progress("Indexing passages, then asking questions") as step:
            check = GoingLive(store, call.home, embedder, call.settings, even_if_worse=even_if_worse, progress=step)
            report = await rebuild_index(store, call.home.index, embedder, call.settings, step, accept=check.accept)
    if as_json:
        compared = check.comparison.facts() if check.comparison else None
        emit({**report.facts(), "compared": compared, "notice": check.notice})
        return
    show(report.sentence())
    if check.notice:
        notice(f"note: {check.notice}")
    elif check.comparison:
        show(check.comparison.sentence())


@app.command()
def status(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Show what the index holds, what it was made with, and whether it is behind the corpus."""
    facts = asyncio.run(_status(context.obj))
    if as_json:
        emit(facts)
        return
    for name, value in facts.items():
        show(f"{name}: {'-' if value is None else value}")


async def _status(call: "Call") -> dict[str, object]:
    from bot.assembly import open_store
    from bot.indexing import index_status

    async with open_store(call.settings, call.home) as store:
        return await index_status(store, call.home.index, call.settings)


@app.command()
def rollback(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Put the index before the one in use back in place. Exit code 4 when none was kept."""
    from bot.assembly import open_embedder_of
    from bot.indexing import splitter_facts
    from corpus.errors import NotFound
    from index.builder import roll_back

    call: Call = context.obj
    manifest = roll_back(
        call.home.index,
        embedder=open_embedder_of(call.settings),
        settings=call.settings.index,
        splitter=splitter_facts(call.settings),
    )
    if manifest is None:
        raise NotFound(
            f"no index before the one in use was kept in {call.home.index}; make one with `hoidap index rebuild`"
        )
    facts = {"created": manifest.created, "articles": manifest.articles, "revision": manifest.revision}
    if as_json:
        emit(facts)
    else:
        holds = f"{manifest.articles} articles, revision {manifest.revision}"
        show(f"The index of {manifest.created} is in use again: {holds}.")
        show("Articles that changed since come back into it with `hoidap index update`.")


@app.command()
def verify(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Check the files of the index against its manifest. Exit code 5 when they do not agree."""
    from bot.assembly import open_search
    from index.errors import NoUsableIndex

    call: Call = context.obj
    with open_search(call.settings, call.home) as searcher:
        problems = searcher.current().verify()
    if as_json:
        emit({"problems": problems})
    else:
        show("\n".join(problems) or "The index is sound.")
    if problems:
        raise NoUsableIndex(f"the index has {len(problems)} problems; make it anew with `hoidap index rebuild`")
