"""No generator: answers keep the article's own words."""

from bot.generator import Asked, Generator
from bot.generator_settings import GeneratorSettings


class Silence:
    """Never says anything."""

    async def words(self, asked: Asked) -> str | None:  # noqa: ARG002 - the shape of a generator
        """Nothing."""
        return None

    async def close(self) -> None:
        """Nothing to let go of."""


def open_part(settings: GeneratorSettings, key: str | None) -> Generator:  # noqa: ARG001 - it needs neither
    """The generator that says nothing."""
    return Silence()
