"""Learn the table English word or phrase -> Vietnamese words and phrases, and pack it.

    python training/prepare.py ...; python training/check_leaks.py ...
    python training/translation.py --work DIR --output index/models/translation-en-vi.npz

Sentence pairs are aligned word by word (`training/alignment.py`). A phrase of up to four English stems and one of up
to six Vietnamese syllables translate each other when no word of either is linked to a word outside (Koehn, Och and
Marcu 2003, section 2). What is kept is p(Vietnamese phrase | English phrase), by counting, each count less a half.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from training.alignment import Links, explained_by, numbered, united

LONGEST_ENGLISH, LONGEST_VIETNAMESE = 4, 6
# A word without a link beside a phrase may belong to it ("việc", "các"): such a phrase counts this much
_WIDENED = 0.3
_DISCOUNT, _LEAST_COUNT, _LEAST_OF_PHRASE = 0.5, 1.0, 2.5
# An English phrase is worth an entry when its likeliest translation was seen this often
_LEAST_OF_BEST = 2.0
Table = dict[str, list[tuple[str, float]]]


def phrases(english: Sequence[str], vietnamese: Sequence[str], links: Links) -> Iterator[tuple[str, str, float]]:
    """Phrases of one sentence pair that translate each other, words joined by `_`, and what each counts."""
    of_english, of_vietnamese = defaultdict(list), defaultdict(list)
    for source, target in links:
        of_english[source].append(target)
        of_vietnamese[target].append(source)
    for start in range(len(english)):
        first, last = len(vietnamese), -1
        for end in range(start, min(len(english), start + LONGEST_ENGLISH)):
            first = min(first, *of_english[end]) if of_english[end] else first
            last = max(last, *of_english[end]) if of_english[end] else last
            if last < 0 or last - first >= LONGEST_VIETNAMESE:
                continue
            if any(not start <= source <= end for at in range(first, last + 1) for source in of_vietnamese[at]):
                continue
            source = "_".join(english[start : end + 1])
            yield source, "_".join(vietnamese[first : last + 1]), 1.0
            if last - first + 1 < LONGEST_VIETNAMESE:
                if first and not of_vietnamese[first - 1]:
                    yield source, "_".join(vietnamese[first - 1 : last + 1]), _WIDENED
                if last + 1 < len(vietnamese) and not of_vietnamese[last + 1]:
                    yield source, "_".join(vietnamese[first : last + 2]), _WIDENED


def shares(counts: Counter[tuple[str, str]], *, best: int, least: float) -> Table:
    """The likeliest translations of each English phrase that was seen often enough."""
    whole: Counter[str] = Counter()
    seen: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (source, target), count in counts.items():
        whole[source] += count
        if count >= _LEAST_COUNT:
            seen[source].append((target, count))
    table: Table = {}
    for source, found in sorted(seen.items()):
        found.sort(key=lambda pair: (-pair[1], pair[0]))
        if "_" in source and (whole[source] < _LEAST_OF_PHRASE or found[0][1] < _LEAST_OF_BEST):
            continue
        kept = [(target, (count - _DISCOUNT) / whole[source]) for target, count in found[:best]]
        if kept := [(target, share) for target, share in kept if share > least]:
            table[source] = kept
    return table


def pack(table: Table, path: Path) -> None:
    """Write a table compactly (probabilities in 1/65535)."""
    names = sorted({target for found in table.values() for target, _ in found})
    numbers = {name: number for number, name in enumerate(names)}
    np.savez_compressed(
        path,
        sources=np.frombuffer("\n".join(table).encode(), np.uint8),
        targets=np.frombuffer("\n".join(names).encode(), np.uint8),
        offsets=np.cumsum([0, *(len(found) for found in table.values())], dtype=np.int32),
        numbers=np.array([numbers[target] for found in table.values() for target, _ in found], np.int32),
        weights=np.array([round(share * 65535) for found in table.values() for _, share in found], np.uint16),
    )
    links = sum(map(len, table.values()))
    print(f"{len(table)} English phrases, {len(names)} Vietnamese ones, {links} links, {path.stat().st_size} bytes")


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--best", type=int, default=8)
    parser.add_argument("--least", type=float, default=0.02)
    options = parser.parse_args()
    leaked = set(np.load(options.work / "leaked-pairs.npy").tolist())
    with (options.work / "parallel.jsonl").open(encoding="utf-8") as lines:
        kept = [json.loads(line) for number, line in enumerate(lines) if number not in leaked]
    sentences = [(record["e"], record["w"]) for record in kept]
    english, vietnamese = numbered(e for e, _ in sentences), numbered(v for _, v in sentences)
    forward, backward = explained_by(english, vietnamese), explained_by(vietnamese, english)
    counts: Counter[tuple[str, str]] = Counter()
    for (e, v), to_english, to_vietnamese in zip(sentences, forward, backward, strict=True):
        for source, target, count in phrases(e, v, united(to_english, to_vietnamese)):
            counts[source, target] += count
    pack(shares(counts, best=options.best, least=options.least), options.output)


if __name__ == "__main__":
    main()
