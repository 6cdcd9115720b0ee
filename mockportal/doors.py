"""The ports of all listeners, bound before anything starts."""

import json
import socket
from dataclasses import asdict, dataclass
from pathlib import Path

from mockportal.config import LOOPBACK, Settings, SettingsRefused


@dataclass(frozen=True, slots=True)
class Ready:
    """Where everything answers."""

    portal: str
    franceconnect: str
    console: str
    smtp: str
    token: str

    def in_words(self) -> str:
        """Return the addresses for a terminal; the console's is ready to click."""
        return (
            f"Portal         {self.portal}/\n"
            f"FranceConnect  {self.franceconnect}/\n"
            f"Console        {self.console}/?token={self.token}\n"
            f"SMTP           {self.smtp}"
        )

    def write(self, path: Path) -> None:
        """Write the addresses as JSON, whole or not at all."""
        draft = path.with_name(f".{path.name}.draft")
        draft.write_text(json.dumps(asdict(self)), encoding="utf-8")
        draft.replace(path)


@dataclass(frozen=True, slots=True)
class Doors:
    """The sockets of all listeners, bound before anything starts: each part knows the others."""

    portal: socket.socket
    franceconnect: socket.socket
    console: socket.socket
    smtp: socket.socket

    @classmethod
    def opened(cls, settings: Settings) -> "Doors":
        """Bind every port. Refuses: SettingsRefused, when one is taken."""
        places = (
            (settings.listen, settings.port),
            (settings.listen, settings.franceconnect_port),
            (settings.listen, settings.console_port),
            (settings.smtp_listen, settings.smtp_port),
        )
        bound = list[socket.socket]()
        try:
            for host, port in places:
                bound.append(_bind(host, port))
        except SettingsRefused:
            for one in bound:
                one.close()
            raise
        return cls(*bound)

    def close(self) -> None:
        """Let go of every port."""
        for one in (self.portal, self.franceconnect, self.console, self.smtp):
            one.close()

    def ready(self, settings: Settings, token: str) -> Ready:
        """Return the addresses to be handed out."""
        port = self.smtp.getsockname()[1]
        return Ready(
            portal=settings.portal_url or _url(settings, self.portal),
            franceconnect=settings.franceconnect_url or _url(settings, self.franceconnect),
            console=_url(settings, self.console),
            smtp=f"{settings.smtp_listen}:{port}",
            token=token,
        )


def _url(settings: Settings, bound: socket.socket) -> str:
    """Return an address as browsers call it: ``localhost`` is a secure context everywhere."""
    name = "localhost" if settings.listen in LOOPBACK else settings.listen
    return f"http://{name}:{bound.getsockname()[1]}"


def _bind(host: str, port: int) -> socket.socket:
    """Return a socket on a port. Refuses: SettingsRefused, when it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError as trouble:
        bound.close()
        raise SettingsRefused(
            f"{host}:{port} cannot be listened on ({trouble.strerror}): stop what uses it, or "
            "choose other ports (0 takes a free one)"
        ) from None
    return bound
