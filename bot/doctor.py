"""`hoidap doctor`: looks at an installation part by part and says, for each fault, what mends it."""

import asyncio
import datetime as dt
import importlib.metadata
import os
import platform
import shutil
import socket
import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from bot.errors import BotError
from bot.home import Home
from bot.secret import secret
from bot.settings import Configuration
from corpus.errors import CorpusError
from index.errors import SearchIndexError

State = Literal["ok", "note", "fault"]
LEAST_FREE_BYTES = 200_000_000
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `ok`, a `note` worth knowing, or a `fault` with its mend in `told`."""

    subject: str
    state: State
    told: str

    def facts(self) -> dict[str, object]:
        """The finding as one JSON object."""
        return asdict(self)


async def examine(configuration: Configuration, environ: Mapping[str, str] = os.environ) -> list[Finding]:
    """Everything that was found, in the order in which parts stand on each other."""
    home = Home(configuration.home)
    findings = [_configuration(configuration), _python(), _packages(), _home(home), _space(home)]
    findings += [finding async for finding in _archive(configuration, home)]
    findings += [await asyncio.to_thread(_people, home)]
    findings += [
        _model(configuration),
        _generator(configuration, environ),
        _port(configuration),
        *_doors(configuration, environ),
    ]
    return findings


def _configuration(configuration: Configuration) -> Finding:
    return Finding("configuration", "ok", str(configuration.file or "the defaults; there is no configuration file"))


def _python() -> Finding:
    told = f"Python {platform.python_version()}"
    if sys.version_info < OLDEST_PYTHON:
        return Finding("python", "fault", f"{told} is too old; install 3.11 or newer and run `make install`")
    return Finding("python", "ok", told)


def _packages() -> Finding:
    missing = []
    for requirement in importlib.metadata.requires("hoidap") or []:
        name = requirement.split(";")[0].split(">")[0].split("=")[0].strip()
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            if "extra ==" not in requirement:
                missing.append(name)
    if missing:
        return Finding("packages", "fault", f"missing: {', '.join(missing)}; run `make install`")
    return Finding("packages", "ok", f"hoidap {importlib.metadata.version('hoidap')} and all that it needs")


def _home(home: Home) -> Finding:
    try:
        home.prepare()
        with tempfile.TemporaryFile(dir=home.folder):
            pass
    except (BotError, OSError) as error:
        told = f"{home.folder} cannot be written ({error}); give it rights or choose another with --home"
        return Finding("home", "fault", told)
    return Finding("home", "ok", str(home.folder))


def _space(home: Home) -> Finding:
    place = next((folder for folder in (home.folder, *home.folder.parents) if folder.exists()), Path("/"))
    free = shutil.disk_usage(place).free
    told = f"{free // 1_000_000:,} MB free".replace(",", " ")
    if free < LEAST_FREE_BYTES:
        return Finding("disk", "fault", f"only {told}; make room, an index update needs {LEAST_FREE_BYTES:,} bytes")
    return Finding("disk", "ok", told)


async def _archive(configuration: Configuration, home: Home) -> AsyncIterator[Finding]:
    """The articles and their index."""
    from bot.assembly import open_store
    from bot.indexing import index_status

    if not home.database.exists():
        yield Finding("articles", "note", "none yet; `hoidap corpus add FILE` or `hoidap corpus samples` brings some")
        return
    try:
        yield await asyncio.to_thread(_database, home)
        async with open_store(configuration.settings, home) as store:
            yield _index(await index_status(store, home.index, configuration.settings))
    except (BotError, CorpusError, SearchIndexError) as error:
        yield Finding("articles", "fault", str(error))


def _database(home: Home) -> Finding:
    """Whether SQLite finds its file in order; it is opened for reading only."""
    try:
        with closing(sqlite3.connect(f"{home.database.as_uri()}?mode=ro", uri=True)) as database:
            (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
            (count,) = database.execute("SELECT count(*) FROM articles WHERE removed = 0").fetchone()
    except sqlite3.Error as error:
        verdict, count = str(error), 0
    if verdict != "ok":
        return Finding("articles", "fault", f"{home.database} is damaged ({verdict}); put back a copy of it")
    return Finding("articles", "ok", f"{count} articles, and the database is sound")


def _index(status: dict[str, object]) -> Finding:
    if not status["corpus_articles"]:
        return Finding("index", "note", "nothing to index yet")
    if status["problem"]:
        return Finding("index", "fault", f"{status['problem']}")
    if status["behind"]:
        told = f"{status['behind']} articles behind the corpus; run `hoidap index update`"
        return Finding("index", "note", told)
    return Finding("index", "ok", f"{status['passages']} passages of {status['articles']} articles")


def _model(configuration: Configuration) -> Finding:
    from bot.assembly import open_embedder_of

    try:
        embedder = open_embedder_of(configuration.settings)
    except SearchIndexError as error:
        return Finding("model", "fault", str(error))
    return Finding("model", "ok", f"{embedder.name}, {embedder.width} numbers a vector, {embedder.fingerprint[:12]}")


def _people(home: Home) -> Finding:
    """Whether the database of people and messages is in order; it is opened for reading only."""
    if not home.bot_database.exists():
        return Finding("people", "note", "nobody has written to the bot yet")
    try:
        with closing(sqlite3.connect(f"{home.bot_database.as_uri()}?mode=ro", uri=True)) as database:
            (verdict,) = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        verdict = str(error)
    if verdict != "ok":
        return Finding("people", "fault", f"{home.bot_database} is damaged ({verdict}); restore a backup")
    return Finding("people", "ok", "the database of people and messages is sound")


def _generator(configuration: Configuration, environ: Mapping[str, str]) -> Finding:
    """Whether a language model words answers. It is not called."""
    from bot.assembly import wording_of
    from bot.metrics import UNMEASURED

    chosen = configuration.settings.generator
    try:
        wording = wording_of(configuration.settings, environ, UNMEASURED)
    except BotError as error:
        return Finding("generator", "fault", str(error))
    return Finding("generator", "ok", f"{chosen.model} at {chosen.base_url}" if wording else "off; answers are quoted")


def _port(configuration: Configuration) -> Finding:
    web = configuration.settings.channels.web
    try:
        family, _, _, _, address = socket.getaddrinfo(web.host, web.port, type=socket.SOCK_STREAM)[0]
        with socket.create_server(address, family=family):
            return Finding("port", "ok", f"{web.host}:{web.port} is free")
    except OSError as error:
        told = f"{web.host}:{web.port} cannot be opened ({error.strerror}); fine while `hoidap serve` runs there"
        return Finding("port", "note", told)


def _doors(configuration: Configuration, environ: Mapping[str, str]) -> list[Finding]:
    """Which channels would run. Only whether a token is there is told, never the token."""
    channels = configuration.settings.channels
    telegram, zalo = channels.telegram, channels.zalo
    of_telegram = f"{telegram.members} to members, {len(telegram.admins)} admins, {telegram.mode}"
    of_zalo = f"{zalo.members} to members, {len(zalo.admins)} admins, {zalo.mode}"
    return [
        Finding("web chat", "ok", f"access: {channels.web.access}"),
        _door("telegram", "TELEGRAM_BOT_TOKEN", of_telegram, environ),
        _quota(configuration, _door("zalo", "ZALO_BOT_TOKEN", of_zalo, environ)),
    ]


def _door(name: str, variable: str, told: str, environ: Mapping[str, str]) -> Finding:
    try:
        token = secret(variable, environ)
    except BotError as error:
        return Finding(name, "fault", str(error))
    return Finding(name, "ok", told) if token else Finding(name, "note", f"off; set {variable} to switch it on")


def _quota(configuration: Configuration, zalo: Finding) -> Finding:
    """The Zalo finding with how many of the month's messages are sent."""
    settings, home = configuration.settings.channels.zalo, Home(configuration.home)
    if zalo.state != "ok" or not settings.monthly_messages or not home.bot_database.exists():
        return zalo
    try:
        sent = _sent_this_month(home)
    except sqlite3.DatabaseError as error:
        return Finding("zalo", "fault", f"{home.bot_database} is damaged ({error}); put back a copy of it")
    told = f"{zalo.told}, {sent} of {settings.monthly_messages} messages sent this month"
    late = sent * 100 >= settings.monthly_messages * settings.warn_at_percent
    return Finding("zalo", "note" if late else "ok", told)


def _sent_this_month(home: Home) -> int:
    """What Zalo took in this calendar month, UTC. Raises sqlite3.DatabaseError for a database that is none."""
    month = dt.datetime.now(dt.UTC).strftime("%Y-%m")
    with closing(sqlite3.connect(f"{home.bot_database.as_uri()}?mode=ro", uri=True)) as database:
        found = database.execute("SELECT count FROM monthly_sends WHERE channel = 'zalo' AND month = ?", (month,))
        row = found.fetchone()
    return int(row[0]) if row else 0
