"""What can go wrong in the bot room, and with which exit code a command then ends.

    BotError
    ├── UsageFault        2  the command was called in a way it does not know
    ├── BadQuestion       3  an empty or oversized question
    ├── BadConfig         3  a missing, unknown or ill-typed setting
    ├── BadBatch          3  some lines of a batch could not be used
    ├── BadGate           3  a gate file that cannot be used with these questions
    ├── Worse             3  answers got worse than the recorded ones, or than the live index gives
    ├── BadBackup         3  an archive that is no sound backup
    └── EnvironmentFault  7  port in use, disk full, no permission, missing program

The rooms below have trees of their own (`corpus.errors`, `index.errors`) with the same attribute `exit_code`.
Messages are one English sentence that names the thing, the value and the mend.
"""

from typing import ClassVar


class BotError(Exception):
    """Any expected fault of the bot room; `exit_code` is what a command ends with."""

    exit_code: ClassVar[int] = 1


class UsageFault(BotError):
    """A command was called in a way it does not know."""

    exit_code = 2


class BadQuestion(BotError):
    """A question that is empty or longer than the limit."""

    exit_code = 3


class BadConfig(BotError):
    """A configuration file or environment variable that cannot be used as it stands."""

    exit_code = 3


class BadBatch(BotError):
    """Some lines of a batch could not be used; the good ones were done."""

    exit_code = 3


class BadGate(BotError):
    """A gate file that cannot be read, or was recorded on other questions."""

    exit_code = 3


class Worse(BotError):
    """Evaluation was done and found answers worse than those it was compared with."""

    exit_code = 3


class BadBackup(BotError):
    """An archive that is no backup, is damaged, or holds what no backup holds."""

    exit_code = 3


class EnvironmentFault(BotError):
    """The machine does not allow it: port in use, disk full, no permission, a program that is missing."""

    exit_code = 7
