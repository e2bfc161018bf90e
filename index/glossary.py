"""The hand-written glossary of the field: English words and phrases with their Vietnamese readings."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from corpus.text import keys
from index.english_stem import english_terms


@dataclass(frozen=True, slots=True)
class Entry:
    """A stretch of stems (positions `start` to `end`) and its Vietnamese readings, each as word keys."""

    start: int
    end: int
    readings: tuple[tuple[str, ...], ...]


@lru_cache(maxsize=1)
def _table() -> tuple[dict[tuple[str, ...], tuple[tuple[str, ...], ...]], int]:
    """Readings by stems, and the length of the longest phrase."""
    found: dict[tuple[str, ...], dict[tuple[str, ...], None]] = {}
    text = resources.files("index").joinpath("glossary.tsv").read_text(encoding="utf-8")
    for line in text.split("\n"):
        english, tab, vietnamese = line.partition("\t")
        if not tab or line.startswith("#"):
            continue
        readings = found.setdefault(english_terms(english).words, {})
        readings.update(dict.fromkeys(words for reading in vietnamese.split(";") if (words := tuple(keys(reading)))))
    return {stems: tuple(readings) for stems, readings in found.items()}, max(map(len, found))


def glossary_entries(stems: Sequence[str]) -> list[Entry]:
    """The entries that cover a sequence of stems from the left, longest first, without overlap."""
    table, longest = _table()
    found = []
    at = 0
    while at < len(stems):
        for end in range(min(len(stems), at + longest), at, -1):
            readings = table.get(tuple(stems[at:end]))
            if readings:
                found.append(Entry(at, end, readings))
                at = end
                break
        else:
            at += 1
    return found
