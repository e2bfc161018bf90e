"""Who may use the web chat: the people at this machine, those who know the token, or everyone."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.web.settings import Access, WebSettings
from bot.errors import BadConfig

COOKIE = "hoidap_access"
COOKIE_SECONDS = 30 * 24 * 3600
# Shorter ones can be guessed at sixty attempts a minute per address
MIN_TOKEN_CHARS = 12


@dataclass(frozen=True, slots=True, repr=False)
class Admission:
    """Decides about single requests. Its `repr` is left out because it would show the token."""

    access: Access
    token: str = ""

    def knows(self, offered: str) -> bool:
        """Whether `offered` is the token, compared in constant time."""
        return hmac.compare_digest(offered.encode(errors="replace"), self.token.encode())

    def cookie(self) -> str:
        """What a browser keeps in place of the token: made from it, of no use for finding it."""
        return hmac.new(self.token.encode(), b"hoidap web access", hashlib.sha256).hexdigest()

    def admits(self, cookies: Mapping[str, str], authorization: str) -> bool:
        """Whether a request with these cookies and this Authorization header may go on."""
        if self.access != "token":
            return True
        scheme, _, bearer = authorization.partition(" ")
        if scheme.lower() == "bearer" and self.knows(bearer.strip()):
            return True
        return hmac.compare_digest(cookies.get(COOKIE, "").encode(errors="replace"), self.cookie().encode())


def admission(settings: WebSettings, token: str | None) -> Admission:
    """The rule in force. Raises BadConfig when people could come in whom the configuration does not speak of."""
    if settings.access == "local":
        if settings.beyond_loopback:
            raise BadConfig(
                f"the web chat would listen on {settings.host}, beyond this machine, and nothing says who may use it; "
                "set channels.web.access to token or everyone, or channels.web.host to 127.0.0.1"
            )
        if settings.allowed_hosts:
            raise BadConfig(
                f"channels.web.allowed_hosts names {settings.allowed_hosts[0]}, beyond this machine, and nothing says "
                "who may use the web chat; set channels.web.access to token or everyone"
            )
    if settings.access != "token":
        return Admission(settings.access)
    if not token:
        raise BadConfig(
            "channels.web.access is token, but neither HOIDAP_WEB_TOKEN nor HOIDAP_WEB_TOKEN_FILE gives one; "
            "set it to a long random text"
        )
    if len(token) < MIN_TOKEN_CHARS:
        raise BadConfig(f"HOIDAP_WEB_TOKEN is shorter than {MIN_TOKEN_CHARS} characters; set it to a long random text")
    return Admission("token", token)
