"""Where letters may be sent besides this machine: only where the configuration names it."""

import asyncio
import ipaddress
import socket
from collections.abc import Collection
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class TargetRefused(Exception):
    """The address may not be sent to, or nobody answers there."""


@dataclass(frozen=True, slots=True)
class Target:
    """A host and a port; ``allowed`` are the HOST:PORT that the configuration names.

    Without an entry there, only this machine itself is allowed. The address is looked up and
    checked at each connection, and the connection goes to the very address that was checked.
    """

    host: str
    port: int
    allowed: frozenset[str] = frozenset()

    @classmethod
    def named(cls, place: str, allowed: Collection[str]) -> "Target":
        """Return the target of a HOST:PORT. Refuses: TargetRefused, see ``check``."""
        host, colon, port = place.rpartition(":")
        if not (colon and host and port.isdecimal() and port.isascii() and 0 < int(port) < 65536):
            raise TargetRefused(f"{place!r} is not HOST:PORT")
        target = cls(host.strip("[]").lower(), int(port), frozenset(map(str.lower, allowed)))
        target.check()
        return target

    @property
    def is_allowed(self) -> bool:
        """Tell whether the configuration names this target."""
        return f"{self.host}:{self.port}" in self.allowed

    def check(self) -> None:
        """Pass when letters may be sent here, as far as the name tells. Refuses: TargetRefused."""
        if self.is_allowed or self.host == "localhost":
            return
        try:
            address = ipaddress.ip_address(self.host)
        except ValueError:
            raise TargetRefused(f"{self.host}:{self.port} is not on the allow-list") from None
        self._check_address(address)

    async def connect(self) -> socket.socket:
        """Return a connection to an address that was checked. Refuses: TargetRefused, OSError."""
        self.check()
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, place = found[0]
        self._check_address(ipaddress.ip_address(place[0]))
        connection = socket.socket(family, kind, protocol)
        connection.setblocking(False)
        try:
            await loop.sock_connect(connection, place)
        except OSError:
            connection.close()
            raise
        return connection

    def _check_address(self, found: Address) -> None:
        mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
        address = mapped or found
        if address.is_loopback and mapped is None:
            return
        if address.is_link_local or address.is_unspecified or address.is_multicast:
            raise TargetRefused(f"{address} is never a relay")
        if not self.is_allowed or mapped is not None:
            raise TargetRefused(f"{self.host}:{self.port} is not on the allow-list")
