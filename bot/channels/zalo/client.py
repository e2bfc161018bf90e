"""The Zalo Bot Platform over HTTP: one method call in, its result or a sorted fault out."""

import json
import logging
import math
from collections.abc import Mapping

import httpx

from bot.channels.zalo.faults import Limited, NothingCame, Outage, Refused, WrongToken, ZaloFault

MAX_ANSWER_BYTES = 1_000_000
_CONNECT_SECONDS = 10.0
_READ_SECONDS = 20.0
_SERVER_FAULTS = 500
_LONGEST_DESCRIPTION = 200
# Whatever Zalo names as a wait: never a tight loop, never more than a day
_LEAST_WAIT, _LONGEST_WAIT = 0.5, 86_400.0


class ZaloClient:
    """Calls methods of one bot. `base_url` ends in `/bot`; the token follows it in every address.

    The token stands in no exception and no log line of this class.
    """

    def __init__(self, base_url: str, token: str, *, read_seconds: float = _READ_SECONDS) -> None:
        keep_addresses_out_of_logs()
        self._base = f"{base_url}{token}"
        self._token = token
        self._read_seconds = read_seconds
        self._http = httpx.AsyncClient(follow_redirects=False)

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    async def call(self, method: str, parameters: Mapping[str, str] | None = None, *, waits: float = 0.0) -> object:
        """The `result` of one call; `waits` are the seconds that Zalo itself may take before it answers.

        Raises ZaloFault, sorted as `faults` says.
        """
        try:
            status, body = await self._posted(method, dict(parameters or {}), waits)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            # Without the cause: it carries the request, and so the token
            raise Outage(f"Zalo is out of reach ({type(error).__name__})") from None
        answer = _parsed(body)
        if answer is None:
            raise Outage(f"Zalo's answer to {method} cannot be read, HTTP {status}")
        if answer.get("ok") is True:
            return answer.get("result")
        raise self._fault(method, status, answer)

    async def _posted(self, method: str, parameters: dict[str, str], waits: float) -> tuple[int, bytes]:
        body = b""
        timeout = httpx.Timeout(_CONNECT_SECONDS, read=self._read_seconds + waits)
        request = self._http.stream("POST", f"{self._base}/{method}", json=parameters, timeout=timeout)
        async with request as response:
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > MAX_ANSWER_BYTES:
                    raise Outage(f"Zalo's answer to {method} has more than {MAX_ANSWER_BYTES} bytes")
            return response.status_code, body

    def _fault(self, method: str, status: int, answer: Mapping[str, object]) -> ZaloFault:
        given = answer.get("error_code")
        code = given if type(given) is int else status
        told = str(answer.get("description") or "no reason given").replace(self._token, "...")
        description = f"{method}: {told[:_LONGEST_DESCRIPTION]}"
        if code == httpx.codes.REQUEST_TIMEOUT:
            return NothingCame(description, code)
        if code == httpx.codes.TOO_MANY_REQUESTS:
            return Limited(description, retry_after=_retry_after(answer))
        if code == httpx.codes.UNAUTHORIZED:
            return WrongToken(description, code)
        if code in {httpx.codes.BAD_REQUEST, httpx.codes.FORBIDDEN, httpx.codes.NOT_FOUND}:
            return Refused(description, code)
        return Outage(description, code)


def keep_addresses_out_of_logs() -> None:
    """The token is part of every address, which these libraries write down at INFO and DEBUG."""
    for name in ("httpx", "httpcore"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logging.WARNING, logger.level))


def _parsed(body: bytes) -> dict[str, object] | None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _retry_after(answer: Mapping[str, object]) -> float | None:
    """Seconds to wait, where Zalo names them; its documentation does not, other platforms of this form do."""
    inner = answer.get("parameters")
    given = inner.get("retry_after") if isinstance(inner, dict) else answer.get("retry_after")
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        return None
    return min(max(_LEAST_WAIT, float(given)), _LONGEST_WAIT)
