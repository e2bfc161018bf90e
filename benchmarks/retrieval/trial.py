"""One system on one set in a process of its own: `python -m benchmarks.retrieval.trial JOB`.

JOB is a JSON file: the system's name and options, the documents, the questions by form. Prints one JSON line: seconds
to open and to index, milliseconds of every search, the places found, and the most memory that the process held.
"""

import gc
import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.retrieval.system import Document, NotInstalled, System, open_system

NOT_INSTALLED = 7
_PASSAGES = 50  # asked of a system for the ten best articles
_MIB = 1 << 20


def peak_mib() -> float:
    """The most memory that this process held, MiB (Linux counts in KiB, macOS in bytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / _MIB


def run(job: dict[str, Any]) -> dict[str, Any]:
    """Index and ask; see the module."""
    documents = [Document(**fields) for fields in job["documents"]]
    began = time.perf_counter()
    system = open_system(job["system"], job["options"])
    opened = time.perf_counter()
    system.index(documents)
    indexed = time.perf_counter()
    gc.collect()
    forms = {form: [_asked(system, question) for question in asked] for form, asked in job["questions"].items()}
    return {
        "opening_seconds": opened - began,
        "indexing_seconds": indexed - opened,
        "peak_mib": peak_mib(),
        "forms": {
            form: {"ms": [ms for ms, _ in found], "places": [p for _, p in found]} for form, found in forms.items()
        },
    }


def _asked(system: System, question: str) -> tuple[float, list[int]]:
    began = time.perf_counter()
    places = system.search(question, _PASSAGES)
    return 1000 * (time.perf_counter() - began), places


def main() -> int:
    """Run the job; exit code 7 when the system is not installed."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    try:
        with tempfile.TemporaryDirectory() as scratch:
            job["options"]["scratch"] = scratch
            outcome = run(job)
    except NotInstalled as fault:
        print(fault, file=sys.stderr)
        return NOT_INSTALLED
    print("\n" + json.dumps(outcome))
    return 0


if __name__ == "__main__":
    sys.exit(main())
