"""The levers of a crowd: CAPTCHA answers and messages, asked over the control API by greenlets.

Imported in the process that Locust has patched, and nowhere else.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import urlencode

from loadtests.gevent_transport import GeventTransport
from loadtests.guard import Fence
from loadtests.visit import NoAnswer

_LONGEST_WAIT = 20.0  # seconds of one question: a waiting voter asks again


@dataclass(frozen=True)
class Mail:
    """A message as the control API tells it."""

    id: str
    to: str
    subject: str
    text: str
    links: tuple[str, ...]


class CrowdLevers:
    """What voters of a crowd need from the tester's side; clocks and faults stay untouched."""

    def __init__(self, api: str, token: str, captcha: str, agent: str) -> None:
        """Take the address of an election in the API, and the answer of all CAPTCHAs, if fixed."""
        self._api, self._captcha = api, captcha
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        self._transport = GeventTransport(Fence((api,)), agent, lambda: None)

    def captcha(self, captcha: str) -> str:
        """Return the answer of a challenge. Refuses: NoAnswer."""
        if self._captcha:
            return self._captcha
        return str(self._get(f"/captchas/{captcha}")["answer"])

    def messages(
        self, *, voter: str, kind: str, channel: str, after: str, wait: float
    ) -> Sequence[Mail]:
        """Return the messages after one of them, waiting some seconds for the first."""
        asked = {"voter": voter, "kind": kind, "channel": channel, "after": after}
        asked = {key: value for key, value in asked.items() if value}
        found: Sequence[Mail] = ()
        while not found and wait > 0:
            once = min(wait, _LONGEST_WAIT)
            self._transport.patience = once + 10
            told = self._get(f"/messages?{urlencode(asked | {'wait': f'{once:g}'})}")
            found = [_mail(one) for one in told["messages"]]
            wait -= once
        return found

    def advance(self, *, seconds: float = 0, to: str = "") -> NoReturn:
        """Refuse: a crowd shares one clock."""
        raise NoAnswer("a crowd does not move the clock")

    def set_fault(self, name: str, settings: Mapping[str, object]) -> NoReturn:
        """Refuse: faults are declared by the rush."""
        raise NoAnswer("a crowd sets no faults")

    def lift_fault(self, name: str) -> NoReturn:
        """Refuse: faults are declared by the rush."""
        raise NoAnswer("a crowd lifts no faults")

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

    def _get(self, path: str) -> dict[str, Any]:
        answer = self._transport.request("GET", self._api + path, self._headers, None)
        if answer.status != 200:
            raise NoAnswer(f"levers: status {answer.status}")
        told: dict[str, Any] = json.loads(answer.body)
        return told


def _mail(told: Mapping[str, Any]) -> Mail:
    return Mail(
        str(told["id"]),
        told["to"],
        told.get("subject") or "",
        told.get("text") or "",
        tuple(told["links"]),
    )
