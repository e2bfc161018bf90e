"""The command line: one module per group of commands, one boundary where errors become exit codes."""

import sys


def main() -> None:
    """What the command `hoidap` runs."""
    from bot.cli.boundary import run

    raise SystemExit(run(sys.argv[1:]))
