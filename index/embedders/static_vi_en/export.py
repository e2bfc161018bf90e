"""Write the packaged model as a sentence-transformers folder, for tools that read that format.

Its tokenizer splits at spaces, so it is fed the feature strings that `feature_text` makes, not raw text.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.embedders.static_vi_en import PACKAGED, StaticModel

UNKNOWN = "[UNK]"


def feature_names(model: StaticModel) -> list[str]:
    """Names of the features in row order, kind first: `w:đảng`, `P:hoi_nghi`, `e:growth`."""
    return [f"{kind}:{name}" for kind, numbers in model.numbers.items() for name in numbers]


def feature_text(names: Sequence[str], rows: Sequence[int]) -> str:
    """The text to give to the exported model for a text with these rows."""
    return " ".join(names[row] for row in rows)


def expand(target: Path, directory: Path = PACKAGED) -> Path:
    """Write the sentence-transformers folder; takes seconds and four times the packaged size.

    Args:
        target: Folder to write; made if missing.
        directory: The packaged model.

    Returns:
        `target`, to be opened with `SentenceTransformer(str(target))`.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import WhitespaceSplit

    model = StaticModel.load(directory)
    names = feature_names(model)
    tokenizer = Tokenizer(WordLevel({name: row for row, name in enumerate([*names, UNKNOWN])}, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    vectors = np.zeros((len(names) + 1, model.rows.shape[1]), np.float32)
    np.multiply(model.rows, model.scales[:, None], out=vectors[:-1])
    static = StaticEmbedding(tokenizer, embedding_weights=vectors)
    SentenceTransformer(modules=[static, Normalize()], device="cpu").save(str(target))
    return target
