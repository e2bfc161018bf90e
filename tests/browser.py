"""Headless Chromium for journeys: Debian's browser, driven by playwright, nothing downloaded.

Without a browser these tests are skipped with the reason; where `CI` is set they fail instead.
"""

import os
import shutil
from collections.abc import AsyncIterator
from typing import NoReturn

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Error, async_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for the tests of a module, which run in the module's event loop; each takes a context of its own."""
    path = shutil.which("chromium")
    if path is None:
        _missing("no `chromium` on the PATH; on Debian: apt install chromium")
    async with async_playwright() as playwright:
        try:
            started = await playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        except Error as error:
            _missing(f"{path} does not start: {error.message.splitlines()[0]}")
        yield started
        await started.close()


def _missing(reason: str) -> NoReturn:
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(reason)
    pytest.skip(reason)
