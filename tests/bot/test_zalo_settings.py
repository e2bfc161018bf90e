"""Settings of the Zalo channel, as a file or a variable gives them."""

import pytest
from pydantic import ValidationError

from bot.channels.zalo.settings import ZaloSettings
from bot.roles import Role, Roles
from bot.settings import Settings
from bot.settings_sources import build, read_environment


@pytest.mark.parametrize("given", ["a1, b2,c3", ["a1", "b2", "c3"], "a1,,b2,c3,"])
def test_ids_may_come_with_commas(given: object) -> None:
    assert ZaloSettings.model_validate({"admins": given}).admins == ("a1", "b2", "c3")


def test_ids_of_digits_alone_stay_text_in_a_variable() -> None:
    environ = {"HOIDAP_CHANNELS__ZALO__ADMINS": "0123,a1", "HOIDAP_CHANNELS__ZALO__BASE_URL": "http://127.0.0.1:1/bot"}
    settings = build(Settings, {}, read_environment(Settings, environ), "the environment")
    assert settings.channels.zalo.admins == ("0123", "a1")


@pytest.mark.parametrize(
    "given",
    [
        {"admins": True},
        {"base_url": "https://bot-api.zaloplatforms.com"},
        {"mode": "carrier pigeon"},
        {"mode": "webhook"},
        {"mode": "webhook", "webhook": {"url": "ftp://x"}},
        {"poll_seconds": -1},
        {"warn_at_percent": 0},
        {"monthly_messages": -1},
        {"token": "1:x"},
    ],
)
def test_what_does_not_fit_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ZaloSettings.model_validate(given)


def test_who_is_who_comes_from_the_settings() -> None:
    rules = ZaloSettings(members="invite", maintainers=("m",), admins=("a",), allowed=("b",)).door_rules
    roles = Roles({"zalo": rules})
    expected = {"m": Role.MAINTAINER, "a": Role.ADMIN, "b": Role.MEMBER, "c": Role.STRANGER}
    assert {name: roles.of("zalo", name) for name in expected} == expected
    assert rules.invites
    assert Roles({"zalo": ZaloSettings().door_rules}).of("zalo", "c") == Role.MEMBER
