"""Settings of the web chat. The access token is a secret and not here: HOIDAP_WEB_TOKEN or HOIDAP_WEB_TOKEN_FILE."""

from ipaddress import ip_address
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

HostName = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,253}$")]
Access = Literal["local", "token", "everyone"]
MetricsAccess = Literal["off", "local", "token"]


class WebSettings(BaseModel):
    """Where the web chat listens, who may use it, and how much of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(
        default="127.0.0.1",
        min_length=1,
        max_length=253,
        description="Address the web chat listens on; a name or an IP address; default 127.0.0.1: "
        "only this machine reaches it until somebody decides otherwise.",
    )
    port: int = Field(
        default=8080,
        ge=0,
        le=65535,
        description="Port the web chat listens on; a number, 0 for any free one; default 8080: "
        "needs no special rights and is easy to remember.",
    )
    access: Access = Field(
        default="local",
        description="Who may use the web chat; local (this machine only), token (whoever knows HOIDAP_WEB_TOKEN) "
        "or everyone (whoever reaches it); default local: an archive is not opened to a network by accident.",
    )
    metrics: MetricsAccess = Field(
        default="local",
        description="Who may read the figures for Prometheus at /metrics; off, local (programs on this machine, not "
        "through a proxy) or token (whoever knows HOIDAP_METRICS_TOKEN); default local: how much is asked is nobody "
        "else's business.",
    )
    allowed_hosts: tuple[HostName, ...] = Field(
        default=(),
        max_length=64,
        description="Names people type to reach the web chat beyond this machine; host names without port; "
        "default none: requests for other names are turned away, so that no foreign page can read the archive.",
    )
    trusted_proxies: tuple[str, ...] = Field(
        default=(),
        max_length=64,
        description="Addresses of reverse proxies whose X-Forwarded-* headers are believed; IP addresses or networks; "
        "default none: otherwise anyone could pretend to be someone else.",
    )
    max_body_bytes: int = Field(
        default=65_536,
        ge=1024,
        description="Largest request taken; bytes; default 65536: seven questions of the longest kind fit.",
    )
    requests_per_minute: int = Field(
        default=60,
        ge=1,
        description="Questions and token attempts taken from one address; count per minute; default 60: "
        "nobody types faster, and a loop cannot keep the others waiting.",
    )
    max_turns: int = Field(
        default=6,
        ge=0,
        le=50,
        description="Earlier questions that may come along for a follow-up; count; default 6: "
        "a follow-up rarely reaches back further.",
    )
    examples: tuple[str, ...] = Field(
        default=(),
        max_length=3,
        description="Questions offered at the start; up to three texts; default none: three that the sample "
        "articles answer.",
    )
    stop_seconds: int = Field(
        default=5,
        ge=0,
        le=600,
        description="How long requests under way may take when the server stops; seconds; default 5: "
        "an answer takes far less.",
    )

    @property
    def beyond_loopback(self) -> bool:
        """Whether other machines could reach the server at `host`."""
        return not is_loopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether `host` can only mean this machine: localhost, 127.0.0.0/8 or ::1."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
