"""The model that ships: whole, small enough, and of use in each way of asking."""

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.embedder import Embedder, EmbedderSettings, open_embedder
from index.embedders.static_vi_en import CARD, PACKAGED, ROWS, SCALES, VOCABULARY, StaticEmbedder, StaticModel
from index.embedders.static_vi_en.export import expand, feature_names, feature_text
from index.embedders.static_vi_en.rows import PairTable

PASSAGES = (
    "Sáu tháng đầu năm, toàn tỉnh xảy ra 45 vụ tai nạn giao thông, làm chết 20 người, bị thương 31 người.",
    "Bệnh viện đa khoa huyện đã khám và chữa bệnh cho 12.000 lượt người, tăng 8% so với cùng kỳ.",
    "Vụ đông xuân, nông dân trong xã gieo cấy 1.200 ha lúa, năng suất bình quân 62 tạ mỗi ha.",
    "Trường trung học cơ sở có 96% học sinh tốt nghiệp, 12 em đoạt giải trong kỳ thi học sinh giỏi.",
    "Công ty nộp ngân sách 15 tỷ đồng, lợi nhuận sau thuế giảm do giá nguyên liệu tăng cao.",
)
# the last two share no content word with their passage
QUESTIONS = (
    ("có bao nhiêu vụ tai nạn giao thông?", 0),
    ("benh vien kham cho bao nhieu luot nguoi", 1),
    ("năng suất lúa bình quân là bao nhiêu?", 2),
    ("How many students won prizes in the competition?", 3),
    ("How much profit did the company make after tax?", 4),
    ("How many people died in road accidents?", 0),
    ("doanh nghiệp làm ăn lãi lỗ thế nào?", 4),
    ("thầy cô giáo dạy có tốt không?", 3),
)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return open_embedder(EmbedderSettings())


def test_the_fingerprint_is_that_of_the_files() -> None:
    digest = sha256()
    for name in (ROWS, SCALES, VOCABULARY):
        digest.update((PACKAGED / name).read_bytes())
    assert json.loads((PACKAGED / CARD).read_text("utf-8"))["fingerprint"] == digest.hexdigest()


def test_everything_that_was_learned_fits_in_forty_megabytes() -> None:
    assert sum(path.stat().st_size for path in PACKAGED.parent.rglob("*") if path.is_file()) < 40_000_000


@pytest.mark.parametrize(("question", "right"), QUESTIONS)
def test_a_question_is_nearest_to_the_passage_that_answers_it(embedder: Embedder, question: str, right: int) -> None:
    similarities = embedder.encode_passages(PASSAGES) @ embedder.encode_questions([question])[0]
    assert similarities.argmax() == right


def test_many_passages_at_once_have_the_vectors_of_each(embedder: Embedder) -> None:
    texts = [f"{first} {second}" for first in (*PASSAGES, "") for second in (*PASSAGES, "xyzzy", "Quảng Nam - Đà Nẵng")]
    texts += [question for question, _ in QUESTIONS] * 4
    one_by_one = np.concatenate([embedder.encode_passages([text]) for text in texts])
    assert len(texts) > 64  # fewer are looked up one by one
    assert np.allclose(embedder.encode_passages(texts), one_by_one, atol=1e-5)


@given(st.dictionaries(st.integers(0, 2**62), st.integers(0, 2**31), max_size=50), st.lists(st.integers(0, 2**62)))
def test_a_pair_table_says_what_a_dictionary_would(held: dict[int, int], others: list[int]) -> None:
    table = PairTable(np.array(list(held), np.int64), np.array(list(held.values()), np.int64))
    asked = [*held, *others]
    assert table.rows(np.array(asked, np.int64)).tolist() == [held.get(key, -1) for key in asked]


def test_the_exported_form_gives_the_same_vectors(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    model = StaticModel.load(PACKAGED)
    embedder, names = StaticEmbedder(model), feature_names(model)
    exported = SentenceTransformer(str(expand(tmp_path / "exported")), device="cpu")
    passages = exported.encode([feature_text(names, embedder.passage_rows(text)) for text in PASSAGES])
    asked = [question for question, _ in QUESTIONS]
    questions = exported.encode([feature_text(names, embedder.question_rows(text)) for text in asked])
    assert np.allclose(passages, embedder.encode_passages(PASSAGES), atol=1e-3)
    assert np.allclose(questions, embedder.encode_questions(asked), atol=1e-3)
