"""Where errors end: one line on standard error and a named exit code, never a traceback unless asked for."""

import errno
import os
import sys
import traceback
from collections.abc import Sequence

from typer.exceptions import Abort, TyperException

from bot.cli.app import app
from bot.cli.call import Call
from bot.cli.output import ReaderGone, prepare_streams, problem
from bot.errors import BotError
from corpus.errors import CorpusError
from index.errors import SearchIndexError

UNEXPECTED = 1
ENVIRONMENT = 7
INTERRUPTED = 130
PIPE_CLOSED = 141
# What the machine forbids, as opposed to what a program got wrong
_MACHINE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.EMFILE, errno.EIO}


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; what is printed goes to the standard streams."""
    prepare_streams()
    call = Call()
    try:
        result = app(list(arguments) or ["--help"], prog_name="hoidap", standalone_mode=False, obj=call)
    except (KeyboardInterrupt, Abort):
        return INTERRUPTED
    except ReaderGone:
        _silence_stdout()
        return PIPE_CLOSED
    except TyperException as error:
        problem(error.format_message())
        return error.exit_code
    except Exception as error:  # noqa: BLE001 - the boundary: whatever it is, a person gets one line
        if call.debug:
            traceback.print_exc()
        return _told(error)
    return result if isinstance(result, int) else 0


def _told(error: Exception) -> int:
    if isinstance(error, (BotError, CorpusError, SearchIndexError)):
        problem(str(error))
        return error.exit_code
    if isinstance(error, OSError) and error.errno in _MACHINE:
        named = f"{error.filename}: " if error.filename else ""
        problem(f"{named}{error.strerror}; free space or rights are missing there")
        return ENVIRONMENT
    problem(f"unexpected {type(error).__name__}: {error} (a bug; `hoidap --debug ...` shows where)")
    return UNEXPECTED


def _silence_stdout() -> None:
    """Give the interpreter somewhere to flush to, or it complains about the closed pipe on its way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
