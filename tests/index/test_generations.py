"""Generations on disk: swapped in one step, left alone by crashes, one writer at a time, old ones swept."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from index.builder import rebuild, update
from index.errors import IndexBusy, IndexStorageFault
from index.generation import current_generation, generations
from index.manifest import read_current
from index.searcher import Searcher
from index.settings import IndexSettings
from tests.index.made import all_passages, passages_of

SETTINGS = IndexSettings(busy_seconds=0.05)
CRASH = """
import os, signal, sys
from pathlib import Path
from index.builder import rebuild
from index.settings import IndexSettings
from tests.index.made import all_passages

def passages():
    yield from all_passages()
    os.kill(os.getpid(), signal.SIGKILL)

rebuild(Path(sys.argv[1]), passages(), revision=2, embedder=None, settings=IndexSettings())
"""


def made(home: Path, revision: int = 1) -> None:
    rebuild(home, all_passages(), revision=revision, embedder=None, settings=SETTINGS)


def test_a_killed_build_leaves_the_old_generation_live_and_is_swept_by_the_next(tmp_path: Path) -> None:
    made(tmp_path)
    root = Path(__file__).parents[2]
    killed = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", CRASH, str(tmp_path)], cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    left = [path.name for path in (tmp_path / "generations").iterdir()]
    assert any(name.endswith(".building") for name in left)
    manifest = read_current(tmp_path)
    assert manifest is not None
    assert manifest.revision == 1
    assert Searcher.open(tmp_path, embedder=None, settings=SETTINGS).verify() == []
    made(tmp_path, revision=3)
    assert [path.name for path in (tmp_path / "generations").iterdir() if path.name.endswith(".building")] == []


def test_a_build_that_fails_changes_nothing(tmp_path: Path) -> None:
    made(tmp_path)
    before = current_generation(tmp_path)

    class Torn(Exception):
        pass

    def torn():  # noqa: ANN202 - a generator that only raises
        yield all_passages()[0]
        raise Torn

    with pytest.raises(Torn):
        update(tmp_path, torn(), [], revision=2, embedder=None, settings=SETTINGS)
    assert current_generation(tmp_path) == before
    assert generations(tmp_path) == [before]
    assert Searcher.open(tmp_path, embedder=None, settings=SETTINGS).verify() == []


def test_an_update_does_not_touch_the_generation_before(tmp_path: Path) -> None:
    made(tmp_path)
    old = current_generation(tmp_path)
    opened = Searcher.open(tmp_path, embedder=None, settings=SETTINGS)
    assert old is not None
    files = {path: path.read_bytes() for path in (old / "lexical").iterdir()}
    update(tmp_path, passages_of("moi", "Mới", "Bài mới."), ["dai-hoi"], revision=2, embedder=None, settings=SETTINGS)
    assert {path: path.read_bytes() for path in (old / "lexical").iterdir()} == files
    assert opened.search("tổ chức cơ sở đảng").hits[0].passage.article_id == "dai-hoi"
    assert opened.verify() == []


def test_only_the_newest_generations_are_kept(tmp_path: Path) -> None:
    for revision in range(1, 5):
        made(tmp_path, revision)
    kept = generations(tmp_path)
    assert len(kept) == SETTINGS.keep_generations
    assert kept[-1] == current_generation(tmp_path)


def test_a_second_writer_is_told_that_the_index_is_busy(tmp_path: Path) -> None:
    made(tmp_path)
    with FileLock(tmp_path / "lock"), pytest.raises(IndexBusy, match="try again"):
        made(tmp_path, revision=2)


def test_a_folder_that_cannot_be_written_is_a_storage_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(IndexStorageFault, match="file"):
        made(tmp_path / "file" / "index")
