"""The pieces that a Vietnamese question is cut into."""

from index.lexical_query import LexicalQuery
from index.lexical_terms import vietnamese_query
from index.settings import LexicalSettings


class Known:
    """A collection that holds the plain words given, each alone."""

    def __init__(self, *words: str) -> None:
        self.words = set(words)

    def frequency(self, kind: str, term: str) -> int:
        """1 for a word that is held."""
        return int(term in self.words and kind in ("words", "plain_words"))


def cut(text: str, *words: str) -> LexicalQuery:
    return vietnamese_query(text, Known(*words), LexicalSettings())


def test_an_abbreviation_is_one_piece_with_what_it_stands_for() -> None:
    pieces = {piece.source: piece for piece in cut("UBND tỉnh họp").pieces}
    assert set(pieces) == {"UBND", "tỉnh", "họp"}
    assert len(pieces["UBND"].readings) > 1
    assert {len(reading.words) for reading in pieces["UBND"].readings} >= {1, 4}


def test_words_that_only_ask_are_no_pieces() -> None:
    assert [piece.source for piece in cut("có bao nhiêu xã").pieces] == ["có", "xã"]


def test_a_slip_may_be_the_words_it_is_near_to() -> None:
    (piece,) = cut("nhuann", "nhuan").pieces
    assert [reading.words for reading in piece.readings] == [("nhuann",), ("nhuan",)]
    assert all(reading.is_plain for reading in piece.readings)


def test_no_word_is_in_two_pieces() -> None:
    sources = [piece.source for piece in cut("thanh pho ho chi minh co ubnd").pieces]
    words = " ".join(sources).split()
    assert sorted(words) == sorted(["thanh", "pho", "ho", "chi", "minh", "co", "ubnd"])
