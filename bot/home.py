"""The home folder: everything that an installation writes, and where in it."""

from dataclasses import dataclass
from pathlib import Path

from bot.errors import EnvironmentFault


@dataclass(frozen=True, slots=True)
class Home:
    """Names of the files and folders in a home; nothing is created by naming it."""

    folder: Path

    @property
    def database(self) -> Path:
        """Articles, their versions and the audit trail."""
        return self.folder / "corpus.sqlite3"

    @property
    def bot_database(self) -> Path:
        """People, conversations, and messages that wait to be answered or sent."""
        return self.folder / "bot.sqlite3"

    @property
    def databases(self) -> tuple[Path, ...]:
        """All databases; the one that speaks of articles before the articles, so that a copy never lacks one."""
        return self.bot_database, self.database

    @property
    def index(self) -> Path:
        """Generations of the search index."""
        return self.folder / "index"

    @property
    def logs(self) -> Path:
        """What a running server writes down."""
        return self.folder / "logs"

    @property
    def pictures(self) -> Path:
        """Charts that a platform fetches from an address; each for two days."""
        return self.folder / "pictures"

    @property
    def inbox(self) -> Path:
        """Where versions before 0.2 kept what they had received; taken over at the first start."""
        return self.folder / "inbox"

    def prepare(self) -> None:
        """Create the folder, readable by its owner only. Raises EnvironmentFault when that is not allowed."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            reason = error.strerror or str(error)
            raise EnvironmentFault(
                f"the home folder {self.folder} cannot be created: {reason}; choose another one with --home"
            ) from error
