"""What can go wrong in the corpus room, and with which exit code a command then ends.

    CorpusError
    ├── BadInput      3  a file, link or text that cannot be taken in as it stands
    ├── NotFound      4  no article, or no version of it, under that key
    ├── Busy          6  another process is writing to the store
    └── StorageFault  7  disk full, no permission, a damaged or foreign database

Messages are one English sentence that names the thing, the value and the mend.
"""

from typing import ClassVar


class CorpusError(Exception):
    """Any expected fault of the corpus room; `exit_code` is what a command ends with."""

    exit_code: ClassVar[int] = 1


class BadInput(CorpusError):
    """A file, link or text that cannot be taken in as it stands."""

    exit_code = 3


class NotFound(CorpusError):
    """No article, or no such version of it, under the key that was given."""

    exit_code = 4


class Busy(CorpusError):
    """Another process kept the store locked for longer than we wait."""

    exit_code = 6


class StorageFault(CorpusError):
    """The disk or the database file does not allow it."""

    exit_code = 7
