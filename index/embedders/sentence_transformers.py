"""Any sentence-transformers model, named by hub name or folder.

The library and its torch take seconds and hundreds of megabytes to load; both are imported only when this
embedder is chosen.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np

from corpus.text import nfc
from index.embedder import EmbedderSettings, Vectors, unit_rows
from index.errors import ModelFault

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class SentenceTransformersEmbedder:
    """A model of the sentence-transformers library, on the CPU."""

    def __init__(self, model: "SentenceTransformer", settings: EmbedderSettings) -> None:
        self._model = model
        self._settings = settings
        self.name = f"sentence-transformers:{settings.model}"
        self.width = len(model.encode("", convert_to_numpy=True, show_progress_bar=False))
        self.fingerprint = _fingerprint(model, settings)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape (len(texts), width)."""
        return self._encode(texts, self._settings.passage_prompt)

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions, shape (len(texts), width)."""
        return self._encode(texts, self._settings.question_prompt)

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        rows = np.zeros((len(texts), self.width), np.float32)
        seen = [nfc(text).strip() for text in texts]
        said = [place for place, text in enumerate(seen) if text]
        if said:
            rows[said] = self._model.encode(
                [prompt + seen[place] for place in said],
                batch_size=self._settings.batch_size,
                convert_to_numpy=True,
                show_progress_bar=False,
            )
        return unit_rows(rows) if self._settings.normalize else rows


def _fingerprint(model: "SentenceTransformer", settings: EmbedderSettings) -> str:
    """SHA-256 over weights, prompts, the longest text and the form of vectors: what the vectors depend on."""
    import torch

    digest = sha256(repr((settings.question_prompt, settings.passage_prompt, model.max_seq_length)).encode())
    if settings.truncate_to or not settings.normalize:
        digest.update(repr((settings.truncate_to, settings.normalize)).encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.detach().cpu().contiguous().view(-1).view(torch.uint8).numpy().tobytes())
    return digest.hexdigest()


def open_part(settings: EmbedderSettings) -> SentenceTransformersEmbedder:
    """The model that the settings name, from a folder, from the local hub cache, or from the hub.

    Raises:
        ModelFault: No model is named, or it is neither a model's folder nor to be had from the hub.
    """
    if not settings.model:
        raise ModelFault(
            "The embedder `sentence-transformers` needs a model; set embedder.model to a hub name or folder."
        )
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(settings.threads)
    try:
        model = SentenceTransformer(settings.model, device="cpu", truncate_dim=settings.truncate_to or None)
    # what the library raises for a missing, damaged or unreachable model
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as fault:
        raise ModelFault(
            f"The embedding model {settings.model!r} cannot be loaded ({_first_line(fault)}); set embedder.model to a "
            "folder that holds it, or run once with the network on and HF_HUB_OFFLINE unset."
        ) from fault
    return SentenceTransformersEmbedder(model, settings)


def _first_line(fault: Exception) -> str:
    return (str(fault).strip() or type(fault).__name__).splitlines()[0].rstrip(".")
