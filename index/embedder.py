"""The shape of an embedder, its settings, and how one is opened: texts in, unit vectors out."""

import pkgutil
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from index.errors import ModelFault
from index.features import Features

Vectors = NDArray[np.float32]


class EmbedderSettings(BaseModel):
    """The model of the dense arm. A change of the model makes a new index necessary (`hoidap index rebuild`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(
        default="static-vi-en",
        pattern=r"^[a-z][a-z0-9-]*$",
        description="Embedder, by its name in index/embedders; default `static-vi-en`: packaged, no download.",
    )
    model: str = Field(
        default="",
        max_length=500,
        description="Hub name or folder of the model, for `sentence-transformers` only; default empty.",
    )
    question_prompt: str = Field(
        default="",
        max_length=500,
        description="Put before each question, for `sentence-transformers` only; default empty; E5 wants `query: `.",
    )
    passage_prompt: str = Field(
        default="",
        max_length=500,
        description="Put before each passage, for `sentence-transformers` only; default empty; E5 wants `passage: `.",
    )
    batch_size: int = Field(
        default=32,
        ge=1,
        le=1024,
        description="Texts encoded at once by `sentence-transformers`; count; default 32: more gains nothing on a CPU.",
    )
    threads: int = Field(
        default=1,
        ge=1,
        le=64,
        description="CPU threads of `sentence-transformers`; count; default 1: questions already run side by side.",
    )
    width: int = Field(
        default=512,
        ge=16,
        le=4096,
        description="Length of the vectors of `hashing`; count; default 512: fewer collide too often.",
    )
    truncate_to: int = Field(
        default=0,
        ge=0,
        le=8192,
        description="Length that vectors of `sentence-transformers` are cut to, for models trained to be cut "
        "(Matryoshka); count; default 0: not cut.",
    )
    normalize: bool = Field(
        default=True,
        description="Whether vectors of `sentence-transformers` are brought to length 1, so that ranking compares "
        "directions; true or false; default true: the weights of ranking expect it; false for a model trained for the "
        "inner product whose lengths say something.",
    )


class Embedder(Protocol):
    """Turns texts into vectors whose inner product says how near their meanings are.

    Rows are unit vectors of float32, unless the settings ask for them as the model gives them; a text without anything
    the model knows gives a row of zeros. The same text gives the same row in every process and in either Unicode normal
    form.
    """

    @property
    def name(self) -> str:
        """What a manifest and a person call the model."""
        ...

    @property
    def fingerprint(self) -> str:
        """Changes whenever the vectors of the same text would."""
        ...

    @property
    def width(self) -> int:
        """Length of a vector."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), width)."""
        ...

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions in any of the ways they are typed, shape (len(texts), width)."""
        ...


@runtime_checkable
class FeatureEmbedder(Embedder, Protocol):
    """An embedder that sees of a text its features alone, so that a build need not read the text for it again."""

    def encode_features(self, texts: Sequence[Features]) -> Vectors:
        """Vectors of passages by their features, shape (len(texts), width): those of `encode_passages`."""
        ...


def known_embedders() -> tuple[str, ...]:
    """Names of the embedders on the shelf."""
    shelf = str(Path(__file__).parent / "embedders")
    return tuple(sorted(found.name.replace("_", "-") for found in pkgutil.iter_modules([shelf])))


def open_embedder(settings: EmbedderSettings) -> Embedder:
    """The embedder that the settings name.

    Raises:
        ModelFault: There is no such embedder, or its model cannot be read.
    """
    known = known_embedders()
    if settings.name not in known:
        raise ModelFault(f"There is no embedder {settings.name!r}; set embedder.name to one of: {', '.join(known)}.")
    part = import_module(f"index.embedders.{settings.name.replace('-', '_')}")
    return cast("Callable[[EmbedderSettings], Embedder]", part.open_part)(settings)


def unit_rows(sums: Vectors) -> Vectors:
    """Rows scaled to length 1 in place; rows of zeros stay zeros."""
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    np.divide(sums, lengths, out=sums, where=lengths > 0)
    return sums
