"""Which addresses a link may lead to: public ones, so that nobody reads machines behind the firewall through us."""

import asyncio
import ipaddress
import socket

from corpus.errors import BadInput

# Networks that wrap an IPv4 address in an IPv6 one (RFC 6052 NAT64, RFC 3056 6to4, RFC 4380 Teredo)
_WRAPPING = tuple(ipaddress.ip_network(n) for n in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: IPAddress) -> bool:
    """Whether an address is reachable by everyone on the internet, wrapped and mapped IPv4 addresses included."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _WRAPPING) or address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


async def checked_address(host: str, port: int, *, allow_private: bool) -> str:
    """The address to connect to for `host`; every address of the name must be public unless private ones are allowed.

    The caller connects to exactly this address: a second look-up could give another one (DNS rebinding).
    Raises BadInput for a name that does not resolve or leads to a private network.
    """
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise BadInput(f"The host {host[:100]!r} of the link was not found: check the address.") from fault
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        if not allow_private and not is_public(ipaddress.ip_address(address.partition("%")[0])):
            raise BadInput(f"The link leads to {host[:100]!r}, a private network address: only public pages are read.")
    return addresses[0]
