"""Writes `config.toml` and the settings' reference page from the settings themselves, so that neither goes stale.

`python -m bot.settings_page` writes both; a test in tests/architecture compares them with what this makes.
"""

import json
import textwrap
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel
from pydantic_core import PydanticUndefined, to_jsonable_python

from bot.settings import Settings
from bot.settings_sources import PREFIX, section_of

WIDTH = 110
CONFIG_HEAD = """\
# The settings of hoidap. Every one is listed with its default, commented out: remove the `#` to change it.
# Written by `python -m bot.settings_page`; the same list with the names of the environment variables is in
# docs/reference/config.md. Secrets never stand here: set TELEGRAM_BOT_TOKEN or TELEGRAM_BOT_TOKEN_FILE instead.
"""
PAGE_HEAD = """\
# Settings

Written by `python -m bot.settings_page` from the settings' own descriptions (meaning; unit; default; why).

A setting comes from its environment variable, else from the configuration file, else from its default. The file is
the one named by `--config`, else by `HOIDAP_CONFIG`, else `./config.toml`. What an installation writes is in its home:
`--home`, else `HOIDAP_HOME`, else `data/` beside the configuration file, else `./data`. In a variable, the entries of
a list are separated by commas. An unknown key or an unknown `HOIDAP_*` variable is an error.

Secrets come from the environment only, each also as a file named by the variable with `_FILE` at its end:

| secret | what |
|---|---|
| `TELEGRAM_BOT_TOKEN` | The token that @BotFather gave; the Telegram channel runs when it is set. |
| `TELEGRAM_WEBHOOK_SECRET` | What Telegram must say to the webhook; without one, each start makes its own. |
| `ZALO_BOT_TOKEN` | The token of the bot on the Zalo Bot Platform; the Zalo channel runs when it is set. |
| `ZALO_WEBHOOK_SECRET` | What Zalo must say to the webhook (8-256 characters); without one, it is made of the token. |
| `HOIDAP_WEB_TOKEN` | What people must know to use the web chat when `[channels.web] access` is `token`. |
| `HOIDAP_METRICS_TOKEN` | What Prometheus must know to read /metrics when `[channels.web] metrics` is `token`. |
| `HOIDAP_GENERATOR_KEY` | The key of the endpoint that `[generator]` names, if it wants one. |
"""


def fields_of(model: type[BaseModel]) -> Iterator[tuple[str, object, str]]:
    """Name, default as plain data, and description of each value of a section (not of the sections in it)."""
    for name, field in model.model_fields.items():
        if section_of(model, name) is None:
            default = field.get_default(call_default_factory=True, validated_data={})
            plain = None if default is PydanticUndefined else to_jsonable_python(default)
            yield name, plain, " ".join((field.description or "").split())


def sections(model: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], type[BaseModel]]]:
    """Every section with its path, outer ones first."""
    yield path, model
    for name in model.model_fields:
        below = section_of(model, name)
        if below is not None:
            yield from sections(below, (*path, name))


def config_toml() -> str:
    """The text of `config.toml`."""
    lines = [CONFIG_HEAD]
    for path, section in sections(Settings):
        values = list(fields_of(section))
        if not values:
            continue
        lines += [f"[{'.'.join(path)}]  # {_summary(section)}"]
        for name, default, description in values:
            lines += textwrap.wrap(description, WIDTH, initial_indent="# ", subsequent_indent="# ")
            lines += [f"#{name} = {_toml(default)}", ""]
    return "\n".join(lines).rstrip() + "\n"


def reference_page() -> str:
    """The text of docs/reference/config.md."""
    lines = [PAGE_HEAD]
    for path, section in sections(Settings):
        values = list(fields_of(section))
        if not values:
            continue
        lines += [f"## [{'.'.join(path)}]", "", _summary(section), "", "| setting | default | what |", "|---|---|---|"]
        for name, default, description in values:
            variable = PREFIX + "__".join((*path, name)).upper()
            shown = _toml(default).replace("|", "\\|")
            lines += [f"| `{name}`<br>`{variable}` | `{shown}` | {description.replace('|', chr(92) + '|')} |"]
        lines += [""]
    return "\n".join(lines).rstrip() + "\n"


def _summary(section: type[BaseModel]) -> str:
    return (section.__doc__ or "").strip().splitlines()[0]


def _toml(value: object) -> str:
    """A plain value in TOML; None, which TOML cannot say, as dots to be filled in."""
    return '"..."' if value is None else json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    root = Path(__file__).resolve().parent.parent
    (root / "config.toml").write_text(config_toml(), "utf-8")
    (root / "docs" / "reference" / "config.md").write_text(reference_page(), "utf-8")
