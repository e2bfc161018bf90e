"""Every engine on the shelf returns the rows and the scores that the exact one returns."""

from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import engines
from index.engine import Engine, Vectors, engine_shelf
from index.engines.clustered import ClusteredEngine
from index.errors import ModelFault

NAMES = sorted(path.stem for path in Path(str(engines.__file__)).parent.glob("[a-z]*.py"))
# Engines may store half-precision numbers: products of unit vectors agree to three digits
CLOSE = 2e-3


def unit_vectors(count: int, width: int, seed: int) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(count, width)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def filled(name: str, vectors: Vectors, parts: int = 1) -> Engine:
    engine = engine_shelf(name).create(vectors.shape[1])
    for block in np.array_split(vectors, parts):
        engine.add(block)
    return engine


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25, deadline=None)
@given(
    count=st.integers(1, 300), width=st.sampled_from([4, 32, 100]), seed=st.integers(0, 999), limit=st.integers(1, 40)
)
def test_rows_and_scores_agree_with_the_exact_engine(name: str, count: int, width: int, seed: int, limit: int) -> None:
    vectors = unit_vectors(count, width, seed)
    question = unit_vectors(1, width, seed + 1)[0]
    rows, scores = filled(name, vectors, parts=3).search(question, limit)
    _, right_scores = filled("exact", vectors).search(question, limit)
    assert len(rows) == len(scores) == min(limit, count)
    assert len(set(rows.tolist())) == len(rows)
    np.testing.assert_allclose(scores, right_scores, atol=CLOSE)
    np.testing.assert_allclose(vectors[rows] @ question, scores, atol=CLOSE)
    assert all(np.diff(scores) <= CLOSE)


@pytest.mark.parametrize("name", NAMES)
def test_similarities_of_given_rows(name: str) -> None:
    vectors = unit_vectors(50, 16, 1)
    engine = filled(name, vectors)
    rows = np.array([7, 0, 49, 7], np.int64)
    np.testing.assert_allclose(engine.similarities(vectors[3], rows), vectors[rows] @ vectors[3], atol=CLOSE)
    assert engine.similarities(vectors[3], np.empty(0, np.int64)).shape == (0,)


@pytest.mark.parametrize("name", NAMES)
def test_saved_rows_come_back(name: str, tmp_path: Path) -> None:
    vectors = unit_vectors(40, 16, 2)
    filled(name, vectors).save(tmp_path / "vectors")
    engine = engine_shelf(name).load(tmp_path / "vectors")
    assert (engine.count, engine.width) == (40, 16)
    rows, _ = engine.search(vectors[11], 1)
    assert rows.tolist() == [11]


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_engine_finds_nothing(name: str, tmp_path: Path) -> None:
    engine = engine_shelf(name).create(8)
    engine.save(tmp_path / "vectors")
    rows, scores = engine_shelf(name).load(tmp_path / "vectors").search(np.zeros(8, np.float32), 5)
    assert len(rows) == len(scores) == 0


def test_an_unknown_engine_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ModelFault, match="clustered, exact, flat"):
        engine_shelf("faster")


def test_many_rows_in_clusters_are_nearly_the_exact_ones(tmp_path: Path) -> None:
    vectors = unit_vectors(4000, 32, 5)
    many = ClusteredEngine(
        faiss.IndexScalarQuantizer(32, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT), 1000, 64
    )
    many.add(vectors)
    many.save(tmp_path / "vectors")
    engine = engine_shelf("clustered").load(tmp_path / "vectors")
    assert engine.count == 4000
    given_rows = np.array([3999, 0, 17], np.int64)
    for question in unit_vectors(20, 32, 6):
        rows, scores = engine.search(question, 50)
        exact, _ = filled("exact", vectors).search(question, 50)
        assert len(np.intersect1d(rows, exact)) >= 45
        np.testing.assert_allclose(vectors[rows] @ question, scores, atol=0.05)
        np.testing.assert_allclose(engine.similarities(question, given_rows), vectors[given_rows] @ question, atol=0.05)
