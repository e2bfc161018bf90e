"""The command line: one module per group of commands, one boundary where errors become exit codes."""

import os
import signal
import sys

# Before numpy is there to read it. Its threads wait for each other in a loop that takes the processor from everyone
# else: of two cores, answering took 36 ms a question instead of 15. Whoever answers side by side brings threads enough
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def main() -> None:
    """What the command `hoidap` runs."""
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    from bot.cli.boundary import run

    signal.signal(signal.SIGINT, _interrupt)
    raise SystemExit(run(sys.argv[1:]))


def _interrupt(_number: int, _frame: object) -> None:
    """Ctrl-C ends whatever runs at once; left to asyncio, a command that waits for input would wait on."""
    raise KeyboardInterrupt
