"""Right article first? Builds an index from JSON Lines of articles and asks the questions of a gold file.

usage: search_quality.py --articles FILE [FILE ...] --questions FILE [--form vi|plain|en] [--limit N ...]
       [--home DIR] [--no-dense] [--show N]

FILE may end in .jsonl or .jsonl.xz; `--limit` gives the largest number of articles of each file, 0 for all.
With `--home` the index is kept and used again. Prints one JSON line: R@1, R@5, MRR@10, and times of a search in ms.
"""

import argparse
import json
import lzma
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from corpus.article import Article
from corpus.passage import Passage
from corpus.settings import SplitterSettings
from corpus.splitter import split
from corpus.text import strip_diacritics
from index.builder import rebuild
from index.manifest import read_current
from index.searcher import Searcher
from index.settings import IndexSettings

Question = tuple[str, str, list[str]]


def lines(path: Path) -> Iterator[dict[str, object]]:
    """The JSON objects of a file, plain or xz."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def questions(path: Path, form: str) -> list[Question]:
    """Id, question in one form, and the ids of right articles; of the review form only what has an answer."""
    found: list[Question] = []
    for row in lines(path):
        if "set" in row:
            if row["set"] in ("answerable", "seed"):
                right = [row["id"], *row.get("alt_ids", []), *row.get("also_ids", [])]
                found.append((row["qid"], row[f"q_{form}"], right))
        else:
            text = str(row["question"])
            found.append((row["id"], strip_diacritics(text).lower() if form == "plain" else text, row["articles"]))
    return found


def passages(paths: list[Path], limits: list[int]) -> Iterator[Passage]:
    """The passages of all articles."""
    settings = SplitterSettings()
    for path, limit in zip(paths, [*limits, *[0] * len(paths)], strict=False):
        for row in islice(lines(path), limit or None):
            yield from split(Article(str(row["id"]), str(row.get("title", "")), str(row["body"])), settings)


def measure(searcher: Searcher, asked: list[Question], show: int = 0) -> dict[str, float]:
    """Figures over all questions; the first `show` misses go to standard error."""
    ranks: list[int | None] = []
    times = []
    for _, text, right in asked:
        start = time.perf_counter()
        hits = searcher.search(text).hits
        times.append(1000 * (time.perf_counter() - start))
        ranks.append(next((n for n, hit in enumerate(hits) if hit.passage.article_id in right), None))
        if show and ranks[-1] != 0:
            show -= 1
            top = f"{hits[0].passage.title}: {hits[0].passage.text[:90]!r}" if hits else None
            print(ranks[-1], text, "->", top, file=sys.stderr)
    count = len(asked)
    times.sort()
    return {
        "n": count,
        "R@1": round(sum(rank == 0 for rank in ranks) / count, 3),
        "R@5": round(sum(rank is not None and rank < 5 for rank in ranks) / count, 3),  # noqa: PLR2004
        "MRR@10": round(sum(1 / (rank + 1) for rank in ranks if rank is not None) / count, 4),
        "p50_ms": round(times[count // 2], 1),
        "p95_ms": round(times[int(0.95 * count)], 1),
    }


def main() -> None:
    """Build if needed, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", nargs="+", type=Path, required=True)
    parser.add_argument("--limit", nargs="*", type=int, default=[])
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--form", nargs="+", choices=["vi", "plain", "en"], default=["vi", "plain"])
    parser.add_argument("--home", type=Path)
    parser.add_argument("--no-dense", action="store_true")
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    settings = IndexSettings()
    embedder = None
    if not options.no_dense:
        from index.embedder import EmbedderSettings, open_embedder

        embedder = open_embedder(EmbedderSettings())
    with tempfile.TemporaryDirectory() as scratch:
        home = options.home or Path(scratch)
        if read_current(home) is None:
            start = time.perf_counter()
            made = rebuild(
                home, passages(options.articles, options.limit), revision=1, embedder=embedder, settings=settings
            )
            seconds = time.perf_counter() - start
            print(json.dumps({"passages": made.passages, "per_second": round(made.passages / seconds)}))
        searcher = Searcher.open(home, embedder=embedder, settings=settings)
        for form in options.form:
            print(json.dumps({"form": form, **measure(searcher, questions(options.questions, form), options.show)}))


if __name__ == "__main__":
    main()
