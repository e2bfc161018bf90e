"""Batches of (question, passage) pairs for the static embedding, as sparse rows of features."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from corpus_arrays import News
from numpy.typing import NDArray
from scipy import sparse
from vocabulary import MappedNews

Spans = list[tuple[int, int]]
PLAIN_SHARE = 0.3
QUESTION_DROPOUT = 0.15
_NEIGHBOUR_SHARE = 0.35
_INNER_FROM = 0.42  # titles and leads, which belong to the whole article, are drawn below


def binary_rows(texts: NDArray[np.int64], rows: NDArray[np.int32], count: int, width: int) -> sparse.csr_matrix:
    """One sparse row per text with a 1 for each feature that it holds."""
    keep = rows >= 0
    matrix = sparse.csr_matrix((np.ones(int(keep.sum()), np.float32), (texts[keep], rows[keep])), (count, width))
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return matrix


def drop(matrix: sparse.csr_matrix, keep: NDArray[np.bool_]) -> sparse.csr_matrix:
    """The matrix without the entries that are not kept."""
    offsets = np.concatenate([[0], np.cumsum(keep)])[matrix.indptr]
    return sparse.csr_matrix((matrix.data[keep], matrix.indices[keep], offsets), matrix.shape)


@dataclass(frozen=True, slots=True)
class NewsPairs:
    """Draws Vietnamese questions and their passages from articles."""

    news: News
    mapped: MappedNews
    bounds: NDArray[np.int64]
    offsets: NDArray[np.int64]
    kinds: NDArray[np.int8]  # of each row: 0 w, 1 p, 2 W, 3 P
    width: int

    def rows_of(self, spans: list[Spans]) -> sparse.csr_matrix:
        """Features of texts that are made of spans of tokens; no pair reaches out of its span."""
        flat = np.array([(text, a, b) for text, found in enumerate(spans) for a, b in found if b > a], np.int64)
        length = flat[:, 2] - flat[:, 1]
        text = np.repeat(flat[:, 0], length)
        ends = np.cumsum(length)
        token = np.arange(ends[-1]) + np.repeat(flat[:, 1] - (ends - length), length)
        rows = self.mapped.rows[:, token]
        rows[1::2, ends - 1] = -1
        return binary_rows(np.tile(text, 4), rows.ravel(), len(spans), self.width)

    def _pair(self, article: int, rng: np.random.Generator, *, inner: bool) -> tuple[Spans, Spans]:
        """A question and its passage; `inner`: one that other passages of the article do not answer as well."""
        starts = self.news.sentences
        first = int(self.news.articles[article])
        title = (int(starts[first]), int(starts[first + 1]))
        low, high = int(self.offsets[article]), int(self.offsets[article + 1])
        chosen = low + int((high - low) * rng.random() ** 1.5)
        a, b = self.bounds[chosen].tolist()
        passage = (int(starts[a]), int(starts[b]))
        draw = rng.uniform(_INNER_FROM if inner else 0, 1)
        headed: Spans = [title] if rng.random() < 0.5 else []  # noqa: PLR2004 -- half of the passages carry their title
        if draw < 0.3:  # noqa: PLR2004 -- shares of the kinds of questions
            return [title], [passage]
        lead = (int(starts[first + 1]), int(starts[first + 1 + int(self.news.leads[article])]))
        if draw < _INNER_FROM and passage[0] >= lead[1] > lead[0]:
            return [lead], [*headed, passage]
        sentence = int(rng.integers(a, b))
        left, right = int(starts[sentence]), int(starts[sentence + 1])
        if draw < 0.72 and b - a > 1:  # noqa: PLR2004
            return [(left, right)], [*headed, (passage[0], left), (right, passage[1])]
        size = int(rng.integers(5, 14))
        start = int(rng.integers(left, max(left + 1, right - size + 1)))
        return [(start, min(right, start + size))], [*headed, passage]

    def drawn(self, articles: NDArray[np.int64], rng: np.random.Generator) -> list[tuple[Spans, Spans]]:
        """A question and its passage from each article; an article named again is a hard negative of its own."""
        times = np.bincount(articles)
        return [self._pair(int(article), rng, inner=times[article] > 1) for article in articles]

    def batch(
        self, articles: NDArray[np.int64], rng: np.random.Generator
    ) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        """Features of questions and of their passages, one pair for each article."""
        pairs = self.drawn(articles, rng)
        questions = self.rows_of([q for q, _ in pairs])
        plain = rng.random(len(pairs)) < PLAIN_SHARE
        of_plain = np.repeat(plain, np.diff(questions.indptr))
        keep = ~of_plain | (self.kinds[questions.indices] >= 2)  # noqa: PLR2004 -- W and P
        keep &= rng.random(questions.nnz) >= QUESTION_DROPOUT
        return drop(questions, keep), self.rows_of([p for _, p in pairs])


class SentencePairs:
    """Draws English sentences and the Vietnamese text around their translations."""

    def __init__(self, path: Path, numbers: dict[str, int], left_out: set[int]) -> None:
        english: list[list[int]] = []
        vietnamese: list[list[int]] = []
        self.sources: list[str] = []
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if number in left_out:
                    continue
                record = json.loads(line)
                found = [f"e:{t}" for t in record["e"]] + [f"E:{t}" for t in record["E"]]
                found += [f"W:{t}" for t in record["n"]] + [f"P:{t}" for t in record["N"]]
                found += [f"W:{plain}" for word, plain in record["u"] if f"e:{word}" not in numbers]
                english.append([numbers[f] for f in dict.fromkeys(found) if f in numbers])
                both = [f"{kind}:{t}" for kind in "wpWP" for t in record[kind]]
                vietnamese.append([numbers[f] for f in dict.fromkeys(both) if f in numbers])
                self.sources.append(record["source"])
        self.width = len(numbers)
        self.english, self.vietnamese = self._rows(english), self._rows(vietnamese)

    def _rows(self, texts: list[list[int]]) -> sparse.csr_matrix:
        indices = np.array([row for text in texts for row in text], np.int32)
        offsets = np.concatenate([[0], np.cumsum([len(text) for text in texts])])
        return sparse.csr_matrix((np.ones(len(indices), np.float32), indices, offsets), (len(texts), self.width))

    def passages(self, chosen: NDArray[np.int64], rng: np.random.Generator) -> sparse.csr_matrix:
        """The Vietnamese sentences, half of the time among their neighbours."""
        around = [self.vietnamese[chosen]]
        for reach in (1, -1, 2):
            beside = self.vietnamese[np.clip(chosen + reach, 0, self.vietnamese.shape[0] - 1)]
            around.append(sparse.diags((rng.random(len(chosen)) < _NEIGHBOUR_SHARE).astype(np.float32)) @ beside)
        target = sum(around[1:], around[0]).tocsr()
        target.eliminate_zeros()
        target.data[:] = 1
        return target

    def batch(self, chosen: NDArray[np.int64], rng: np.random.Generator) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        """Features of English sentences and of the Vietnamese text around their translations."""
        english = self.english[chosen]
        return drop(english, rng.random(english.nnz) >= QUESTION_DROPOUT), self.passages(chosen, rng)
