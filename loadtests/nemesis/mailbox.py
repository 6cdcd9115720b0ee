"""A mail server outside the portal, that can be down, and remembers what it was given."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """Keeps the Message-ID of each mail it accepted; while it is down nobody gets through."""

    def __init__(self) -> None:
        self.got: Counter[str] = Counter()
        self.address = ""
        self._server: asyncio.Server | None = None

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Accept a mail."""
        text = bytes(envelope.content or b"").decode("utf-8", "replace")
        for line in text.splitlines():
            if line.lower().startswith("message-id:"):
                self.got[line.partition(":")[2].strip()] += 1
                break
        return "250 OK"

    async def up(self) -> None:
        """Listen, at the same place as before."""
        _, _, port = self.address.rpartition(":")
        self._server = await asyncio.get_running_loop().create_server(
            lambda: SMTP(self, hostname="nemesis.test"), "127.0.0.1", int(port or 0)
        )
        self.address = f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def down(self) -> None:
        """Answer nobody."""
        if self._server is not None:
            self._server.close()
            self._server = None


@asynccontextmanager
async def mailbox() -> AsyncIterator[Mailbox]:
    """Have a mailbox for the length of a block."""
    box = Mailbox()
    await box.up()
    try:
        yield box
    finally:
        await box.down()
