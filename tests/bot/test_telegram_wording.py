"""The words of the Telegram channel: complete in both languages."""

import re
import tomllib
from pathlib import Path
from typing import get_args

from bot.desk import Problem
from bot.wording import LANGUAGES, say

BOT = Path(__file__).parents[2] / "bot"


def words(language: str) -> dict[str, str]:
    return tomllib.loads((BOT / "wording" / language / "telegram.toml").read_text("utf-8"))


def test_both_languages_say_the_same_things_with_the_same_values() -> None:
    placeholders = [{key: set(re.findall(r"\$\w+", text)) for key, text in words(lang).items()} for lang in LANGUAGES]
    assert placeholders[0] == placeholders[1]


def test_everything_that_the_desk_may_answer_has_words() -> None:
    keys = {f"problem_{problem}" for problem in get_args(Problem)} | {"added", "updated", "unchanged", "duplicate"}
    assert keys <= set(words("vi"))
    for key in keys:
        assert say("vi", f"telegram.{key}", megabytes=5)


def test_every_key_that_the_code_names_exists_and_every_key_is_used() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (BOT / "channels" / "telegram").glob("*.py"))
    named = set(re.findall(r'"telegram\.(\w+)"', code))
    assert named <= set(words("vi"))
    unused = {key for key in words("vi") if f'"{key}"' not in code and key not in named}
    assert {key.partition("_")[0] for key in unused} <= {"problem", "command", "added", "updated", "duplicate"}
