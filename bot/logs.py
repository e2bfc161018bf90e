"""The log files of a running server: JSON Lines that rotate, with tokens kept out of them."""

import logging
import re
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import EnvironmentFault
from bot.home import Home
from bot.logs_settings import LogSettings

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping, Sequence

FILE_NAME = "hoidap.jsonl"
# httpx logs each URL at INFO, and Telegram's URLs hold the token
QUIET = ("httpx", "httpcore", "telegram", "uvicorn", "asyncio", "filelock", "faiss")
# Shorter ones would take ordinary words out of the log
_LEAST_SECRET = 8
_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")


class _Telling(logging.Handler):
    """Passes warnings on to whoever watches the terminal, one line each."""

    def __init__(self, tell: "Callable[[str], None]", mask: "_Mask") -> None:
        super().__init__(logging.WARNING)
        self._told = tell
        self._mask = mask

    def emit(self, record: logging.LogRecord) -> None:
        text = record.msg.get("event", "") if isinstance(record.msg, dict) else record.getMessage()
        self._told(str(self._mask.of(f"{text}")))


class _File(RotatingFileHandler):
    """A log file that, when the disk is full, says so once instead of showing a traceback for every line."""

    def __init__(self, path: Path, settings: LogSettings, warn: "Callable[[str], None] | None") -> None:
        super().__init__(path, maxBytes=settings.max_bytes, backupCount=settings.keep_files - 1, encoding="utf-8")
        self._warn = warn
        self._is_lost = False

    def emit(self, record: logging.LogRecord) -> None:
        self._is_lost, was_lost = False, self._is_lost
        super().emit(record)
        if self._is_lost and not was_lost and self._warn:
            self._warn(f"the log {self.baseFilename} cannot be written; check space and rights")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002 - logging's own name and shape
        self._is_lost = True

    def close(self) -> None:
        with suppress(OSError):  # the same disk is still full
            super().close()


def start_logging(
    home: Home,
    settings: LogSettings,
    *,
    warn: "Callable[[str], None] | None" = None,
    secrets: "Sequence[str]" = (),
) -> None:
    """Send the log of this process to the home's log files, and its warnings also to `warn`.

    Whatever looks like a bot token is masked, and `secrets` wherever they come up. Raises EnvironmentFault when the
    files cannot be written.
    """
    import structlog

    mask = _Mask(secrets)
    before = (
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    )
    last = (
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        # Without the values of local variables: they hold people's questions
        structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
        mask.event,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    )
    handler = _file_handler(home, settings, warn)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=before, processors=last))
    root = logging.getLogger()
    root.addHandler(handler)
    if warn:
        root.addHandler(_Telling(warn, mask))
    root.setLevel(settings.level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _file_handler(home: Home, settings: LogSettings, warn: "Callable[[str], None] | None") -> RotatingFileHandler:
    try:
        home.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _File(home.logs / FILE_NAME, settings, warn)
    except OSError as error:
        reason = error.strerror or str(error)
        raise EnvironmentFault(f"the log folder {home.logs} cannot be written: {reason}; give it rights") from error


class _Mask:
    """A second fence: neither a known secret nor anything shaped like a bot token is written, wherever it came from."""

    def __init__(self, secrets: "Sequence[str]") -> None:
        known = sorted((re.escape(one) for one in secrets if len(one) >= _LEAST_SECRET), key=len, reverse=True)
        self._pattern = re.compile("|".join([*known, _TOKEN.pattern]))

    def event(
        self, _logger: object, _method: str, event: "MutableMapping[str, object]"
    ) -> "MutableMapping[str, object]":
        """A processor of structlog's."""
        return {key: self.of(value) for key, value in event.items()}

    def of(self, value: object) -> object:
        """The value without them, however deep they are in it."""
        if isinstance(value, str):
            return self._pattern.sub("***", value)
        if isinstance(value, dict):
            return {key: self.of(entry) for key, entry in value.items()}
        if isinstance(value, list | tuple):
            return [self.of(entry) for entry in value]
        return value
