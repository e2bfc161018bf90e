"""What `hoidap doctor` says of Zalo: from the configuration and the database, without calling anybody."""

from pathlib import Path

import pytest

from bot.doctor import Finding, examine
from bot.settings import load_configuration
from bot.state.database import BotState
from bot.state.outbox import Send
from tests.conftest import configured

TOKEN = "9:made-up-token"  # noqa: S105 - made up here
LIMIT = "\n[channels.zalo]\nmonthly_messages = 5\n"


async def zalo(folder: Path, **environ: str) -> Finding:
    findings = await examine(load_configuration(folder / "config.toml", environ={}), environ)
    assert TOKEN not in str(findings)
    (found,) = [finding for finding in findings if finding.subject == "zalo"]
    return found


async def sent(folder: Path, count: int) -> None:
    """Lets the platform take so many messages."""
    async with await BotState.open(folder / "data" / "bot.sqlite3") as state:
        await state.outbox.enqueue([Send("zalo", str(number), "sendMessage") for number in range(count)])
        for item in await state.outbox.due("zalo", 1e12):
            await state.outbox.sent(item, "m")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    configured(tmp_path)
    with (tmp_path / "config.toml").open("a") as config:
        config.write(LIMIT)
    return tmp_path


async def test_off_on_and_told_twice(folder: Path) -> None:
    assert (await zalo(folder)).state == "note"
    on = await zalo(folder, ZALO_BOT_TOKEN=TOKEN)
    assert (on.state, "polling" in on.told) == ("ok", True)
    both = await zalo(folder, ZALO_BOT_TOKEN=TOKEN, ZALO_BOT_TOKEN_FILE="x")  # noqa: S106 - a path
    assert both.state == "fault"


async def test_how_many_messages_of_the_month_are_sent(folder: Path) -> None:
    await sent(folder, 3)
    on = await zalo(folder, ZALO_BOT_TOKEN=TOKEN)
    assert (on.state, "3 of 5 messages" in on.told) == ("ok", True)
    await sent(folder, 1)
    late = await zalo(folder, ZALO_BOT_TOKEN=TOKEN)
    assert (late.state, "4 of 5 messages" in late.told) == ("note", True)
    (folder / "data" / "bot.sqlite3").write_bytes(b"x" * 5000)
    damaged = await zalo(folder, ZALO_BOT_TOKEN=TOKEN)
    assert (damaged.state, "bot.sqlite3 is damaged" in damaged.told) == ("fault", True)
