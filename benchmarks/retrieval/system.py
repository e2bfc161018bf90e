"""The one shape that ours and every peer has here, and where each is found.

Imports nothing but the standard library: a peer's environment need not have anything else of this project, unless it
borrows our vectors.
"""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Document:
    """A passage: the unit that every system indexes. `number` counts within its article."""

    article_id: str
    number: int
    title: str
    lead: str
    text: str
    content_hash: str

    @property
    def whole(self) -> str:
        """What a system without fields sees: the title and the passage."""
        return f"{self.title}\n{self.text}" if self.title else self.text


class System(Protocol):
    """A search system. A module in `systems/` has `open_system(options)`, which returns one."""

    def index(self, documents: Sequence[Document]) -> None:
        """Take in all documents."""
        ...

    def search(self, question: str, count: int) -> list[int]:
        """Places (in the indexed sequence) of up to `count` documents, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a system lives: module, the extra of pyproject.toml that installs it, options, and how tables call it."""

    module: str
    extra: str
    title: str
    options: tuple[tuple[str, str], ...] = ()
    borrows_vectors: bool = False


def _ours(title: str, *parts: str) -> Entry:
    return Entry("ours", "", title, tuple((part, "yes") for part in parts))


SYSTEMS = {
    "hoidap": _ours("hoidap"),
    "hoidap-words": _ours("hoidap, words alone", "no-dense"),
    "hoidap-dense": _ours("hoidap, similarity alone", "only-dense"),
    "hoidap-no-pairs": _ours("hoidap without pairs", "no-pairs"),
    "hoidap-no-plain": _ours("hoidap without plain features", "no-plain"),
    "hoidap-no-title": _ours("hoidap without titles", "no-title"),
    "hoidap-no-table": _ours("hoidap without the table", "no-table"),
    "hoidap-no-glossary": _ours("hoidap without the glossary", "no-glossary"),
    "bm25s": Entry("bm25s_words", "bench-bm25s", "bm25s"),
    "haystack-bm25": Entry("haystack_bm25", "bench-haystack", "Haystack BM25, in memory"),
    "txtai-hybrid": Entry("txtai_hybrid", "bench-txtai", "txtai hybrid", borrows_vectors=True),
    "llamaindex-bm25": Entry("llamaindex_bm25", "bench-llamaindex", "LlamaIndex BM25"),
    "llamaindex-vector": Entry("llamaindex_vector", "bench-llamaindex", "LlamaIndex vector", borrows_vectors=True),
}
DEFAULT = ("hoidap", "bm25s", "haystack-bm25", "txtai-hybrid", "llamaindex-bm25", "llamaindex-vector")


class NotInstalled(Exception):
    """A peer whose package is missing; the message says how to get it."""


def open_system(name: str, options: dict[str, str]) -> System:
    """The system of that name, nothing indexed yet.

    Args:
        name: One of SYSTEMS.
        options: `scratch`, an empty folder; `model`, a folder of sentence-transformers for systems that borrow vectors.

    Raises:
        NotInstalled: Its package is not there.
    """
    entry = SYSTEMS[name]
    try:
        module = importlib.import_module(f"benchmarks.retrieval.systems.{entry.module}")
        system: System = module.open_system(dict(entry.options) | options)
    except ModuleNotFoundError as missing:
        raise NotInstalled(
            f"{entry.title} is not installed (no module {missing.name!r}): pip install -c constraints.txt "
            f"-e '.[{entry.extra or 'dev'}]', or name an interpreter that has it: --python {name}=PATH."
        ) from missing
    return system
