"""Slips of the fingers in plain questions are undone; names and what is typed right stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.question import understand
from bot.question_typing import mended


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lam bao nhhieu cuco thanh tra", "lam bao nhieu cuoc thanh tra"),
        ("ong ngueyn van an", "ong nguyen van an"),
        ("vicem va carina lai may phan trma", "vicem va carina lai may phan tram"),
        ("gdp quy 2 tang bao nhieu?", "gdp quy 2 tang bao nhieu?"),
    ],
)
def test_a_slip_is_undone_and_a_name_is_left(typed: str, meant: str) -> None:
    assert mended(typed) == meant


@given(st.text(alphabet="abcdeghiklmnopqrstuvxy 0123?", max_size=40))
def test_mending_twice_changes_nothing_more(text: str) -> None:
    assert mended(mended(text)) == mended(text)


def test_a_mistyped_plain_question_is_understood_as_the_right_one() -> None:
    typed, meant = (
        understand("nam 2017 lam bao nhhieu cuco thanh tra"),
        understand("nam 2017 lam bao nhieu cuoc thanh tra"),
    )
    assert typed == meant
    assert understand("Who is Mr Tiue?").text == "Who is Mr Tiue?"
