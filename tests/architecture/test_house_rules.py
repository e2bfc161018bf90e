"""House rules that a linter cannot see: sizes, wording, versions, dependencies, packaged files."""

import re
import tomllib
from pathlib import Path
from string import Template

import pytest

from bot.wording import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("bot", "index", "corpus")
LONGEST_MODULE = 300
# Texts whose placeholders differ with the language's grammar: English writes out the month, Vietnamese numbers it
GRAMMAR = {"answers.date"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def modules() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def test_no_module_is_longer_than_a_sitting() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in modules()
        if (count := len(path.read_text("utf-8").splitlines())) > LONGEST_MODULE
    }
    assert not long


def test_no_module_is_named_for_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "common", "misc", "core", "manager", "base"}
    assert not [path for path in modules() if vague & set(path.stem.split("_"))]


def wording(language: str) -> dict[str, dict[str, str]]:
    folder = ROOT / "bot" / "wording" / language
    return {path.stem: tomllib.loads(path.read_text("utf-8")) for path in folder.glob("*.toml")}


def test_every_language_says_the_same_things_with_the_same_placeholders() -> None:
    first, *others = (wording(language) for language in LANGUAGES)
    for other in others:
        assert set(first) == set(other)
        for subject, texts in first.items():
            assert set(texts) == set(other[subject]), subject
            for key, text in texts.items():
                if f"{subject}.{key}" in GRAMMAR:
                    continue
                there = Template(str(other[subject][key]))
                assert set(Template(str(text)).get_identifiers()) == set(there.get_identifiers()), f"{subject}.{key}"


def test_the_changelog_begins_with_the_version_of_the_project() -> None:
    versions = re.findall(r"^## \[(\d[^\]]*)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert versions[0] == PROJECT["project"]["version"]


def requirement_names() -> list[str]:
    """What an installation or a developer gets; systems to compare with have environments of their own."""
    project = PROJECT["project"]
    extras = {name: lines for name, lines in project["optional-dependencies"].items() if not name.startswith("bench-")}
    lines = [*project["dependencies"], *(line for extra in extras.values() for line in extra)]
    return [match.group() for line in lines if (match := re.match(r"[A-Za-z0-9_.-]+", line))]


def test_every_dependency_has_its_reason_and_its_pin() -> None:
    reasons = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text("utf-8")
    pins = {
        line.split("==")[0].lower().replace("_", "-")
        for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
        if "==" in line
    }
    for name in requirement_names():
        assert f"`{name}`" in reasons, f"{name} has no line in docs/decisions/0002-dependencies.md"
        assert name.lower() in pins, f"{name} is not pinned in constraints.txt"


def test_every_data_file_of_the_rooms_is_packaged() -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["*"]
    left_out = []
    for room in ROOMS:
        packaged = {path for pattern in patterns for path in (ROOT / room).glob(pattern)}
        data = {path for path in (ROOT / room).rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"}}
        left_out += sorted(str(path.relative_to(ROOT)) for path in data - packaged)
    assert not left_out


@pytest.mark.parametrize("room", ROOMS)
def test_every_folder_of_code_is_a_package(room: str) -> None:
    bare = {path.parent for path in (ROOT / room).rglob("*.py") if not (path.parent / "__init__.py").exists()}
    assert not bare
