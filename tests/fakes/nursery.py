"""Bots that die: `python -m tests.fakes.nursery MODULE SEED DEATHS ARGUMENT...`, until SIGTERM.

Each bot is a process that an alarm ends at a random moment, without any chance to tidy up, as kill -9 would; the next
one is started at once, and the last one lives. Each birth is a line on standard output. Forked from one parent, none
has to import anything again. A bot is `MODULE.main` with the arguments.
"""

import asyncio
import importlib
import os
import random
import signal
import sys
from collections.abc import Awaitable, Callable

_EARLIEST, _LATEST = 0.05, 0.65


def _bot(main: Callable[..., Awaitable[None]], arguments: tuple[str, ...], dies_after: float | None) -> int:
    """Starts a bot; its process number."""
    child = os.fork()
    if child:
        return child
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if dies_after is not None:
        signal.setitimer(signal.ITIMER_REAL, dies_after)  # nobody handles the alarm: it ends the process
    try:
        asyncio.run(_to_its_end(main, arguments))
    finally:
        os._exit(0)


async def _to_its_end(main: Callable[..., Awaitable[None]], arguments: tuple[str, ...]) -> None:
    await main(*arguments)


def nurse(module: str, seed: str, deaths: str, *arguments: str) -> None:
    """Raises bots until one may live; ends when it has ended."""
    main = importlib.import_module(module).main
    chance = random.Random(int(seed))
    living = 0
    signal.signal(signal.SIGTERM, lambda *_: os.kill(living, signal.SIGTERM))
    for number in range(int(deaths) + 1):
        last = number == int(deaths)
        living = _bot(main, arguments, None if last else chance.uniform(_EARLIEST, _LATEST))
        os.write(1, b"born\n")
        _, status = os.waitpid(living, 0)
        if not last and not os.WIFSIGNALED(status):
            sys.exit(f"bot number {number} ended by itself")
    sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    nurse(*sys.argv[1:])
