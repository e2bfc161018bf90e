"""The words of the Telegram channel: complete in both languages."""

import re
import tomllib
from pathlib import Path

from bot.wording import LANGUAGES

BOT = Path(__file__).parents[2] / "bot"


def words(language: str) -> dict[str, str]:
    return tomllib.loads((BOT / "wording" / language / "telegram.toml").read_text("utf-8"))


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    placeholders = [{key: set(re.findall(r"\$\w+", text)) for key, text in words(lang).items()} for lang in LANGUAGES]
    assert placeholders[0] == placeholders[1]


def test_every_key_that_the_code_names_exists_and_every_key_is_used() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (BOT / "channels" / "telegram").glob("*.py"))
    named = set(re.findall(r'"telegram\.(\w+)"', code))
    assert set(words("vi")) == named
