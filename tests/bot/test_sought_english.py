"""What a reader looks for of an English question: pieces, with whole readings before their parts."""

from collections.abc import Callable

from bot.sought_english import english_groups
from index.lexical_query import Piece, Reading

ACCIDENT = Piece("traffic accident", (Reading(("tai", "nạn", "giao", "thông"), 1.0), Reading(("tngt",), 0.25)))
PEOPLE = Piece("people", (Reading(("người",), 1.0), Reading(("người", "dân"), 1.0)))


def idf_of(**known: float) -> Callable[[str, str], float]:
    return lambda kind, text: 9.0 if text == "\x00" else known.get(text, 4.0) + 0.0 * len(kind)


def test_a_reading_of_one_word_is_as_good_as_the_pair_that_holds_it() -> None:
    (group,) = english_groups([PEOPLE], (), idf_of(), frozenset())
    assert group.forms["words", "người"] == group.forms["pairs", "người_dân"] == 1.0
    assert group.forms["words", "dân"] < 0.5


def test_a_lone_syllable_of_a_longer_reading_is_hardly_a_sign() -> None:
    (group,) = english_groups([ACCIDENT], (), idf_of(), frozenset())
    assert group.forms["words", "giao"] < group.forms["words", "tngt"] < group.forms["pairs", "tai_nạn"]


def test_a_name_is_matched_by_its_pairs() -> None:
    named = Piece("le quoc phong", (Reading(("le", "quoc", "phong"), 1.0, is_plain=True),))
    (group,) = english_groups([named], (), idf_of(), frozenset())
    assert group.forms["plain_pairs", "quoc_phong"] > 2 * group.forms["plain_words", "phong"]


def test_words_that_ask_are_left_out_and_capitalised_ones_stand_for_themselves() -> None:
    evn = Piece("electricity", (Reading(("điện",), 1.0),))
    groups = english_groups([PEOPLE, evn], ["electricity"], idf_of(), frozenset({"people"}))
    assert [group.source for group in groups] == ["electricity"]
    assert groups[0].forms["plain_words", "electricity"] == 1.0


def test_a_piece_that_the_archive_never_says_has_the_weight_of_something_unknown() -> None:
    unheard = Piece("samovar", (Reading(("samovar",), 1.0, is_plain=True),))
    (group,) = english_groups([unheard], (), idf_of(samovar=9.0), frozenset())
    assert not group.forms
    assert group.weight is not None
