"""Generations on disk: built beside the live one, published by a rename, swept when they are old.

    directory/
      current            a one-line file: the name of the live generation
      lock               held by the one process that writes
      generations/
        000001/          manifest.json, alive.npy, lexical/, segments/
        000002.building  left over from a crash, or being built

A generation never changes once it has its final name, so readers need no lock.
"""

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexBusy, IndexStorageFault

CURRENT_NAME, _LOCK, _GENERATIONS, _BUILDING = "current", "lock", "generations", ".building"
_NAME = re.compile(r"\d{6,}$")


def current_generation(directory: Path) -> Path | None:
    """The folder of the live generation; None when nothing was ever published."""
    try:
        name = (directory / CURRENT_NAME).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _fault("read", directory / CURRENT_NAME, error) from error
    return directory / _GENERATIONS / name if _NAME.match(name) else None


def generations(directory: Path) -> list[Path]:
    """All finished generations, oldest first."""
    home = directory / _GENERATIONS
    if not home.is_dir():
        return []
    return sorted((path for path in home.iterdir() if _NAME.match(path.name)), key=lambda path: int(path.name))


@contextmanager
def writing(directory: Path, busy_seconds: float) -> Iterator[None]:
    """Hold the write lock of an index folder; IndexBusy after `busy_seconds`. Disk errors become IndexStorageFault."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with FileLock(directory / _LOCK, timeout=busy_seconds):
            yield
    except Timeout as error:
        raise IndexBusy(
            f"Another process has been writing the index {directory} for {busy_seconds:g} seconds; try again later."
        ) from error
    except OSError as error:
        raise _fault("write", directory, error) from error


@contextmanager
def new_generation(directory: Path) -> Iterator[Path]:
    """An empty folder to build in; published when the block ends well, thrown away when it does not.

    Call it inside `writing`.
    """
    home = directory / _GENERATIONS
    home.mkdir(parents=True, exist_ok=True)
    _sweep_leftovers(home)
    last = generations(directory)
    name = f"{int(last[-1].name) + 1 if last else 1:06}"
    building = home / (name + _BUILDING)
    building.mkdir()
    try:
        yield building
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    for path in sorted(building.rglob("*")):
        _sync(path)
    _sync(building)
    building.rename(home / name)
    _sync(home)
    _point(directory, name)


def generation_before(directory: Path) -> Path | None:
    """The newest finished generation that is older than the live one; None when none was kept."""
    live = current_generation(directory)
    older = [path for path in generations(directory) if live is not None and int(path.name) < int(live.name)]
    return older[-1] if older else None


def point_back(directory: Path, generation: Path) -> None:
    """Make an older generation the live one again. Call it inside `writing`."""
    _point(directory, generation.name)


def _point(directory: Path, name: str) -> None:
    """Make `name` the live generation, in one step."""
    fresh = directory / (CURRENT_NAME + ".new")
    fresh.write_text(name + "\n", encoding="utf-8")
    _sync(fresh)
    fresh.replace(directory / CURRENT_NAME)
    _sync(directory)


def sweep(directory: Path, keep: int) -> None:
    """Remove all but the `keep` newest generations, never the live one. Open files stay readable until closed."""
    live = current_generation(directory)
    for path in generations(directory)[:-keep]:
        if path != live:
            shutil.rmtree(path, ignore_errors=True)


def link_files(source: Path, target: Path) -> None:
    """Fill the new folder `target` with the files of `source`: hard links where possible, lock files left out."""
    target.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir():
        if path.name.endswith(".lock"):
            continue
        if path.suffix == ".json":  # rewritten in place by the writer, so it must not be shared
            shutil.copy2(path, target / path.name)
            continue
        try:
            os.link(path, target / path.name)
        except OSError as error:
            if error.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP):
                raise
            shutil.copy2(path, target / path.name)


def _sweep_leftovers(home: Path) -> None:
    for path in home.glob("*" + _BUILDING):
        shutil.rmtree(path, ignore_errors=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _fault(doing: str, path: Path, error: OSError) -> IndexStorageFault:
    reason = error.strerror or str(error)
    return IndexStorageFault(f"Cannot {doing} {path}: {reason}; check the disk's space and permissions.")
