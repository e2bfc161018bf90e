"""The shelf of generators: one part per file, chosen by name in `config.toml`."""

from importlib import import_module
from importlib.util import find_spec

from bot.errors import BadConfig
from bot.generator import Generator
from bot.generator_settings import GeneratorSettings


def open_generator(settings: GeneratorSettings, key: str | None) -> Generator:
    """The generator that the settings name; `key` is its secret. Raises BadConfig when it cannot be had."""
    name = settings.name.replace("-", "_")
    if not name.isidentifier() or find_spec(f"{__name__}.{name}") is None:
        raise BadConfig(
            f"there is no generator called {settings.name!r}; set generator.name to one of none, openai-compatible"
        )
    generator: Generator = import_module(f"{__name__}.{name}").open_part(settings, key)
    return generator
