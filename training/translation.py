"""Learn the table English word or pair -> Vietnamese words and pairs (IBM Model 1), and pack it.

    python training/prepare.py ...; python training/check_leaks.py ...
    python training/translation.py --work DIR --output index/models/translation-en-vi.npz

Each sentence pair is two bags: English stems, their pairs and an empty word; Vietnamese words and their pairs.
Five rounds of expectation-maximisation estimate p(Vietnamese term | English term). Only combinations that occur
together more often than chance take part, which keeps the rounds short and the table clean.
"""

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

EMPTY = ""  # the English side's empty word: it explains what has no source
_LEAST_LIFT = 1.5
_CHUNK = 2000


class Bags(NamedTuple):
    """One language's side: terms, and which sentence holds which term."""

    terms: list[str]
    rows: sparse.csr_matrix


def bags(sentences: list[list[str]], least: dict[bool, int]) -> Bags:
    """Number the terms that stand in enough sentences (`least`: for words, for pairs)."""
    counts = Counter(term for sentence in sentences for term in set(sentence))
    terms = sorted(t for t, n in counts.items() if n >= least["_" in t])
    numbers = {t: i for i, t in enumerate(terms)}
    indices, offsets = [], [0]
    for sentence in sentences:
        indices.extend(sorted({numbers[t] for t in sentence if t in numbers}))
        offsets.append(len(indices))
    data = np.ones(len(indices), np.float32)
    return Bags(terms, sparse.csr_matrix((data, indices, offsets), (len(sentences), len(terms))))


def combinations(english: Bags, vietnamese: Bags) -> sparse.csr_matrix:
    """How often each English and Vietnamese term meet, without the combinations that chance explains."""
    met = (english.rows.T.tocsr() @ vietnamese.rows).tocoo()
    count_e = np.asarray(english.rows.sum(0)).ravel()
    count_v = np.asarray(vietnamese.rows.sum(0)).ravel()
    lift = met.data * english.rows.shape[0] / (count_e[met.row] * count_v[met.col])
    empty = english.terms.index(EMPTY)
    keep = ((met.data >= 2) & (lift > _LEAST_LIFT)) | (met.row == empty)  # noqa: PLR2004 -- once is chance
    return sparse.csr_matrix((met.data[keep], (met.row[keep], met.col[keep])), met.shape)


def alignments(english: Bags, vietnamese: Bags, met: sparse.csr_matrix) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Each kept combination in each sentence: its number in `met`, and the Vietnamese term there that it explains."""
    met.sort_indices()
    width = met.shape[1]
    known = np.repeat(np.arange(met.shape[0], dtype=np.int64), np.diff(met.indptr)) * width + met.indices
    numbers, slots = [], []
    slot_base = 0
    for start in range(0, english.rows.shape[0], _CHUNK):
        e, v = english.rows[start : start + _CHUNK], vietnamese.rows[start : start + _CHUNK]
        len_e, len_v = np.diff(e.indptr), np.diff(v.indptr)
        # Slot = one Vietnamese term of one sentence; pair each slot with each English term of that sentence
        repeat = np.repeat(len_e, len_v)
        slot = np.repeat(np.arange(v.nnz), repeat)
        first = np.repeat(np.repeat(e.indptr[:-1], len_v), repeat)
        within = np.arange(len(slot)) - np.repeat(np.cumsum(repeat) - repeat, repeat)
        wanted = e.indices[first + within].astype(np.int64) * width + v.indices[slot]
        found = np.searchsorted(known, wanted)
        found[found == len(known)] = 0
        hit = known[found] == wanted
        numbers.append(found[hit].astype(np.int32))
        slots.append((slot[hit] + slot_base).astype(np.int32))
        slot_base += v.nnz
    return np.concatenate(numbers), np.concatenate(slots)


def learn(
    met: sparse.csr_matrix, numbers: NDArray[np.int32], slots: NDArray[np.int32], rounds: int
) -> sparse.csr_matrix:
    """Model 1: p(v | e) after the given rounds, in the cells of `met`."""
    source = np.repeat(np.arange(met.shape[0]), np.diff(met.indptr))
    p = np.ones(met.nnz) / np.maximum(1, np.diff(met.indptr))[source]
    for number in range(rounds):
        weight = p[numbers]
        share = weight / np.bincount(slots, weight)[slots]
        counts = np.bincount(numbers, share, met.nnz)
        p = counts / np.maximum(1e-12, np.bincount(source, counts, met.shape[0]))[source]
        print(f"round {number + 1}: mean log p {np.mean(np.log(np.bincount(slots, weight) + 1e-12)):.4f}", flush=True)
    return sparse.csr_matrix((p, met.indices, met.indptr), met.shape)


def pack(  # noqa: PLR0913 -- a table, its two vocabularies and how much of it to keep
    table: sparse.csr_matrix, english: Bags, vietnamese: Bags, path: Path, *, best: int, least: float
) -> None:
    """Keep each English term's best translations and write them compactly (probabilities in 1/65535)."""
    sources, targets, weights, offsets = [], [], [], [0]
    for row, term in enumerate(english.terms):
        cells = slice(table.indptr[row], table.indptr[row + 1])
        p, columns = table.data[cells], table.indices[cells]
        order = [i for i in np.argsort(-p, kind="stable")[:best] if p[i] > least]
        if term == EMPTY or not order:
            continue
        sources.append(term)
        targets.extend(columns[i] for i in order)
        weights.extend(round(p[i] * 65535) for i in order)
        offsets.append(len(targets))
    used, compact = np.unique(targets, return_inverse=True)
    np.savez_compressed(
        path,
        sources=np.frombuffer("\n".join(sources).encode(), np.uint8),
        targets=np.frombuffer("\n".join(vietnamese.terms[i] for i in used).encode(), np.uint8),
        offsets=np.array(offsets, np.int32),
        numbers=compact.astype(np.int32),
        weights=np.array(weights, np.uint16),
    )
    print(
        f"{len(sources)} English terms, {len(used)} Vietnamese terms, {len(weights)} links, {path.stat().st_size} bytes"
    )


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--best", type=int, default=8)
    parser.add_argument("--least", type=float, default=0.01)
    parser.add_argument("--least-words", type=int, default=2)
    parser.add_argument("--least-pairs", type=int, default=5)
    options = parser.parse_args()
    leaked = set(np.load(options.work / "leaked-pairs.npy").tolist())
    with (options.work / "parallel.jsonl").open(encoding="utf-8") as lines:
        kept = (json.loads(line) for number, line in enumerate(lines) if number not in leaked)
        records = [(r["e"] + r["E"] + [EMPTY], r["w"] + r["p"]) for r in kept]
    least = {False: options.least_words, True: options.least_pairs}
    english, vietnamese = bags([e for e, _ in records], least), bags([v for _, v in records], least)
    print(f"{len(records)} sentence pairs, {len(english.terms)} x {len(vietnamese.terms)} terms", flush=True)
    met = combinations(english, vietnamese)
    numbers, slots = alignments(english, vietnamese, met)
    print(f"{met.nnz} combinations, {len(numbers)} alignments", flush=True)
    table = learn(met, numbers, slots, options.rounds)
    pack(table, english, vietnamese, options.output, best=options.best, least=options.least)


if __name__ == "__main__":
    main()
