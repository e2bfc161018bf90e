"""Settings of the log files."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class LogSettings(BaseModel):
    """What a running server writes down, as JSON Lines in `logs/` of the home folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info",
        description="Least severity that is written; one of debug, info, warning, error; default info: "
        "one line per answered question, without its text.",
    )
    max_bytes: int = Field(
        default=5_000_000,
        ge=10_000,
        description="Size at which a log file is set aside; bytes; default 5000000: opens in any editor.",
    )
    keep_files: int = Field(
        default=5, ge=2, le=100, description="Log files kept; count; default 5: weeks of an association's questions."
    )
