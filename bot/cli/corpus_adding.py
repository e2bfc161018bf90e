"""Adding articles from the command line: read, store in portions, report what was bad, refresh the index."""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.cli.output import emit, problem, progress, show
from bot.errors import BadBatch

if TYPE_CHECKING:
    from bot.cli.call import Call
    from bot.indexing import IndexReport
    from corpus.article import Draft
    from corpus.loader import LoadProblem
    from corpus.store import Added, CorpusStore

ACTOR = "cli"
# Articles per transaction: a broken-off run keeps what it told, and another writer waits for less than a second
PORTION = 200
STATUSES = ("added", "updated", "unchanged", "duplicate")


@dataclass
class Tally:
    """What became of the articles of one run."""

    added: "list[Added]" = field(default_factory=list)
    problems: "list[LoadProblem]" = field(default_factory=list)

    def facts(self, report: "IndexReport | None") -> dict[str, object]:
        """The run as one JSON object."""
        return {
            **self.counts(),
            "problems": [{"source": p.source, "line": p.line, "message": p.message} for p in self.problems],
            "articles": [
                {"article_id": a.article_id, "version": a.version, "status": a.status, "duplicate_of": a.duplicate_of}
                for a in self.added
            ],
            "index": report.facts() if report else None,
        }

    def counts(self) -> dict[str, int]:
        """How many articles were added, updated, unchanged, duplicate."""
        counted: Counter[str] = Counter(one.status for one in self.added)
        return {status: counted[status] for status in STATUSES}


async def add_sources(call: "Call", sources: Sequence[str], *, index: bool, as_json: bool) -> None:
    """Add what the sources hold. Raises BadBatch (exit code 3) at the end when some of it could not be read."""
    from bot.assembly import open_store
    from corpus.loader import LoadProblem
    from corpus.loading import load_sources

    tally = Tally()
    async with open_store(call.settings, call.home) as store:
        portion: list[Draft] = []
        with progress("Reading articles") as step:
            async for item in load_sources(sources, call.settings.corpus.loading, stdin=sys.stdin.buffer):
                if isinstance(item, LoadProblem):
                    tally.problems.append(item)
                    continue
                portion.append(item)
                if len(portion) >= PORTION:
                    await _store(store, portion, tally)
                    step(len(tally.added))
                    portion = []
        await _store(store, portion, tally)
        await _finish(call, store, tally, index=index, as_json=as_json)


async def _store(store: "CorpusStore", portion: "Sequence[Draft]", tally: Tally) -> None:
    """Store a portion in one transaction; when one of it is refused, the others one by one."""
    from corpus.errors import BadInput
    from corpus.loader import LoadProblem

    try:
        tally.added += await store.add_many(portion, actor=ACTOR)
    except BadInput as error:
        if len(portion) == 1:
            source = portion[0].origin or portion[0].id or "article"
            tally.problems.append(LoadProblem(source, None, str(error)))
            return
        for draft in portion:
            await _store(store, [draft], tally)


async def add_drafts(
    call: "Call", store: "CorpusStore", drafts: "Sequence[Draft]", *, index: bool, as_json: bool
) -> None:
    """Add drafts that are known to be good."""
    tally = Tally(added=await store.add_many(drafts, actor=ACTOR))
    await _finish(call, store, tally, index=index, as_json=as_json)


async def _finish(call: "Call", store: "CorpusStore", tally: Tally, *, index: bool, as_json: bool) -> None:
    """Tell what became of everything, refresh the index, and raise BadBatch if something could not be added.

    What is stored is told even when the index cannot be refreshed, whose error is then raised.
    """
    alone = len(tally.problems) == 1 and not tally.added
    if not alone:
        for one in tally.problems:
            problem(one.message)
    if tally.added and not as_json:
        _show_counts(tally)
    report = None
    try:
        if index and tally.added:
            report = await refresh_index(call, store)
    finally:
        if as_json:
            emit(tally.facts(report))
    if not as_json:
        show_index_report(report)
    if alone:
        raise BadBatch(tally.problems[0].message)
    if tally.problems:
        raise BadBatch(f"{len(tally.problems)} entries could not be added; the other {len(tally.added)} were")


def _show_counts(tally: Tally) -> None:
    show(", ".join(f"{count} {status}" for status, count in tally.counts().items()))
    for one in tally.added:
        if one.duplicate_of:
            show(f"{one.article_id} says the same as {one.duplicate_of}")


async def refresh_index(call: "Call", store: "CorpusStore") -> "IndexReport | None":
    """Bring the index up to the store, building it when there is none; None when there is nothing to index."""
    from bot.assembly import open_embedder_of
    from bot.indexing import build_or_update

    with progress("Indexing passages") as step:
        return await build_or_update(store, call.home.index, open_embedder_of(call.settings), call.settings, step)


def show_index_report(report: "IndexReport | None") -> None:
    """What the index holds now, in one line."""
    if report:
        show(report.sentence())
