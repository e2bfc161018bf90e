"""The command line: one module per group of commands, one boundary where errors become exit codes."""

import signal
import sys


def main() -> None:
    """What the command `hoidap` runs."""
    from bot.cli.boundary import run

    signal.signal(signal.SIGINT, _interrupt)
    raise SystemExit(run(sys.argv[1:]))


def _interrupt(_number: int, _frame: object) -> None:
    """Ctrl-C ends whatever runs at once; left to asyncio, a command that waits for input would wait on."""
    raise KeyboardInterrupt
