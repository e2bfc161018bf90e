"""The log files of a running server: JSON Lines that rotate, with tokens kept out of them."""

import logging
import re
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from bot.errors import EnvironmentFault
from bot.home import Home
from bot.logs_settings import LogSettings

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

FILE_NAME = "hoidap.jsonl"
# httpx logs each URL at INFO, and Telegram's URLs hold the token
QUIET = ("httpx", "httpcore", "telegram", "uvicorn", "asyncio", "filelock", "faiss")
_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")


class _Telling(logging.Handler):
    """Passes warnings on to whoever watches the terminal, one line each."""

    def __init__(self, tell: "Callable[[str], None]") -> None:
        super().__init__(logging.WARNING)
        self._told = tell

    def emit(self, record: logging.LogRecord) -> None:
        text = record.msg.get("event", "") if isinstance(record.msg, dict) else record.getMessage()
        self._told(_TOKEN.sub("***", f"{text}"))


def start_logging(home: Home, settings: LogSettings, *, warn: "Callable[[str], None] | None" = None) -> None:
    """Send the log of this process to the home's log files, and its warnings also to `warn`.

    Raises EnvironmentFault when the files cannot be written.
    """
    import structlog

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
        _without_tokens,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    )
    handler = _file_handler(home, settings)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=before, processors=last))
    root = logging.getLogger()
    root.addHandler(handler)
    if warn:
        root.addHandler(_Telling(warn))
    root.setLevel(settings.level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _file_handler(home: Home, settings: LogSettings) -> RotatingFileHandler:
    try:
        home.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
        return RotatingFileHandler(
            home.logs / FILE_NAME,
            maxBytes=settings.max_bytes,
            backupCount=settings.keep_files - 1,
            encoding="utf-8",
        )
    except OSError as error:
        reason = error.strerror or str(error)
        raise EnvironmentFault(f"the log folder {home.logs} cannot be written: {reason}; give it rights") from error


def _without_tokens(
    _logger: object, _method: str, event: "MutableMapping[str, object]"
) -> "MutableMapping[str, object]":
    """A second fence: nothing shaped like a bot token is written, wherever it came from."""
    return {key: _masked(value) for key, value in event.items()}


def _masked(value: object) -> object:
    if isinstance(value, str):
        return _TOKEN.sub("***", value)
    if isinstance(value, dict):
        return {key: _masked(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(entry) for entry in value]
    return value
