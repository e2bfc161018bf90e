"""Fixtures for tests that drive `hoidap` as a person would: a home with the samples, and a way to run commands."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli.boundary import run

# The plain embedder: these tests are about commands, not about how well something is found
PLAIN_CONFIG = '[embedder]\nname = "hashing"\nwidth = 64\n'


@dataclass(frozen=True)
class Outcome:
    """What one command left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[Any]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.split("\n") if line]

    @property
    def row(self) -> Any:  # noqa: ANN401 - any JSON
        """The one JSON line on standard output."""
        (row,) = self.rows
        return row

    @property
    def sentence(self) -> str:
        """The one line of the error."""
        (line,) = self.err.splitlines()
        assert line.startswith("error: ")
        return line.removeprefix("error: ")


@dataclass(frozen=True)
class Installation:
    """A folder with a configuration, where commands run in this process."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def home(self) -> Path:
        """Where the installation writes."""
        return self.folder / "data"

    def hoidap(self, *arguments: str) -> Outcome:
        """Run one command to its end."""
        self.capsys.readouterr()
        code = run(["--config", str(self.folder / "config.toml"), *arguments])
        out, err = self.capsys.readouterr()
        return Outcome(code, out, err)

    def write(self, name: str, content: str | bytes) -> str:
        """A file in the folder; its path."""
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)


def configured(folder: Path) -> Path:
    """The folder, with the plain configuration in it."""
    (folder / "config.toml").write_text(PLAIN_CONFIG, "utf-8")
    return folder


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with the samples, made once; never to be written to."""
    folder = configured(tmp_path_factory.mktemp("samples"))
    assert run(["--config", str(folder / "config.toml"), "corpus", "samples"]) == 0
    return folder


@pytest.fixture
def fresh(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Installation:
    """An installation that never held an article."""
    return Installation(configured(tmp_path), capsys)


@pytest.fixture
def reading(sample_folder: Path, capsys: pytest.CaptureFixture[str]) -> Installation:
    """The installation with the samples, for reading only."""
    return Installation(sample_folder, capsys)


@pytest.fixture
def filled(sample_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Installation:
    """A copy of the installation with the samples, to write to."""
    folder = tmp_path / "filled"
    shutil.copytree(sample_folder, folder)
    return Installation(folder, capsys)


Runner = Callable[..., Outcome]
