"""`hoidap search`: the passages nearest to a query, one per article."""

from dataclasses import asdict
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.batch import Batch
from bot.cli.call import Call
from bot.cli.output import emit, show
from bot.cli.parameters import AsJson, BatchFile
from bot.errors import BadQuestion, UsageFault
from index.readable import readable

if TYPE_CHECKING:
    from index.hit import Hit
    from index.searcher import SearchResult
    from index.searching import LiveSearcher

Explain = Annotated[bool, typer.Option("--explain", help="Also show how the ranking came about.")]
Limit = Annotated[int, typer.Option(min=1, max=1000, help="How many articles at most.")]


def search(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="Words, or a question.")] = None,
    *,
    limit: Limit = 10,
    batch: BatchFile = None,
    explain: Explain = False,
    as_json: AsJson = False,
) -> None:
    """Find the articles nearest to a query, each with its best passage."""
    if (query is None) == (batch is None):
        raise UsageFault("give either a QUERY or --batch FILE")
    call: Call = context.obj
    from bot.assembly import open_search

    with open_search(call.settings, call.home) as searcher:
        if batch is not None:
            _batch(call, searcher, Batch(batch), limit, explain=explain)
            return
        checked = _checked(query or "", call)
        start = perf_counter()
        result = searcher.search(checked, limit=limit)
        if as_json:
            emit(_facts("1", checked, result, start, explain=explain))
        else:
            _show(result, explain=explain)


def _checked(query: str, call: Call) -> str:
    longest = call.settings.answers.max_question_chars
    if not query.strip():
        raise BadQuestion("the query is empty; type some words to look for")
    if len(query) > longest:
        raise BadQuestion(f"the query has {len(query)} characters; at most {longest} are read")
    return query


def _batch(call: Call, searcher: "LiveSearcher", batch: Batch, limit: int, *, explain: bool) -> None:
    for line in batch.lines():
        start = perf_counter()
        try:
            query = _checked(line.question, call)
        except BadQuestion as error:
            batch.report(line.number, str(error))
            continue
        emit(_facts(line.id, query, searcher.search(query, limit=limit), start, explain=explain))
    batch.finish()


def _facts(key: object, query: str, result: "SearchResult", start: float, *, explain: bool) -> dict[str, object]:
    facts: dict[str, object] = {"id": key, "query": query, "hits": [_hit(hit, explain) for hit in result.hits]}
    if explain:
        facts["explanation"] = _explanation(result)
    return facts | {"took_ms": round((perf_counter() - start) * 1000, 2)}


def _hit(hit: "Hit", explain: bool) -> dict[str, object]:  # noqa: FBT001 - private, called in one place
    passage = hit.passage
    facts: dict[str, object] = {
        "article_id": passage.article_id,
        "version": passage.version,
        "title": passage.title,
        "published": passage.published,
        "passage": passage.text,
        "start": passage.start,
        "end": passage.end,
        "score": round(hit.score, 6),
    }
    return facts | {"parts": hit.parts} if explain else facts


def _explanation(result: "SearchResult") -> dict[str, object]:
    told = result.explanation
    return {
        "language": told.language,
        "plain": told.plain,
        "terms": [asdict(term) | {"text": readable(term.kind, term.text)} for term in told.terms],
        "notes": list(told.notes),
    }


def _show(result: "SearchResult", *, explain: bool) -> None:
    if not result.hits:
        show("Nothing found.")
    for number, hit in enumerate(result.hits, 1):
        passage = hit.passage
        heading = " · ".join(part for part in (passage.title, passage.published, passage.article_id) if part)
        show(f"{number}. {heading}  ({hit.score:.3f})\n   {' '.join(passage.text.split())}")
        if explain:
            show("   " + ", ".join(f"{name} {value:.3f}" for name, value in hit.parts.items()))
        show()
    if explain:
        told = result.explanation
        show(f"language: {told.language}{', typed without diacritics' if told.plain else ''}")
        terms = (f"{readable(term.kind, term.text)} ({term.kind}, {term.weight:.2f})" for term in told.terms)
        show("looked for: " + ", ".join(terms))
        for note in told.notes:
            show(f"note: {note}")
