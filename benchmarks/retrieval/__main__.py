"""Ours and other search systems side by side, each in a process of its own, on the same passages and questions.

A set NAME in the folder is NAME.passages.jsonl (id, title, body) with NAME.questions.jsonl (id, question, articles), or
NAME.articles.jsonl with NAME.gold.jsonl (the form of `hoidap evaluate`). All get the passages that hoidap cuts.
"""

import argparse
import dataclasses
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks.retrieval import arms
from benchmarks.retrieval.figures import articles_of, figures, percentile, rank_of
from benchmarks.retrieval.sets import BadSet, QuestionSet, read_set
from benchmarks.retrieval.system import DEFAULT, SYSTEMS
from benchmarks.retrieval.table import Line, markdown

_ROOT = Path(__file__).parents[2]
_USAGE, _FAILED = 2, 1
# One thread each, nothing fetched, nothing reported home
_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "PYTHONPATH": str(_ROOT),
}


def options_of_the_command() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.retrieval",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--eval", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--sets", nargs="+", required=True, metavar="NAME")
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=DEFAULT)
    parser.add_argument("--haystack", nargs="+", type=Path, default=[], help="other articles for sets with a gold file")
    parser.add_argument("--questions", type=int, default=0, help="of each form at most; default all")
    parser.add_argument("--model", default="", help="sentence-transformers folder for the peers that need one")
    parser.add_argument(
        "--python", action="append", default=[], metavar="SYSTEM=PATH", help="interpreter that has a system installed"
    )
    parser.add_argument("--json", action="store_true", help="one JSON line per system and form, no tables")
    return parser.parse_args()


def interpreters(given: Sequence[str]) -> dict[str, str]:
    """The interpreter of each system; this one where none was given."""
    found = dict.fromkeys(SYSTEMS, sys.executable)
    for pair in given:
        name, _, path = pair.partition("=")
        if name not in SYSTEMS or not Path(path).is_file():
            raise BadSet(f"--python {pair}: it must be SYSTEM=PATH, a known system and an interpreter that exists.")
        found[name] = path
    return found


def tried(interpreter: str, name: str, questions: QuestionSet, model: str) -> dict[str, Any] | None:
    """One system on one set in a process of its own; None when it failed, and what it said was shown."""
    job = {
        "system": name,
        "options": {"model": model} if model and SYSTEMS[name].borrows_vectors else {},
        "documents": [dataclasses.asdict(document) for document in questions.documents],
        "questions": {form: [q.text for q in asked] for form, asked in questions.questions.items()},
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(job, file, ensure_ascii=False)
        file.flush()
        command = [interpreter, "-m", "benchmarks.retrieval.trial", file.name]
        done = subprocess.run(  # noqa: S603 -- our own module, by the interpreter that was named
            command, cwd=_ROOT, env=os.environ | _ENVIRONMENT, capture_output=True, encoding="utf-8", check=False
        )
    if done.returncode:
        said = done.stderr.strip().split("\n")[-1] or f"exit code {done.returncode}"
        print(f"{name} on {questions.name}: {said}", file=sys.stderr, flush=True)
        return None
    outcome: dict[str, Any] = json.loads(done.stdout.rstrip("\n").rpartition("\n")[2])
    return outcome


def lines_of(name: str, questions: QuestionSet, outcome: dict[str, Any], model: str) -> Iterator[Line]:
    """The lines of a table, one for each form."""
    entry = SYSTEMS[name]
    title = entry.title
    if entry.borrows_vectors:
        title += f", {Path(model).name}" if model else ", hoidap's vectors"
    article_of = [document.article_id for document in questions.documents]
    for form, asked in questions.questions.items():
        found = outcome["forms"][form]
        ranks = [
            rank_of(articles_of(places, article_of), q.right) for q, places in zip(asked, found["places"], strict=True)
        ]
        yield Line(
            title,
            form,
            figures(ranks),
            percentile(found["ms"], 0.5),
            percentile(found["ms"], 0.95),
            len(article_of) / outcome["indexing_seconds"],
            outcome["peak_mib"],
        )


def main() -> int:
    """Run it; exit code 1 when a system failed, 2 for wrong options or sets."""
    options = options_of_the_command()
    failed = False
    try:
        python = interpreters(options.python)
        for set_name in options.sets:
            questions = read_set(options.eval, set_name, options.haystack, options.questions)
            lines: dict[str, list[Line]] = {}
            for name in options.systems:
                outcome = tried(python[name], name, questions, options.model)
                failed |= outcome is None
                lines[name] = list(lines_of(name, questions, outcome, options.model)) if outcome else []
            show(questions, lines, as_json=options.json)
    except BadSet as fault:
        print(fault, file=sys.stderr)
        return _USAGE
    return _FAILED if failed else 0


def show(questions: QuestionSet, by_system: Mapping[str, Sequence[Line]], *, as_json: bool) -> None:
    """Print the figures of one set; where our arms were tried as well, the whole beside them."""
    lines = list(chain.from_iterable(by_system.values()))
    if as_json:
        for line in lines:
            print(json.dumps({"set": questions.name, **dataclasses.asdict(line)}, ensure_ascii=False), flush=True)
        return
    count = len(next(iter(questions.questions.values()), ()))
    print(f"\n**{questions.name}**: {len(questions.documents):,} passages, {count:,} questions\n\n{markdown(lines)}")
    if beside := arms.markdown(by_system):
        print(f"\n{beside}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
