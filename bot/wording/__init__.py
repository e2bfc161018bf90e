"""User-facing wording, per language: `bot/wording/<language>/<subject>.toml`, looked up as `subject.key`."""

import tomllib
from functools import cache
from importlib.resources import files
from string import Template

LANGUAGES = ("vi", "en")


@cache
def _texts(language: str, subject: str) -> dict[str, str]:
    path = files(__name__) / language / f"{subject}.toml"
    return {key: str(value) for key, value in tomllib.loads(path.read_text("utf-8")).items()}


def say(language: str, key: str, **values: object) -> str:
    """The text `subject.key` in a language, with `$name` placeholders filled in.

    Raises KeyError for an unknown key or a placeholder without a value: wording is checked by tests, not at run time.
    """
    subject, _, name = key.partition(".")
    return Template(_texts(language, subject)[name]).substitute({k: str(v) for k, v in values.items()})
