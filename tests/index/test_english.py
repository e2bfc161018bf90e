"""English questions: glossary, table, names, numbers and dates."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.text import keys
from index.builder import rebuild
from index.english import english_query
from index.english_stem import english_terms
from index.glossary import glossary_entries
from index.searcher import Searcher
from index.settings import IndexSettings, LexicalSettings
from tests.index.made import all_passages

SETTINGS = LexicalSettings()


class SmallTable:
    """A translation table of four entries."""

    def lookup(self, term: str) -> Sequence[tuple[str, float]]:
        """Translations of a stem or a phrase of stems."""
        entries = {
            "giraff": [("hươu", 0.6), ("hươu_cao", 0.4)],
            "run": [("chạy", 0.9)],
            "away": [("xa", 0.5)],
            "run_away": [("chạy_trốn", 0.4), ("bỏ_chạy", 0.2)],
        }
        return entries.get(term, [])


def looked_for(question: str) -> dict[tuple[str, str], float]:
    query = english_query(question, SmallTable(), SETTINGS)
    return {(term.kind, term.text): term.weight for term in query.terms}


def test_the_longest_phrase_of_the_glossary_wins() -> None:
    entries = glossary_entries(english_terms("the provincial party committee met").words)
    assert [(entry.start, entry.end, entry.readings) for entry in entries[:1]] == [(1, 4, (tuple(keys("tỉnh ủy")),))]


def test_a_phrase_is_looked_for_as_pairs_and_words() -> None:
    terms = looked_for("party cells")
    assert terms["pairs", "_".join(keys("chi bộ"))] > 0
    assert terms["words", "chi"] > 0


def test_the_table_gives_words_and_pairs_by_probability() -> None:
    terms = looked_for("giraffe")
    assert terms["words", "hươu"] > 0
    assert terms["pairs", "hươu_cao"] > 0


def test_the_longest_phrase_of_the_table_takes_the_place_of_its_words() -> None:
    query = english_query("Did giraffes run away?", SmallTable(), SETTINGS)
    assert [piece.source for piece in query.pieces] == ["giraff", "run away"]
    assert [(reading.words, reading.share) for reading in query.pieces[1].readings] == [
        (("chạy", "trốn"), 1.0),
        (("bỏ", "chạy"), 0.5),
    ]
    assert ("words", "xa") not in {(term.kind, term.text) for term in query.terms}


def test_the_table_speaks_softly_where_the_glossary_has_a_reading() -> None:
    class Other:
        def lookup(self, term: str) -> Sequence[tuple[str, float]]:
            return {"congress": [("quốc_hội", 0.6), ("đại_hội", 0.3)]}.get(term, [])

    (piece,) = english_query("congress", Other(), SETTINGS).pieces
    shares = {" ".join(reading.words): reading.share for reading in piece.readings}
    assert shares[" ".join(keys("đại hội"))] == 1.0
    assert 0 < shares["quốc hội"] <= SETTINGS.english.table_share


def test_readings_share_what_their_piece_is_worth() -> None:
    terms = looked_for("giraffe")
    assert terms["pairs", "hươu_cao"] == pytest.approx(0.4)
    assert terms["words", "hươu"] == pytest.approx(0.6 + 0.4 / 2**0.5)


def test_a_name_in_vietnamese_syllables_is_one_piece_matched_without_diacritics() -> None:
    pieces = english_query("Did Mr Le Quoc Phong run?", SmallTable(), SETTINGS).pieces
    named = next(piece for piece in pieces if piece.source == "le quoc phong")
    assert [(reading.words, reading.is_plain) for reading in named.readings] == [(("le", "quoc", "phong"), True)]


def test_a_word_that_nothing_translates_is_looked_for_as_written() -> None:
    terms = looked_for("what about the samovar")
    assert terms["plain_words", "samovar"] == pytest.approx(SETTINGS.english.unknown_weight)


def test_names_and_numbers_match_as_written() -> None:
    terms = looked_for("How many giraffes did Quảng Nam have in 2020?")
    assert ("plain_pairs", "quang_nam") in terms
    assert ("plain_words", "2020") in terms


def test_dates_and_periods_leave_marks() -> None:
    terms = looked_for("the first half of 2020 until June 20, 2020")
    assert {("marks", "h:1"), ("marks", "d:2020-06-20")} <= set(terms)


def test_the_reading_is_told() -> None:
    notes = english_query("giraffe of the party cell", SmallTable(), SETTINGS).notes
    assert any("chi bộ" in note for note in notes)
    assert any(note.startswith("giraff:") for note in notes)


def test_silent_words_look_for_nothing() -> None:
    assert english_query("what is the of to be", SmallTable(), SETTINGS).terms == ()


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("what share of grassroots organizations held congresses?", "dai-hoi"),
        ("How many traffic accidents in the second quarter?", "giao-thong"),
        ("by how much did export turnover rise in the first nine months of 2019?", "xuat-khau"),
        ("how many patients did the hospital examine", "benh-vien"),
    ],
)
def test_english_finds_vietnamese(tmp_path: Path, question: str, article: str) -> None:
    rebuild(tmp_path, all_passages(), revision=1, embedder=None, settings=IndexSettings())
    result = Searcher.open(tmp_path, embedder=None, settings=IndexSettings()).search(question)
    assert result.language == "en"
    assert result.hits[0].passage.article_id == article
