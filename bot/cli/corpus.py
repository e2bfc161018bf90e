"""`hoidap corpus ...`: what has been read, and how it gets in and out."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from bot.cli.corpus_adding import add_drafts, add_sources, refresh_index, show_index_report
from bot.cli.corpus_figures import figure_facts, figure_lines
from bot.cli.output import emit, show, write_line
from bot.cli.parameters import ArticleId, AsJson, NoIndex
from bot.errors import EnvironmentFault, UsageFault

if TYPE_CHECKING:
    from bot.cli.call import Call
    from corpus.article import Article

ACTOR = "cli"
PAGE = 500
app = typer.Typer(help="Articles: add, list, show, remove, export.", rich_markup_mode=None)


@app.command()
def add(
    context: typer.Context,
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files, folders, links, feeds, or - for stdin.")
    ],
    *,
    no_index: NoIndex = False,
    as_json: AsJson = False,
) -> None:
    """Add articles (.jsonl .txt .md .html .docx .pdf, a folder, a link, a feed, or -) and make them answerable."""
    asyncio.run(add_sources(context.obj, sources, index=not no_index, as_json=as_json))


@app.command()
def samples(
    context: typer.Context,
    *,
    remove: Annotated[bool, typer.Option("--remove", help="Remove all sample articles instead.")] = False,
    if_new: Annotated[bool, typer.Option("--if-new", hidden=True)] = False,
    no_index: NoIndex = False,
    as_json: AsJson = False,
) -> None:
    """Load the sample articles, or remove all of them."""
    if remove and if_new:
        raise UsageFault("--remove and --if-new exclude each other")
    asyncio.run(_samples(context.obj, remove=remove, if_new=if_new, index=not no_index, as_json=as_json))


async def _samples(call: "Call", *, remove: bool, if_new: bool, index: bool, as_json: bool) -> None:
    from bot.assembly import open_store
    from corpus.samples import sample_drafts

    async with open_store(call.settings, call.home) as store:
        if not remove:
            if not (if_new and await store.ever_held_articles()):
                await add_drafts(call, store, sample_drafts(), index=index, as_json=as_json)
            return
        removed = await store.remove_samples(actor=ACTOR)
        report = await refresh_index(call, store) if index and removed else None
        if as_json:
            emit({"removed": removed, "index": report.facts() if report else None})
        else:
            show(f"{removed} sample articles removed")
            show_index_report(report)


@app.command("list")
def list_articles(
    context: typer.Context,
    *,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 50,
    offset: Annotated[int, typer.Option(min=0, help="How many to skip.")] = 0,
    as_json: AsJson = False,
) -> None:
    """List articles, the newest first."""
    asyncio.run(_list(context.obj, limit, offset, as_json=as_json))


async def _list(call: "Call", limit: int, offset: int, *, as_json: bool) -> None:
    from bot.assembly import open_store

    async with open_store(call.settings, call.home) as store:
        articles = await store.list_articles(limit=limit, offset=offset)
        total = await store.count()
    for article in articles:
        if as_json:
            emit(_summary(article))
        else:
            mark = "  [sample]" if article.is_sample else ""
            show(f"{article.id}  {article.published or '-'}  {article.title or _opening(article.body)}{mark}")
    if not as_json:
        show(f"{len(articles)} of {total} articles")


def _opening(body: str) -> str:
    return " ".join(body.split()[:12]) + " ..."


def _summary(article: "Article") -> dict[str, object]:
    return {
        "article_id": article.id,
        "version": article.version,
        "title": article.title,
        "published": article.published,
        "source": article.source,
        "url": article.url,
        "is_sample": article.is_sample,
    }


@app.command("show")
def show_article(
    context: typer.Context,
    article_id: ArticleId,
    *,
    version: Annotated[int | None, typer.Option(min=1, help="An older version; else the current one.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show one article and the figures in it."""
    asyncio.run(_show(context.obj, article_id, version, as_json=as_json))


async def _show(call: "Call", article_id: str, version: int | None, *, as_json: bool) -> None:
    from bot.assembly import open_store
    from corpus.export import article_to_json

    async with open_store(call.settings, call.home) as store:
        article = await store.get(article_id, version)
        figures = await store.figures(article_id, version)
    if as_json:
        emit(article_to_json(article) | _summary(article) | {"figures": [figure_facts(one) for one in figures]})
        return
    show(article.title or "(no title)")
    sample = "sample" if article.is_sample else None
    known = (article.id, f"version {article.version}", article.published, article.source, article.author, article.url)
    show(" · ".join(part for part in (*known, sample) if part))
    show(f"\n{article.body}")
    if figures:
        show()
        for line in figure_lines(article, figures):
            show(line)


@app.command()
def history(context: typer.Context, article_id: ArticleId, *, as_json: AsJson = False) -> None:
    """Show the versions of an article: when, by whom, through which door."""
    asyncio.run(_history(context.obj, article_id, as_json=as_json))


async def _history(call: "Call", article_id: str, *, as_json: bool) -> None:
    from dataclasses import asdict

    from bot.assembly import open_store

    async with open_store(call.settings, call.home) as store:
        records = await store.history(article_id)
    for record in records:
        facts = asdict(record)
        if as_json:
            emit(facts)
        else:
            show("  ".join(f"{name} {value}" for name, value in facts.items() if value not in (None, "")))


@app.command()
def remove(
    context: typer.Context, article_id: ArticleId, *, no_index: NoIndex = False, as_json: AsJson = False
) -> None:
    """Remove an article; its versions are kept and `restore` brings it back."""
    asyncio.run(_change(context.obj, article_id, None, removing=True, index=not no_index, as_json=as_json))


@app.command()
def restore(
    context: typer.Context,
    article_id: ArticleId,
    *,
    version: Annotated[int | None, typer.Option(min=1, help="Which version; else the latest.")] = None,
    no_index: NoIndex = False,
    as_json: AsJson = False,
) -> None:
    """Bring back a removed article, or an older version of one."""
    asyncio.run(_change(context.obj, article_id, version, removing=False, index=not no_index, as_json=as_json))


async def _change(
    call: "Call", article_id: str, version: int | None, *, removing: bool, index: bool, as_json: bool
) -> None:
    from bot.assembly import open_store

    async with open_store(call.settings, call.home) as store:
        if removing:
            await store.remove(article_id, actor=ACTOR)
        else:
            await store.restore(article_id, version=version, actor=ACTOR)
        report = await refresh_index(call, store) if index else None
    done = "removed" if removing else "restored"
    if as_json:
        emit({"article_id": article_id, "status": done, "index": report.facts() if report else None})
    else:
        show(f"{article_id} {done}")
        show_index_report(report)


@app.command()
def export(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE.jsonl", help="Where to; - is standard output.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Write all articles as JSON Lines, in the form that `corpus add` reads."""
    if file == "-" and as_json:
        raise UsageFault("the articles themselves go to standard output with -; leave out --json")
    asyncio.run(_export(context.obj, file, as_json=as_json))


def _opened(unfinished: Path, target: Path) -> TextIO:
    try:
        return unfinished.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise EnvironmentFault(f"the file {target} cannot be written: {error.strerror or error}") from error


async def _export(call: "Call", file: str, *, as_json: bool) -> None:
    from bot.assembly import open_store
    from corpus.export import article_to_json

    target = Path(file)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    count = 0
    async with open_store(call.settings, call.home) as store:
        out = sys.stdout if file == "-" else _opened(unfinished, target)
        try:
            async for article in store.iter_current():
                write_line(out, json.dumps(article_to_json(article), ensure_ascii=False))
                count += 1
        except BaseException:
            if file != "-":
                unfinished.unlink(missing_ok=True)
            raise
        finally:
            if file != "-":
                out.close()
    if file == "-":
        return
    unfinished.replace(target)
    if as_json:
        emit({"file": file, "exported": count})
    else:
        show(f"{count} articles written to {file}")
