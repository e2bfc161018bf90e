"""Fetches the page behind a link: public addresses only, a size cap, a deadline for all of it."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

from corpus.errors import BadInput
from corpus.link_safety import checked_address
from corpus.settings import LoadingSettings

if TYPE_CHECKING:
    import httpx

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = 200
_MAX_URL = 2000


@dataclass(frozen=True, slots=True)
class Page:
    """What a link leads to: `url` is the address after all redirects, `content_type` as the server sent it."""

    url: str
    content_type: str
    data: bytes


async def fetch(url: str, settings: LoadingSettings) -> Page:
    """The page behind a link. Raises BadInput with one sentence for everything that can be wrong with it."""
    # httpx takes a fifth of a second to import: only when a link is read
    import httpx

    try:
        async with (
            asyncio.timeout(settings.timeout_seconds),
            httpx.AsyncClient(trust_env=False, timeout=settings.timeout_seconds, follow_redirects=False) as client,
        ):
            return await _follow(client, url, settings)
    except TimeoutError as fault:
        raise BadInput(f"{url[:200]} did not answer fully within {settings.timeout_seconds:g} seconds.") from fault
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        reason = str(fault) or type(fault).__name__
        raise BadInput(f"{url[:200]} could not be read ({reason}): check the link, or try again later.") from fault


async def _follow(client: "httpx.AsyncClient", url: str, settings: LoadingSettings) -> Page:
    """Every hop is checked like the first: a public page may redirect to a private address."""
    first = url
    for _ in range(settings.max_redirects + 1):
        request = await _pinned_request(client, url, settings)
        response = await client.send(request, stream=True)
        try:
            if response.status_code in _REDIRECTS and "location" in response.headers:
                url = urljoin(url, response.headers["location"])
                continue
            if response.status_code != _OK:
                raise BadInput(f"{url[:200]} answers with status {response.status_code}: check the link.")
            data = await _limited_body(response, url, settings.max_bytes)
            return Page(url, response.headers.get("content-type", ""), data)
        finally:
            await response.aclose()
    raise BadInput(f"{first[:200]} redirects more than {settings.max_redirects} times: give the page's final address.")


async def _pinned_request(client: "httpx.AsyncClient", url: str, settings: LoadingSettings) -> "httpx.Request":
    """A request to the address that was checked, with the host's name in its header and in TLS."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as fault:
        raise BadInput(f"{url[:200]} is not a valid link: check the address.") from fault
    if parts.scheme not in _PORTS or not host or len(url) > _MAX_URL:
        raise BadInput(f"{url[:200]} is not a web link: it must begin with http:// or https://.")
    if parts.username or parts.password:
        raise BadInput(f"The link to {host} carries a user name or password: give it without.")
    address = await checked_address(host, port, allow_private=settings.allow_private_addresses)
    literal = f"[{address}]" if ":" in address else address
    target = urlunsplit((parts.scheme, f"{literal}:{port}", parts.path or "/", parts.query, ""))
    shown = f"[{host}]" if ":" in host else host.encode("idna").decode() if not host.isascii() else host
    headers = {
        "host": shown if port == _PORTS[parts.scheme] else f"{shown}:{port}",
        "user-agent": settings.user_agent,
        "accept": "text/html,application/xhtml+xml,text/plain,text/markdown;q=0.9,application/rss+xml;q=0.9,*/*;q=0.5",
        "accept-encoding": "gzip, deflate",
    }
    return client.build_request("GET", target, headers=headers, extensions={"sni_hostname": shown})


async def _limited_body(response: "httpx.Response", url: str, max_bytes: int) -> bytes:
    """The body as sent, unpacked, cut off with an error as soon as it passes the cap."""
    announced = response.headers.get("content-length", "")
    too_large = BadInput(f"{url[:200]} sends more than {max_bytes} bytes: only article pages are read.")
    if announced.isdigit() and int(announced) > max_bytes:
        raise too_large
    body = bytearray()
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > max_bytes:
            raise too_large
    return bytes(body)
