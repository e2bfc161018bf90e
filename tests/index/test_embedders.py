"""What single embedders promise beyond the contract: languages, errors, the exported form."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from index.embedder import EmbedderSettings, open_embedder
from index.embedders.static_vi_en import CARD, ROWS, StaticEmbedder, StaticModel
from index.embedders.static_vi_en.export import feature_names
from index.errors import ModelFault
from tests.index.made_models import write_sentence_transformer, write_static_model

PASSAGE = "Tính đến ngày 20/6/2020, 94% tổ chức cơ sở đảng ở Quảng Nam đã tổ chức đại hội."
ENGLISH = "What share of the party organisations in Quảng Nam held their congress?"


def run_python(script: str, folder: Path) -> str:
    """What a script prints in a process of its own, without network and with an empty model cache."""
    done = subprocess.run(  # noqa: S603 -- our own interpreter and script
        [sys.executable, "-c", script, str(folder)],
        capture_output=True,
        text=True,
        check=True,
        env={"HF_HUB_OFFLINE": "1", "HF_HOME": str(folder)},
        cwd=Path(__file__).parents[2],
    )
    return done.stdout


@pytest.fixture
def model(tmp_path: Path) -> StaticModel:
    return StaticModel.load(write_static_model(tmp_path, [PASSAGE], [ENGLISH]))


@pytest.fixture
def static(model: StaticModel) -> StaticEmbedder:
    return StaticEmbedder(model)


@pytest.fixture
def names(model: StaticModel) -> list[str]:
    return feature_names(model)


def test_an_unknown_embedder_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ModelFault, match=r"no embedder 'bert'.*hashing, sentence-transformers, static-vi-en"):
        open_embedder(EmbedderSettings(name="bert"))


def test_hashing_meets_a_question_typed_without_diacritics() -> None:
    embedder = open_embedder(EmbedderSettings(name="hashing", width=256))
    assert embedder.width == 256
    passage, other = embedder.encode_passages([PASSAGE, "Giá vàng trong nước tăng nhẹ."])
    question = embedder.encode_questions(["bao nhieu to chuc co so dang da to chuc dai hoi"])[0]
    assert question @ passage > question @ other + 0.2


def test_hashing_of_another_width_is_another_model() -> None:
    narrow, wide = (open_embedder(EmbedderSettings(name="hashing", width=width)) for width in (256, 512))
    assert narrow.fingerprint != wide.fingerprint


def test_static_reads_a_plain_question_by_its_plain_features_only(static: StaticEmbedder, names: list[str]) -> None:
    rows = static.question_rows("to chuc co so dang da to chuc dai hoi")
    assert {names[row][0] for row in rows} == {"W", "P"}
    assert {names[row][0] for row in static.question_rows(PASSAGE)} == set("wpWP")


def test_static_reads_an_english_question_by_its_stems_and_names(static: StaticEmbedder, names: list[str]) -> None:
    found = {names[row] for row in static.question_rows(ENGLISH)}
    assert {"e:party", "e:congress", "E:party_organization", "W:quang", "P:quang_nam"} <= found
    assert not {"W:party", "w:quảng"} & found


def test_static_takes_an_unknown_english_word_for_a_name(static: StaticEmbedder, names: list[str]) -> None:
    found = {
        names[row]
        for row in static.question_rows("which share of the party organisations held their congress? dai hoi")
    }
    assert {"W:dai", "W:hoi"} <= found


def test_static_does_not_load_the_model_libraries(tmp_path: Path) -> None:
    write_static_model(tmp_path, [PASSAGE], [ENGLISH])
    printed = run_python(
        "import sys\n"
        "from pathlib import Path\n"
        "from index.embedders.static_vi_en import StaticEmbedder, StaticModel\n"
        "StaticEmbedder(StaticModel.load(Path(sys.argv[1]))).encode_questions(['đại hội'])\n"
        "print(sorted({'torch', 'sentence_transformers', 'scipy', 'transformers'} & set(sys.modules)))\n",
        tmp_path,
    )
    assert printed == "[]\n"


def test_a_model_with_a_missing_or_cut_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelFault, match="cannot be read"):
        StaticModel.load(tmp_path)
    write_static_model(tmp_path, [PASSAGE], [ENGLISH])
    (tmp_path / ROWS).write_bytes((tmp_path / ROWS).read_bytes()[:300])
    with pytest.raises(ModelFault, match="cannot be read"):
        StaticModel.load(tmp_path)


def test_files_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    write_static_model(tmp_path, [PASSAGE], [ENGLISH])
    np.save(tmp_path / ROWS, np.zeros((3, 64), np.int8))
    with pytest.raises(ModelFault, match="not whole"):
        StaticModel.load(tmp_path)
    write_static_model(tmp_path, [PASSAGE], [ENGLISH])
    (tmp_path / CARD).write_text('{"format": 99, "kinds": {}, "fingerprint": ""}')
    with pytest.raises(ModelFault, match="not whole"):
        StaticModel.load(tmp_path)


def test_sentence_transformers_puts_the_prompts_before_the_texts(tmp_path: Path) -> None:
    model = str(write_sentence_transformer(tmp_path))
    bare = open_embedder(EmbedderSettings(name="sentence-transformers", model=model))
    prompted = open_embedder(
        EmbedderSettings(
            name="sentence-transformers", model=model, question_prompt="query: ", passage_prompt="passage: "
        )
    )
    assert np.allclose(prompted.encode_questions([PASSAGE]), bare.encode_questions(["query: " + PASSAGE]), atol=1e-5)
    assert np.allclose(prompted.encode_passages([PASSAGE]), bare.encode_passages(["passage: " + PASSAGE]), atol=1e-5)
    assert prompted.fingerprint != bare.fingerprint


def test_sentence_transformers_leaves_lengths_alone_where_asked(tmp_path: Path) -> None:
    model = str(write_sentence_transformer(tmp_path))
    bare = open_embedder(EmbedderSettings(name="sentence-transformers", model=model))
    raw = open_embedder(EmbedderSettings(name="sentence-transformers", model=model, normalize=False))
    rows = raw.encode_passages([PASSAGE, ENGLISH, ""])
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    assert lengths[0] > 1.5
    assert lengths[1] > 1.5
    assert not rows[2].any()
    assert np.allclose(rows[:2] / lengths[:2], bare.encode_passages([PASSAGE, ENGLISH]), atol=1e-5)
    assert raw.fingerprint != bare.fingerprint


def test_sentence_transformers_cuts_vectors_to_the_width_that_is_set(tmp_path: Path) -> None:
    model = str(write_sentence_transformer(tmp_path))
    whole = open_embedder(EmbedderSettings(name="sentence-transformers", model=model, normalize=False))
    cut = open_embedder(EmbedderSettings(name="sentence-transformers", model=model, normalize=False, truncate_to=8))
    unit = open_embedder(EmbedderSettings(name="sentence-transformers", model=model, truncate_to=8))
    assert (whole.width, cut.width, unit.width) == (32, 8, 8)
    assert np.allclose(cut.encode_questions([PASSAGE]), whole.encode_questions([PASSAGE])[:, :8], atol=1e-5)
    assert np.allclose(np.linalg.norm(unit.encode_questions([PASSAGE]), axis=1), 1, atol=1e-5)
    assert len({whole.fingerprint, cut.fingerprint, unit.fingerprint}) == 3


def test_the_batch_size_changes_no_vector(tmp_path: Path) -> None:
    model = str(write_sentence_transformer(tmp_path))
    texts = [PASSAGE[:length] for length in range(20, 80, 3)]
    one, many = (
        open_embedder(EmbedderSettings(name="sentence-transformers", model=model, batch_size=size)) for size in (1, 64)
    )
    assert np.allclose(one.encode_passages(texts), many.encode_passages(texts), atol=1e-5)


def test_sentence_transformers_without_a_model_says_which_setting_is_missing() -> None:
    with pytest.raises(ModelFault, match=r"set embedder\.model"):
        open_embedder(EmbedderSettings(name="sentence-transformers"))


def test_a_model_that_cannot_be_had_says_what_to_do(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from index.embedder import *\n"
        "from index.errors import ModelFault\n"
        "try: open_embedder(EmbedderSettings(name='sentence-transformers', model='nobody/no-such-model'))\n"
        "except ModelFault as fault: print(fault)\n"
    )
    printed = run_python(script, tmp_path)
    assert "'nobody/no-such-model' cannot be loaded" in printed
    assert "set embedder.model to a folder" in printed
    assert printed.count("\n") == 1
