"""Which addresses may be called from here: those of the open net, and what the operator allows beside them.

Whoever can make a server call addresses of their choice can make it call what only the server reaches: the
machine itself, its neighbours, the cloud's own service that hands out its rights. So the name is looked up
first, every address that it has is looked at, and the connection goes to one of those very addresses.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

LONGEST_URL: Final = 2000
_PORTS: Final = {"http": 80, "https": 443}
_CLOSED: Final = tuple(
    map(
        ip_network,
        (
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "168.63.129.16/32",  # a cloud's own service, at an address like any other
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        ),
    )
)
_OPEN_IPV6: Final = ip_network("2000::/3")
_CLOSED_IPV6: Final = tuple(map(ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
"""Special ones, and those that stand for an address of the older kind."""


class RefusedError(ValueError):
    """An address may not be called; says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """An address that can be called: its parts, as the request needs them."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port, as the header ``Host`` says them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def read_place(url: str) -> Place:
    """The parts of an address. Raises RefusedError for one that is none, or names a user or a password.

    >>> read_place("https://hooks.example.com/a?b=1").path
    '/a?b=1'
    >>> read_place("https://hooks.example.com:8443/a").authority
    'hooks.example.com:8443'
    """
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise RefusedError("this is no address of the web")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RefusedError("this is no address of the web") from None
    if parts.scheme not in _PORTS:
        raise RefusedError("an address begins with https:// (or http://)")
    if parts.username is not None or parts.password is not None:
        raise RefusedError("an address has no user and no password in it")
    if not parts.hostname or port == 0:
        raise RefusedError("the address names no host")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Place(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], path)


def is_open(address: str) -> bool:
    """Whether an address of a machine is one of the open net, that anybody can reach.

    >>> [is_open(one) for one in ("93.184.215.14", "127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "::1")]
    [True, False, False, False, False]
    """
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        return found in _OPEN_IPV6 and not any(found in net for net in _CLOSED_IPV6)
    return not any(found in net for net in _CLOSED)


Found = tuple[socket.AddressFamily, tuple[str, int] | tuple[str, int, int, int]]


def reachable(place: Place, may_call: Sequence[str]) -> list[Found]:
    """Where to connect to: the addresses of the host, all of them open, or the host one that ``may_call``
    names (alone, or with its port).

    Raises RefusedError where one of them is not open, and OSError where the host is not known.
    """
    named = {one.lower() for one in may_call}
    is_ours = bool(
        named & {place.host.lower(), f"{place.host.lower()}:{place.port}", place.authority.lower()}
    )
    found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    addresses: list[Found] = [(family, where) for family, _, _, _, where in found]  # type: ignore[misc]
    if not is_ours and not all(is_open(str(where[0])) for _, where in addresses):
        raise RefusedError(f"{place.host} is in a private network: whoever runs this server must allow it")
    return addresses
