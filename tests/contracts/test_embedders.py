"""What every embedder on the shelf promises, whichever model is behind it."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedder import Embedder, EmbedderSettings, FeatureEmbedder, known_embedders, open_embedder
from index.features import features
from tests.index.made_models import write_sentence_transformer, write_static_model

TEXTS = (
    "Hội nghị sơ kết công tác 6 tháng đầu năm 2020 của Đảng bộ tỉnh.",
    "Toàn huyện có 94% tổ chức cơ sở đảng đã tổ chức đại hội.",
    "Bệnh viện khám cho 12.000 lượt người.",
)
QUESTIONS = (
    "bao nhiêu tổ chức cơ sở đảng đã đại hội?",
    "bao nhieu to chuc co so dang da dai hoi?",
    "How many grassroots party organisations held their congress in 2020?",
)
NAMES = ("hashing", "sentence-transformers", "static-vi-en")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Embedder]:
    """Each embedder once; those that need a model get a small one made here."""
    made: dict[str, Embedder] = {}

    def open_one(name: str) -> Embedder:
        if name not in made:
            made[name] = MAKERS[name](tmp_path_factory.mktemp(name))
        return made[name]

    return open_one


def _static(directory: Path) -> Embedder:
    from index.embedders.static_vi_en import StaticEmbedder, StaticModel

    return StaticEmbedder(StaticModel.load(write_static_model(directory, [*TEXTS, *QUESTIONS[:2]], QUESTIONS[2:])))


def _library(directory: Path) -> Embedder:
    model = str(write_sentence_transformer(directory / "model"))
    return open_embedder(EmbedderSettings(name="sentence-transformers", model=model))


MAKERS: dict[str, Callable[[Path], Embedder]] = {
    "hashing": lambda _: open_embedder(EmbedderSettings(name="hashing")),
    "sentence-transformers": _library,
    "static-vi-en": _static,
}


@pytest.fixture(params=NAMES)
def embedder(request: pytest.FixtureRequest, opened: Callable[[str], Embedder]) -> Embedder:
    return opened(request.param)


def test_every_embedder_on_the_shelf_is_held_to_the_contract() -> None:
    assert set(known_embedders()) == set(NAMES)


def test_rows_are_unit_vectors_of_the_stated_width(embedder: Embedder) -> None:
    for rows, count in (
        (embedder.encode_passages(TEXTS), len(TEXTS)),
        (embedder.encode_questions(QUESTIONS), len(QUESTIONS)),
    ):
        assert rows.shape == (count, embedder.width)
        assert rows.dtype == np.float32
        assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.encode_passages([]).shape == (0, embedder.width)
    assert embedder.encode_questions([]).shape == (0, embedder.width)


@pytest.mark.parametrize("nothing", ["", "   ", "\n", "\u200b"])
def test_an_empty_text_gives_a_row_of_zeros(embedder: Embedder, nothing: str) -> None:
    for rows in (embedder.encode_passages([nothing, TEXTS[0]]), embedder.encode_questions([nothing, TEXTS[0]])):
        assert not rows[0].any()
        assert rows[1].any()


def test_a_text_alone_and_among_others_has_the_same_row(embedder: Embedder) -> None:
    together = embedder.encode_passages(TEXTS)
    alone = np.concatenate([embedder.encode_passages([text]) for text in TEXTS])
    assert np.allclose(together, alone, atol=1e-5)
    assert np.array_equal(together, embedder.encode_passages(TEXTS))


def test_composed_and_decomposed_text_have_the_same_row(embedder: Embedder) -> None:
    decomposed = [unicodedata.normalize("NFD", text) for text in TEXTS]
    assert np.allclose(embedder.encode_passages(TEXTS), embedder.encode_passages(decomposed), atol=1e-6)
    assert np.allclose(embedder.encode_questions(TEXTS), embedder.encode_questions(decomposed), atol=1e-6)


def test_features_alone_give_the_rows_of_the_texts(embedder: Embedder) -> None:
    if isinstance(embedder, FeatureEmbedder):
        rows = embedder.encode_features([features(text) for text in (*TEXTS, "")])
        assert np.array_equal(rows, embedder.encode_passages([*TEXTS, ""]))
    else:
        assert not hasattr(embedder, "encode_features")


def test_a_text_is_nearest_to_itself(embedder: Embedder) -> None:
    similarities = embedder.encode_questions(TEXTS) @ embedder.encode_passages(TEXTS).T
    assert (similarities.argmax(axis=1) == np.arange(len(TEXTS))).all()


def test_name_and_fingerprint_say_which_model_it_is(embedder: Embedder) -> None:
    assert embedder.name
    assert embedder.fingerprint
    assert "\n" not in embedder.name + embedder.fingerprint


@pytest.mark.parametrize("name", NAMES)
@given(text=st.text(max_size=200))
@settings(max_examples=40, deadline=None)
def test_any_text_gives_finite_numbers(opened: Callable[[str], Embedder], name: str, text: str) -> None:
    embedder = opened(name)
    for rows in (embedder.encode_passages([text]), embedder.encode_questions([text])):
        assert np.isfinite(rows).all()
        assert np.linalg.norm(rows) <= 1.001
