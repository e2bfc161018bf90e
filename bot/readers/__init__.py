"""The shelf of readers: one part per file or folder, chosen by name in `config.toml`."""

from importlib import import_module
from importlib.util import find_spec

from bot.errors import BadConfig
from bot.reader import Reader


def open_reader(name: str) -> Reader:
    """The reader of that name. Raises BadConfig when the shelf has none."""
    if not name.isidentifier() or name == "settings" or find_spec(f"{__name__}.{name}") is None:
        raise BadConfig(f"There is no reader called {name!r}; set `answers.reader` to one of `span`, `sentence`.")
    reader: Reader = import_module(f"{__name__}.{name}").open_part()
    return reader
