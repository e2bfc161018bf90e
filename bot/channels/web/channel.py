"""The web chat as a channel: a server that opens its port, says where, and closes in order."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import Callable, Iterator
from ipaddress import ip_address

import uvicorn

from bot.channel import Answering
from bot.channels.web.app import make_app
from bot.channels.web.articles import Articles
from bot.channels.web.monitoring import Monitoring
from bot.channels.web.settings import WebSettings
from bot.errors import EnvironmentFault

# Connections beyond this are answered with 503 at once, which is kinder than all of them waiting
_MAX_CONNECTIONS = 512
_BACKLOG = 128


class WebChannel:
    """Serves the page. `url` is where, once `ready` is set.

    `token` is the secret that `access = "token"` needs, `watched` what watching programs see; `announce` is told the
    address when the page can be opened.
    Raises BadConfig on construction when the configuration does not say who may use it.
    """

    name = "web"

    def __init__(  # noqa: PLR0913 - one parameter per part
        self,
        responder: Answering,
        store: Articles,
        settings: WebSettings,
        *,
        token: str | None = None,
        watched: Monitoring | None = None,
        announce: Callable[[str], None] | None = None,
    ) -> None:
        self._app = make_app(responder, store, settings, token=token, watched=watched)
        self._settings = settings
        self._announce = announce
        self.url = ""
        self.ready = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until `stop` is set; requests under way may finish. Raises EnvironmentFault without the port."""
        with bind(self._settings.host, self._settings.port) as listener:
            self.url = _url(listener)
            server = _Server(self._config(), self._started)
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            stopping = asyncio.create_task(stop.wait())
            try:
                await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                stopping.cancel()
                server.should_exit = True
                await serving

    def _started(self) -> None:
        self.ready.set()
        if self._announce:
            self._announce(self.url)

    def _config(self) -> uvicorn.Config:
        # No access log: what people ask, and when, is theirs
        return uvicorn.Config(
            self._app,
            access_log=False,
            log_config=None,
            lifespan="off",
            ws="none",
            server_header=False,
            limit_concurrency=_MAX_CONNECTIONS,
            backlog=_BACKLOG,
            timeout_graceful_shutdown=self._settings.stop_seconds,
            proxy_headers=bool(self._settings.trusted_proxies),
            forwarded_allow_ips=list(self._settings.trusted_proxies),
        )


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs all channels, and says when it listens."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tell()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def bind(host: str, port: int) -> socket.socket:
    """A listening socket. Raises EnvironmentFault naming the address and the mend."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address, family=family, backlog=_BACKLOG)
    except socket.gaierror as error:
        raise EnvironmentFault(f"the host name {host} is not known here; set channels.web.host to another") from error
    except OSError as error:
        raise EnvironmentFault(_refusal(host, port, error)) from error


def _refusal(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is in use by another program; stop that one or choose another with --port"
    if error.errno == errno.EACCES:
        return f"port {port} on {host} needs rights that are missing here; choose one above 1023 with --port"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine; choose another one with --host"
    return f"the web chat cannot listen on {host} port {port}: {error.strerror or error}; choose others with --port"


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    address = ip_address(host)
    shown = "127.0.0.1" if address.is_unspecified else f"[{host}]" if address.version == 6 else host  # noqa: PLR2004 - IPv6
    return f"http://{shown}:{port}/"
