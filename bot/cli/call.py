"""What the options before the command say, and the configuration that follows from them."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bot.home import Home
from bot.settings import Configuration, Settings, load_configuration


@dataclass
class Call:
    """One call of `hoidap`. The configuration is read when a command first needs it, once."""

    config: Path | None = None
    home_folder: Path | None = None
    debug: bool = field(default=False)

    @cached_property
    def configuration(self) -> Configuration:
        """The configuration in force. Raises BadConfig."""
        return load_configuration(self.config, self.home_folder)

    @property
    def settings(self) -> Settings:
        """The settings in force. Raises BadConfig."""
        return self.configuration.settings

    @property
    def home(self) -> Home:
        """The home in force. Raises BadConfig."""
        return Home(self.configuration.home)
