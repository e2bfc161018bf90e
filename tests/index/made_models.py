"""Small models made for the tests: the right shape, random weights."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.embedders.static_vi_en import CARD, FORMAT, KINDS, ROWS, SCALES, VOCABULARY
from index.english_stem import english_terms
from index.features import features


def write_static_model(directory: Path, vietnamese: Sequence[str], english: Sequence[str], width: int = 64) -> Path:
    """A static model that knows the features of some texts in each language."""
    kinds: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for found in map(features, vietnamese):
        kinds["w"].update(found.words)
        kinds["p"].update(found.pairs)
        kinds["W"].update(found.plain_words)
        kinds["P"].update(found.plain_pairs)
    for terms in map(english_terms, english):
        kinds["e"].update(terms.words)
        kinds["E"].update(terms.pairs)
    names = [name for found_names in kinds.values() for name in sorted(found_names)]
    random = np.random.default_rng(5)
    np.save(directory / ROWS, random.integers(-127, 128, (len(names), width), np.int8))
    np.save(directory / SCALES, random.uniform(0.001, 0.01, len(names)).astype(np.float32))
    (directory / VOCABULARY).write_text("\n".join(names), encoding="utf-8")
    card = {"format": FORMAT, "fingerprint": "made", "kinds": {kind: len(found) for kind, found in kinds.items()}}
    (directory / CARD).write_text(json.dumps(card), encoding="utf-8")
    return directory


def write_sentence_transformer(directory: Path) -> Path:
    """A tiny BERT with random weights, as sentence-transformers saves one; it reads single letters."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    torch.manual_seed(5)
    bert = directory / "bert"
    bert.mkdir(parents=True)
    letters = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz0123456789.,%?"
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    (bert / "vocab.txt").write_text("\n".join(pieces), encoding="utf-8")
    BertTokenizer(str(bert / "vocab.txt")).save_pretrained(bert)
    shape = BertConfig(
        vocab_size=len(pieces), hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    BertModel(shape).save_pretrained(bert)
    transformer = Transformer(str(bert))
    saved = directory / "saved"
    SentenceTransformer(modules=[transformer, Pooling(32)], device="cpu").save(str(saved))
    return saved
