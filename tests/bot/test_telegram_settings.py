"""Settings of the Telegram channel, as a file or a variable gives them."""

import pytest
from pydantic import ValidationError

from bot.channels.telegram.settings import TelegramSettings
from bot.roles import Role, Roles


@pytest.mark.parametrize("given", ["1, 22,333", ["1", "22", "333"], [1, 22, 333], "1,,22,333,"])
def test_numbers_may_come_with_commas(given: object) -> None:
    assert TelegramSettings.model_validate({"admins": given}).admins == (1, 22, 333)


@pytest.mark.parametrize(
    "given",
    [
        {"admins": "me"},
        {"admins": True},
        {"base_url": "https://api.telegram.org"},
        {"mode": "carrier pigeon"},
        {"mode": "webhook"},
        {"mode": "webhook", "webhook": {"url": "ftp://x"}},
        {"poll_seconds": -1},
        {"token": "1:x"},
    ],
)
def test_what_does_not_fit_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        TelegramSettings.model_validate(given)


def test_the_address_of_files_follows_from_the_other_unless_it_is_given() -> None:
    assert TelegramSettings().file_url == "https://api.telegram.org/file/bot"
    assert TelegramSettings(base_url="http://localhost:1/x/bot").file_url == "http://localhost:1/x/file/bot"
    assert TelegramSettings(base_file_url="http://files/bot").file_url == "http://files/bot"


def test_who_is_who_comes_from_the_settings() -> None:
    closed = TelegramSettings(members="closed", admins=(1,), allowed=(2,)).door_rules
    roles = Roles({"telegram": closed})
    assert [roles.of("telegram", number) for number in (1, 2, 3)] == [Role.ADMIN, Role.MEMBER, Role.STRANGER]
    assert Roles({"telegram": TelegramSettings().door_rules}).of("telegram", 3) == Role.MEMBER
