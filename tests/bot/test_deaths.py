"""The judge of the crash tests: what it lets pass and what it does not."""

import pytest

from tests.emulators.zalo import Call
from tests.fakes.deaths import lives_in, repeated_without_need

A1, A2, A3, B1 = ("a", "1"), ("a", "2"), ("a", "3"), ("b", "1b")


@pytest.mark.parametrize(
    ("lives", "wrong"),
    [
        ([[A1, B1, A2]], []),
        ([[A1, B1], [A1, A2]], []),  # the death may have fallen on a's first message
        ([[A1], [A1], [A1, A2]], []),  # and again
        ([[A1, A2], [A1]], ["1"]),  # the second was sent, so the first was known to be taken
        ([[A1, A1]], ["1"]),  # no death between
        ([[A1], [A2], [A1]], ["1"]),
        ([[A1], [B1], [A1, A3]], []),  # the life between never got to it
    ],
)
def test_only_what_was_on_its_way_may_come_again(lives: list[list[tuple[str, str]]], wrong: list[str]) -> None:
    assert repeated_without_need(lives) == wrong


def test_a_life_begins_with_the_question_who_one_is() -> None:
    calls = [("getMe", {}), ("sendMessage", {"chat_id": 5, "text": "x"}), ("getUpdates", {}), ("getMe", {})]
    assert lives_in(Call(method, given, 200) for method, given in calls) == [[], [(5, "x")], []]
