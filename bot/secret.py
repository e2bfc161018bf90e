"""Secrets: from an environment variable or from the file that its `..._FILE` twin names, and from nowhere else."""

from collections.abc import Mapping
from pathlib import Path

from bot.errors import BadConfig

# All that hoidap knows, so that logs can keep them out whatever they look like
NAMES = (
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_WEBHOOK_SECRET",
    "ZALO_BOT_TOKEN",
    "ZALO_WEBHOOK_SECRET",
    "HOIDAP_WEB_TOKEN",
    "HOIDAP_METRICS_TOKEN",
    "HOIDAP_GENERATOR_KEY",
)


def secret(name: str, environ: Mapping[str, str]) -> str | None:
    """The secret `name`, without surrounding space; None when neither the variable nor its file is given.

    Raises BadConfig when both are given or the file cannot be read or is empty. No message holds the secret.
    """
    direct, path = environ.get(name, "").strip(), environ.get(f"{name}_FILE", "").strip()
    if direct and path:
        raise BadConfig(f"both {name} and {name}_FILE are set; keep one of them")
    if not path:
        return direct or None
    try:
        value = Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadConfig(f"the file {path}, named by {name}_FILE, cannot be read as text") from error
    if not value:
        raise BadConfig(f"the file {path}, named by {name}_FILE, is empty; put the secret into it")
    return value


def known_secrets(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Every secret that is given. One that cannot be had is left out: whoever needs it says what is wrong."""
    found = []
    for name in NAMES:
        try:
            value = secret(name, environ)
        except BadConfig:
            continue
        if value:
            found.append(value)
    return tuple(found)
