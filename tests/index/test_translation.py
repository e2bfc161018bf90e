"""The translation table: what it knows, and what a damaged one says."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text import keys
from index.english_stem import english_terms
from index.errors import ModelFault
from index.features import features
from index.translation import PACKAGED, TranslationTable


@pytest.fixture(scope="module")
def table() -> TranslationTable:
    return TranslationTable.packaged()


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("economic", "kinh tế"),
        ("hospitals", "bệnh viện"),
        ("conference", "hội nghị"),
        ("organisations", "tổ chức"),
        ("agriculture", "nông nghiệp"),
        ("prime minister", "thủ tướng"),
        ("how many", "bao nhiêu"),
        ("traffic accidents", "tai nạn giao thông"),
        ("people", "người"),
    ],
)
def test_a_word_or_phrase_has_its_translation_among_the_best(
    table: TranslationTable, english: str, vietnamese: str
) -> None:
    found = table.lookup("_".join(english_terms(english).words))
    assert "_".join(keys(vietnamese)) in [target for target, _ in found[:4]]


def test_a_number_is_itself_in_vietnamese(table: TranslationTable) -> None:
    assert {target for target, _ in table.lookup("2019")[:2]} == {"2019", "năm_2019"}


def test_an_unknown_term_has_no_translation(table: TranslationTable) -> None:
    assert table.lookup("xyzzy_plugh") == ()


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", max_size=40))
def test_probabilities_fall_and_add_up_to_one_at_most(table: TranslationTable, text: str) -> None:
    terms = english_terms(f"the minister said {text}")
    for term in (*terms.words, *terms.pairs):
        shares = [share for _, share in table.lookup(term)]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1.001
        assert all(share > 0.019 for share in shares)


def test_targets_are_keys_of_the_normaliser(table: TranslationTable) -> None:
    for term in ("economic", "minister", "province", "2020"):
        for target, _ in table.lookup(term):
            assert "_".join(features(target.replace("_", " ")).words) == target


def test_the_packaged_table_is_small_and_large_enough(table: TranslationTable) -> None:
    assert len(table) > 30_000
    assert PACKAGED.stat().st_size < 5_000_000


def test_a_missing_or_damaged_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelFault, match=r"absent\.npz cannot be read"):
        TranslationTable.load(tmp_path / "absent.npz")
    cut = tmp_path / "cut.npz"
    cut.write_bytes(PACKAGED.read_bytes()[:5000])
    with pytest.raises(ModelFault, match=r"cut\.npz cannot be read"):
        TranslationTable.load(cut)
