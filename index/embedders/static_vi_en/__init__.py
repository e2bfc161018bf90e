"""The packaged embedder: a vector per feature, a text is the direction of their sum (docs/model-card.md).

A lookup and a sum: neither torch nor sentence_transformers is imported. `export.py` writes the same model as a
sentence-transformers folder.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.text import has_diacritics
from index.embedder import EmbedderSettings, Vectors, unit_rows
from index.embedders.static_vi_en.rows import KindTable, Numbers, RowFinder
from index.english_stem import english_terms
from index.errors import ModelFault
from index.features import Features, features
from index.language import question_language

PACKAGED = Path(__file__).parents[2] / "models" / "static-vi-en"
ROWS, SCALES, VOCABULARY, CARD = "rows.npy", "scales.npy", "vocabulary.txt", "model.json"
FORMAT = 1
_MANY = 64  # passages from which on making the tables for looking up many at once pays

# Kinds of features, each with rows of its own: words and pairs, the same without diacritics (capitals), English
_WORD, _PAIR, _PLAIN_WORD, _PLAIN_PAIR, _ENGLISH_WORD, _ENGLISH_PAIR = KINDS = ("w", "p", "W", "P", "e", "E")


@dataclass(frozen=True, slots=True)
class StaticModel:
    """The files of a model.

    Attributes:
        rows: int8 (features, width); a feature's vector is its row times its scale.
        scales: float32 (features,).
        numbers: row number of each feature, by kind.
        fingerprint: SHA-256 over the files, made when the model was packed.
    """

    rows: NDArray[np.int8]
    scales: NDArray[np.float32]
    numbers: dict[str, dict[str, int]]
    fingerprint: str

    @classmethod
    def load(cls, directory: Path) -> "StaticModel":
        """Read a model; its rows are mapped, not read.

        Raises:
            ModelFault: A file is missing or does not fit the others.
        """
        try:
            card = json.loads((directory / CARD).read_text(encoding="utf-8"))
            names = (directory / VOCABULARY).read_text(encoding="utf-8").split("\n")
            rows = np.load(directory / ROWS, mmap_mode="r")
            scales = np.load(directory / SCALES).astype(np.float32)
        except (OSError, ValueError) as fault:
            message = f"The embedding model in {directory} cannot be read ({fault}); install hoidap again."
            raise ModelFault(message) from fault
        counts = card.get("kinds", {})
        if card.get("format") != FORMAT or not sum(counts.values()) == len(names) == len(rows) == len(scales):
            raise ModelFault(f"The embedding model in {directory} is not whole; install hoidap again.")
        return cls(rows, scales, _by_kind(names, counts), str(card["fingerprint"]))


def _by_kind(names: Sequence[str], counts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    numbers: dict[str, dict[str, int]] = {}
    start = 0
    for kind, count in counts.items():
        end = start + count
        numbers[kind] = dict(zip(names[start:end], range(start, end), strict=True))
        start = end
    return numbers


class StaticEmbedder:
    """Encodes Vietnamese passages, and questions in Vietnamese with or without diacritics or in English."""

    name = "static-vi-en"

    def __init__(self, model: StaticModel) -> None:
        self._model = model
        self.fingerprint = model.fingerprint
        self.width = int(model.rows.shape[1])

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), width)."""
        return self.encode_features([features(text) for text in texts])

    def encode_features(self, texts: Sequence[Features]) -> Vectors:
        """Vectors of passages whose features are known already, shape (len(texts), width)."""
        if len(texts) < _MANY:
            return self._encode([self._rows_of(found) for found in texts])
        return self._encode(self._finder.rows(texts))

    @cached_property
    def _finder(self) -> RowFinder:
        """Made when many passages are to be encoded: it takes a tenth of a second."""
        numbers = self._model.numbers
        full = KindTable(numbers[_WORD], numbers[_PAIR])
        return RowFinder(full, KindTable(numbers[_PLAIN_WORD], numbers[_PLAIN_PAIR]), len(self._model.rows))

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, shape (len(texts), width)."""
        return self._encode([self.question_rows(text) for text in texts])

    def passage_rows(self, text: str) -> list[int]:
        """Numbers of the rows whose sum is the vector of a passage."""
        return self._rows_of(features(text))

    def _rows_of(self, found: Features) -> list[int]:
        return self._known((_WORD, found.words), (_PAIR, found.pairs), *_plain(found))

    def question_rows(self, text: str) -> list[int]:
        """Numbers of the rows whose sum is the vector of a question."""
        if question_language(text) == "en":
            return self._english_rows(text)
        if has_diacritics(text):
            return self.passage_rows(text)
        return self._known(*_plain(features(text)))

    def _english_rows(self, text: str) -> list[int]:
        terms = english_terms(text)
        stems = self._model.numbers[_ENGLISH_WORD]
        # a word that is no known English one may be a name typed without its capital
        names = [*terms.plain_words, *(plain for stem, plain in terms.unsure if stem not in stems)]
        return self._known(
            (_ENGLISH_WORD, terms.words),
            (_ENGLISH_PAIR, terms.pairs),
            (_PLAIN_WORD, names),
            (_PLAIN_PAIR, terms.plain_pairs),
        )

    def _known(self, *kinds: tuple[str, Sequence[str]]) -> list[int]:
        """Rows of the features that the model knows, each once; kinds do not share rows."""
        numbers = self._model.numbers
        rows = dict.fromkeys(chain.from_iterable(map(numbers[kind].get, names) for kind, names in kinds))
        rows.pop(None, None)
        return list(rows)  # type: ignore[arg-type] # the one None is gone

    def _encode(self, texts: Sequence[Sequence[int] | Numbers]) -> Vectors:
        sums = np.zeros((len(texts), self.width), np.float32)
        scales, rows = self._model.scales, np.asarray(self._model.rows)  # np.memmap is slow to take rows from
        for row, numbers in zip(sums, texts, strict=True):
            if len(numbers):
                where = np.asarray(numbers)
                np.matmul(scales.take(where), rows.take(where, 0).astype(np.float32), out=row)
        return unit_rows(sums)


def _plain(found: Features) -> tuple[tuple[str, Sequence[str]], ...]:
    return (_PLAIN_WORD, found.plain_words), (_PLAIN_PAIR, found.plain_pairs)


def open_part(_settings: EmbedderSettings) -> StaticEmbedder:
    """The packaged model."""
    return StaticEmbedder(StaticModel.load(PACKAGED))
