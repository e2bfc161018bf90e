"""The conversations in the tutorial are what people see."""

from tests.journeys.conversations import TUTORIAL, conversations, in_the_tutorial


async def test_the_conversations_of_the_tutorial_are_true() -> None:
    page = TUTORIAL.read_text("utf-8")
    assert in_the_tutorial(page, await conversations()) == page, "run `python -m tests.journeys.conversations`"
