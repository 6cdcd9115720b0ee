"""Messages from any inbox that speaks Mailpit's REST shape."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import monotonic, sleep

import httpx

_LINK = re.compile(r"https?://[^\s<>\"]+")
_LOOKS_EVERY = 0.5  # seconds


@dataclass(frozen=True)
class Mail:
    """One mail of the inbox."""

    id: str
    to: str
    subject: str
    text: str

    @property
    def links(self) -> Sequence[str]:
        """The addresses in it, each once."""
        return tuple(dict.fromkeys(_LINK.findall(self.text)))


class Mailpit:
    """An inbox; kinds of messages are told apart by words of their subjects."""

    def __init__(
        self, url: str, subjects: Mapping[str, str], transport: httpx.BaseTransport | None = None
    ) -> None:
        """Take the base address, before `/api/v1`, and what each kind has in its subject."""
        base = f"{url.rstrip('/')}/api/v1/"
        self._http = httpx.Client(base_url=base, trust_env=False, transport=transport)
        self._subjects = subjects

    def mails(self, to: str, kind: str, after: str, wait: float) -> Sequence[Mail]:
        """Return the mails to an address after one of them, oldest first."""
        end = monotonic() + wait
        while not (found := self._look(to, kind, after)) and monotonic() < end:
            sleep(_LOOKS_EVERY)
        return found

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def _look(self, to: str, kind: str, after: str) -> list[Mail]:
        answer = self._http.get("search", params={"query": f'to:"{to}"', "limit": 50})
        listed = answer.raise_for_status().json()["messages"][::-1]
        ids = [one["ID"] for one in listed]
        start = ids.index(after) + 1 if after in ids else 0
        wanted = self._subjects.get(kind, kind)
        return [self._read(one["ID"], to) for one in listed[start:] if wanted in one["Subject"]]

    def _read(self, mail_id: str, to: str) -> Mail:
        told = self._http.get(f"message/{mail_id}").raise_for_status().json()
        return Mail(mail_id, to, told["Subject"], told["Text"])
