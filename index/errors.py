"""What can go wrong in this room.

SearchIndexError
├── NoUsableIndex       no index, or one that was made by other settings
├── IndexBusy           another process is writing the index
├── ModelFault          an embedding model cannot be read or does not fit
└── IndexStorageFault   the disk is full, read-only, or a file is damaged
"""

from typing import ClassVar


class SearchIndexError(Exception):
    """Something the index could not do; the message is one sentence that names the mend."""

    exit_code: ClassVar[int] = 1


class NoUsableIndex(SearchIndexError):
    """There is no index, or its manifest does not match what it is to be used with."""

    exit_code: ClassVar[int] = 5


class IndexBusy(SearchIndexError):
    """Another writer holds the lock of the index folder."""

    exit_code: ClassVar[int] = 6


class ModelFault(SearchIndexError):
    """A model, engine or data file that the configuration names cannot be used."""

    exit_code: ClassVar[int] = 3


class IndexStorageFault(SearchIndexError):
    """The index folder cannot be read or written."""

    exit_code: ClassVar[int] = 7
