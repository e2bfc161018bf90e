"""The reference is complete: every command and option, every setting, every error stands in docs/reference."""

import importlib
import inspect
import re
from pathlib import Path
from typing import Any

import pytest
import typer.main

from bot import settings_page
from bot.cli.app import app
from bot.errors import BotError
from bot.roles import NotAllowed
from corpus.errors import CorpusError
from index.errors import SearchIndexError

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "docs" / "reference"


def commands(command: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:  # noqa: ANN401 - typer's own
    below = getattr(command, "commands", None)
    if below is None:
        return [(path, command)]
    return [found for name, sub in below.items() for found in commands(sub, (*path, name))]


ALL = commands(typer.main.get_command(app))


@pytest.mark.parametrize(("path", "command"), ALL, ids=[" ".join(path) for path, _ in ALL])
def test_every_command_stands_in_the_reference_with_its_options(path: tuple[str, ...], command: Any) -> None:  # noqa: ANN401
    page = (REFERENCE / "cli.md").read_text("utf-8")
    heading = f"### hoidap {' '.join(path)}\n"
    assert heading in page
    section = page.split(heading)[1].split("\n#")[0]
    for parameter in command.params:
        if parameter.name != "help" and not getattr(parameter, "hidden", False):
            shown = [option for option in parameter.opts if option.startswith("--")]
            assert all(option in section for option in shown), f"{shown} of {heading}"


def test_every_command_of_the_reference_exists() -> None:
    headings = re.findall(r"^### hoidap (.+)$", (REFERENCE / "cli.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(headings) == sorted(" ".join(path) for path, _ in ALL)


def test_every_command_that_prints_has_json_and_every_command_a_help() -> None:
    for path, command in ALL:
        options = {option for parameter in command.params for option in parameter.opts}
        assert "--json" in options or path[-1] in {"serve", "chat"}, path
        assert command.help, path


def test_the_settings_pages_are_what_the_settings_say() -> None:
    mend = "run `python -m bot.settings_page`"
    assert (ROOT / "config.toml").read_text("utf-8") == settings_page.config_toml(), mend
    assert (REFERENCE / "config.md").read_text("utf-8") == settings_page.reference_page(), mend


def test_every_setting_says_what_it_means() -> None:
    for path, section in settings_page.sections(settings_page.Settings):
        for name, _, description in settings_page.fields_of(section):
            assert len(description) > 20, f"{'.'.join(path)}.{name} has no description"


def tree(root: type[Exception]) -> list[type[Exception]]:
    module = importlib.import_module(root.__module__)
    return [found for _, found in inspect.getmembers(module, inspect.isclass) if issubclass(found, root)]


@pytest.mark.parametrize("error", [*tree(CorpusError), *tree(SearchIndexError), *tree(BotError), NotAllowed])
def test_every_error_stands_in_the_reference_with_its_exit_code(error: type[Any]) -> None:
    page = (REFERENCE / "errors.md").read_text("utf-8")
    assert f"| `{error.__name__}` | {error.exit_code} |" in page


def test_the_errors_of_the_reference_exist() -> None:
    page = (REFERENCE / "errors.md").read_text("utf-8")
    known = {error.__name__ for error in (*tree(CorpusError), *tree(SearchIndexError), *tree(BotError), NotAllowed)}
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == known


def code_of(page: Path) -> list[str]:
    """What a page shows as code: the lines of its blocks, and its spans."""
    parts = page.read_text("utf-8").split("```")
    spans = [span for prose in parts[::2] for span in re.findall(r"`([^`\n]+)`", prose)]
    return spans + [line for block in parts[1::2] for line in block.splitlines()]


def test_every_command_that_the_docs_name_exists_with_its_options() -> None:
    known = {path: {option for parameter in command.params for option in parameter.opts} for path, command in ALL}
    groups = {path[0] for path in known if len(path) > 1}
    pages = [ROOT / "README.md", ROOT / "README.vi.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    unknown = []
    for page in pages:
        for code in code_of(page):
            match = re.match(r"(?:[$] |\S+=\S+ |.*[|] )?(?:[.]venv/bin/)?hoidap (?!is ready)([a-z].*)", code)
            words = match.group(1).split("#")[0].split() if match else ["version"]
            path = tuple(words[: 2 if words[0] in groups and len(words) > 1 else 1])
            options = {word for word in words if word.startswith("--")}
            is_group = path[0] in groups and len(path) == 1
            if not is_group and (path not in known or not options <= known[path] | {"--help"}):
                unknown.append(f"{page.relative_to(ROOT)}: {code}")
    assert not unknown
