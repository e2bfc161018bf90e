"""Secrets: from an environment variable or from the file that its `..._FILE` twin names, and from nowhere else."""

from collections.abc import Mapping
from pathlib import Path

from bot.errors import BadConfig


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
