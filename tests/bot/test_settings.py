"""Settings: where they come from, which wins, and what is said about those that cannot be."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.errors import BadConfig
from bot.secret import secret
from bot.settings import Settings, load_configuration


def loaded(tmp_path: Path, text: str | None = None, **environ: str) -> Settings:
    if text is not None:
        (tmp_path / "config.toml").write_text(text, "utf-8")
    return load_configuration(environ=environ, folder=tmp_path).settings


def fault(tmp_path: Path, text: str | None = None, **environ: str) -> str:
    with pytest.raises(BadConfig) as caught:
        loaded(tmp_path, text, **environ)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert loaded(tmp_path) == Settings()


def test_settings_cannot_be_changed_afterwards(tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        loaded(tmp_path).channels.web.port = 1


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    text = "[channels.web]\nport = 9000\nmax_turns = 3\n"
    web = loaded(tmp_path, text, HOIDAP_CHANNELS__WEB__PORT="9001").channels.web
    assert (web.port, web.max_turns, web.host) == (9001, 3, "127.0.0.1")


def test_lists_in_the_environment_accept_commas(tmp_path: Path) -> None:
    settings = loaded(
        tmp_path, HOIDAP_CHANNELS__TELEGRAM__ADMINS="12, 34", HOIDAP_CHANNELS__WEB__ALLOWED_HOSTS="a.example"
    )
    assert settings.channels.telegram.admins == (12, 34)
    assert settings.channels.web.allowed_hosts == ("a.example",)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[channels.web]\nprot = 1\n", ("channels.web.prot", "did you mean port", "config.toml")),
        ("[kanal]\nx = 1\n", ("kanal", "known here", "channels")),
        ("[channels.web]\nport = 'many'\n", ("channels.web.port", "'many'", "integer")),
        ("[channels.web]\nport = 70000\n", ("channels.web.port", "70000", "65535")),
        ("[channels]\nweb = 5\n", ("channels.web", "5")),
        ("[channels.web\n", ("config.toml", "TOML", "line 1")),
        ("[corpus.splitter]\nmin_words = 500\n", ("corpus.splitter", "min_words")),
    ],
)
def test_a_bad_file_is_named_with_key_value_and_what_is_expected(
    tmp_path: Path, text: str, parts: tuple[str, ...]
) -> None:
    sentence = fault(tmp_path, text)
    assert all(part in sentence for part in parts), sentence


@pytest.mark.parametrize(
    ("variable", "value", "parts"),
    [
        ("HOIDAP_CHANELS__WEB__PORT", "1", ("HOIDAP_CHANELS__WEB__PORT", "HOIDAP_CHANNELS")),
        ("HOIDAP_CHANNELS__WEB__PROT", "1", ("did you mean HOIDAP_CHANNELS__WEB__PORT",)),
        ("HOIDAP_CHANNELS__WEB", "1", ("group of settings", "HOIDAP_CHANNELS__WEB__HOST")),
        ("HOIDAP_CHANNELS__WEB__PORT__X", "1", ("HOIDAP_CHANNELS__WEB__PORT__X", "channels.web.port")),
        ("HOIDAP_CHANNELS__WEB__PORT", "many", ("HOIDAP_CHANNELS__WEB__PORT", "'many'", "integer")),
        ("HOIDAP_", "1", ("HOIDAP_",)),
    ],
)
def test_a_bad_variable_is_named_with_what_is_known(
    tmp_path: Path, variable: str, value: str, parts: tuple[str, ...]
) -> None:
    sentence = fault(tmp_path, **{variable: value})
    assert all(part in sentence for part in parts), sentence


def test_other_programs_variables_are_none_of_ours(tmp_path: Path) -> None:
    others = {"HOIDAPX": "1", "PATH": "/bin", "HOIDAP_WEB_TOKEN": "s"}
    assert loaded(tmp_path, **others) == Settings()


def test_a_named_file_must_be_there_and_be_text(tmp_path: Path) -> None:
    assert "missing.toml" in fault(tmp_path, HOIDAP_CONFIG="missing.toml")
    (tmp_path / "folder.toml").mkdir()
    assert "cannot be read" in fault(tmp_path, HOIDAP_CONFIG="folder.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe")
    assert "UTF-8" in fault(tmp_path, HOIDAP_CONFIG="binary.toml")


def test_the_home_is_beside_the_file_unless_named(tmp_path: Path) -> None:
    elsewhere = tmp_path / "etc"
    elsewhere.mkdir()
    (elsewhere / "mine.toml").write_text("", "utf-8")
    assert load_configuration(environ={}, folder=tmp_path).home == tmp_path / "data"
    named = load_configuration(Path("etc/mine.toml"), environ={}, folder=tmp_path)
    assert (named.home, named.file) == (elsewhere / "data", elsewhere / "mine.toml")
    environ = {"HOIDAP_HOME": "archive"}
    assert load_configuration(environ=environ, folder=tmp_path).home == tmp_path / "archive"
    assert load_configuration(home=Path("other"), environ=environ, folder=tmp_path).home == tmp_path / "other"


def test_a_secret_comes_from_a_variable_or_a_file(tmp_path: Path) -> None:
    held = tmp_path / "token"
    held.write_text("  s3cret\n", "utf-8")
    assert secret("TELEGRAM_BOT_TOKEN", {}) is None
    assert secret("TELEGRAM_BOT_TOKEN", {"TELEGRAM_BOT_TOKEN": "s3cret "}) == "s3cret"
    assert secret("TELEGRAM_BOT_TOKEN", {"TELEGRAM_BOT_TOKEN_FILE": str(held)}) == "s3cret"


def test_faults_of_secrets_never_hold_them(tmp_path: Path) -> None:
    held = tmp_path / "token"
    held.write_text(" ", "utf-8")
    for environ in (
        {"T": "s3cret", "T_FILE": str(held)},
        {"T_FILE": str(held)},
        {"T_FILE": str(tmp_path / "missing")},
    ):
        with pytest.raises(BadConfig) as caught:
            secret("T", environ)
        assert "s3cret" not in str(caught.value)
        assert "T_FILE" in str(caught.value)
