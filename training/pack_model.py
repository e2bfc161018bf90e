"""Pack trained weights: int8 rows with a scale each, the vocabulary, and a card with their fingerprint.

python training/pack_model.py --work DIR --output index/models/static-vi-en
"""

import argparse
import json
from hashlib import sha256
from pathlib import Path

import numpy as np

from index.embedders.static_vi_en import CARD, FORMAT, KINDS, ROWS, SCALES, VOCABULARY


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--words", type=float, default=1.0, help="factor for Vietnamese words, as written and plain")
    parser.add_argument("--pairs", type=float, default=1.0, help="factor for Vietnamese pairs, as written and plain")
    parser.add_argument("checkpoints", type=Path, nargs="+")
    options = parser.parse_args()
    names: list[str] = json.loads((options.work / "vocabulary.json").read_text(encoding="utf-8"))
    weights = np.mean([np.load(path) for path in options.checkpoints], axis=0)
    # features of one kind stand together, whatever order they were trained in
    order = sorted(range(len(names)), key=lambda row: (KINDS.index(names[row][0]), row))
    names, weights = [names[row] for row in order], weights[order]
    factors = {"w": options.words, "W": options.words, "p": options.pairs, "P": options.pairs}
    weights *= np.array([factors.get(name[0], 1.0) for name in names])[:, None]
    scales = np.maximum(np.abs(weights).max(axis=1), 1e-9) / 127
    options.output.mkdir(parents=True, exist_ok=True)
    np.save(options.output / ROWS, np.round(weights / scales[:, None]).astype(np.int8))
    np.save(options.output / SCALES, scales.astype(np.float32))
    (options.output / VOCABULARY).write_text("\n".join(name[2:] for name in names), encoding="utf-8")
    digest = sha256()
    for name in (ROWS, SCALES, VOCABULARY):
        digest.update((options.output / name).read_bytes())
    kinds = {kind: sum(name[0] == kind for name in names) for kind in KINDS}
    card = {"format": FORMAT, "fingerprint": digest.hexdigest(), "kinds": kinds, "width": weights.shape[1]}
    (options.output / CARD).write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    print(card)


if __name__ == "__main__":
    main()
