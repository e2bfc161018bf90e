"""Pictures for Zalo, which fetches them from an address instead of taking them: shown by the webhook's own server.

A picture's name cannot be guessed and its file goes after two days; whoever has the address can see it until then, as
anywhere that pictures are shown by address.
"""

import asyncio
import re
import secrets
import time
from collections.abc import Callable
from pathlib import Path

_NAME = re.compile(r"[\w-]{22}\.png", re.ASCII)
_KEEP_SECONDS = 48 * 3600.0


class Pictures:
    """Files in a folder, each under an address that begins with `public_url`; `clock` gives seconds since 1970."""

    def __init__(self, folder: Path, public_url: str, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._url = public_url.rstrip("/")
        self._clock = clock

    async def publish(self, png: bytes) -> str:
        """Keeps a picture; its address. Raises OSError when it cannot be written."""
        name = f"{secrets.token_urlsafe(16)}.png"
        await asyncio.to_thread(self._keep, name, png)
        return f"{self._url}/pictures/{name}"

    async def at(self, path: str) -> bytes | None:
        """The picture that a path ends in, or None."""
        name = path.rpartition("/")[2]
        if not path.endswith(f"pictures/{name}") or not _NAME.fullmatch(name):
            return None
        try:
            return await asyncio.to_thread((self._folder / name).read_bytes)
        except OSError:
            return None

    def _keep(self, name: str, png: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in self._folder.glob("*.png"):
            if old.stat().st_mtime < self._clock() - _KEEP_SECONDS:
                old.unlink(missing_ok=True)
        (self._folder / name).write_bytes(png)
