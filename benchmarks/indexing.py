"""How fast are articles indexed? Cuts them into passages, then builds an index of both arms, with the default settings.

usage: indexing.py FILE [FILE ...] [--limit N] [--embedder NAME] [--no-dense]

FILE is JSON Lines of articles (.jsonl or .jsonl.xz); `--limit` is the largest number of articles in all, default 5000.
Prints one JSON line: passages per second of cutting alone, of indexing alone (tokens, both arms, written to disk) and
of both one after the other; seconds of processor time that indexing took; size on disk and peak memory in MiB.
The articles are held in memory, which counts. For figures to compare, run nothing else and pin it to the same cores:
`taskset -c 0,1 python benchmarks/indexing.py FILE`.
"""

import argparse
import json
import lzma
import resource
import tempfile
import time
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from corpus.article import Article
from corpus.settings import SplitterSettings
from corpus.splitter import split
from index.builder import rebuild
from index.embedder import EmbedderSettings, open_embedder
from index.settings import IndexSettings


def articles(path: Path) -> Iterator[Article]:
    """The articles of a file, plain or xz."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                row = json.loads(line)
                yield Article(str(row["id"]), str(row.get("title", "")), str(row["body"]))


def measure(paths: list[Path], limit: int, embedder_name: str | None) -> dict[str, float]:
    """The figures that `main` prints."""
    read = list(islice(chain.from_iterable(map(articles, paths)), limit))
    embedder = open_embedder(EmbedderSettings(name=embedder_name)) if embedder_name else None
    start = time.perf_counter()
    settings = SplitterSettings()
    passages = [passage for article in read for passage in split(article, settings)]
    cut = time.perf_counter()
    processor = time.process_time()
    with tempfile.TemporaryDirectory() as home:
        rebuild(Path(home), passages, revision=1, embedder=embedder, settings=IndexSettings())
        built = time.perf_counter()
        size = sum(path.stat().st_size for path in Path(home).rglob("*") if path.is_file())
    count = len(passages)
    return {
        "articles": len(read),
        "passages": count,
        "cut_per_second": round(count / (cut - start)),
        "indexed_per_second": round(count / (built - cut)),
        "both_per_second": round(count / (built - start)),
        "indexing_processor_seconds": round(time.process_time() - processor, 1),
        "disk_mib": round(size / (1 << 20)),
        "peak_memory_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main() -> None:
    """Read, cut, build, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=5000)
    parser.add_argument("--embedder", default="static-vi-en")
    parser.add_argument("--no-dense", action="store_true")
    options = parser.parse_args()
    embedder = None if options.no_dense else options.embedder
    print(json.dumps(measure(options.articles, options.limit, embedder)))


if __name__ == "__main__":
    main()
