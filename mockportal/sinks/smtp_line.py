"""One SMTP connection that says ahead what it will say anyway (RFC 2920): a third of the cost.

For the embedded sink, which is known to follow; other servers are spoken to with aiosmtplib.
"""

import asyncio
from collections.abc import Sequence

NAME = "portail.mockportal.example"


class LineBroken(Exception):
    """The other side hung up, or said what nobody asked."""


class SmtpLine:
    """An open connection to an SMTP server."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seconds: float
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._seconds = seconds

    @classmethod
    async def open(cls, host: str, port: int, seconds: float) -> "SmtpLine":
        """Connect and say hello. Refuses: OSError, TimeoutError, LineBroken."""
        async with asyncio.timeout(seconds):
            reader, writer = await asyncio.open_connection(host, port)
            line = cls(reader, writer, seconds)
            greeting = await line._reply()
            writer.write(f"EHLO {NAME}\r\n".encode())
            hello = await line._reply()
        if greeting[:1] != b"2" or hello[:1] != b"2":
            line.close()
            raise LineBroken(greeting if greeting[:1] != b"2" else hello)
        return line

    async def send(
        self, sender: str, mails: Sequence[tuple[str, bytes]], replies: list[bytes]
    ) -> None:
        """Send mails, each a recipient and its text; add the last reply to each to ``replies``.

        Ends early when a mail is refused before its text. Refuses: OSError, TimeoutError,
        LineBroken.
        """
        heads = [_head(sender, recipient) for recipient, _ in mails] + [b""]
        self._writer.write(heads[0])
        for (_, text), next_head in zip(mails, heads[1:], strict=True):
            async with asyncio.timeout(self._seconds):
                said = [await self._reply() for _ in range(3)]
                refused = next((one for one in said if one[:1] not in b"23"), None)
                if refused is not None:
                    replies.append(refused)
                    return
                self._writer.write(text.replace(b"\r\n.", b"\r\n..") + b".\r\n" + next_head)
                replies.append(await self._reply())

    def close(self) -> None:
        """Hang up."""
        self._writer.close()

    async def _reply(self) -> bytes:
        """Return the last line of a reply."""
        while True:
            try:
                line = await self._reader.readline()
            except ValueError:
                raise LineBroken("a reply without end") from None
            if not line.endswith(b"\n") or len(line) < 4:
                raise LineBroken("no reply")
            if line[3:4] != b"-":
                return line.rstrip()


def _head(sender: str, recipient: str) -> bytes:
    return f"MAIL FROM:<{sender}>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n".encode()
