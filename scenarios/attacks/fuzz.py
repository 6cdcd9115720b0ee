"""Noise on every listener of a mockportal: nothing may be a 500.

``python -m scenarios.attacks.fuzz --requests 100000 --seed 1`` starts a mockportal of its own and
sends it that many requests; it ends with 1 when one of them broke something. The same seed makes
the same requests, but for cookies and tokens; ``--only N`` sends one again and prints its answer.
"""

import argparse
import asyncio
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import httpx

from mockportal.client import Control
from mockportal.client.own_server import serving
from scenarios.attacks.ground import Ours
from scenarios.attacks.noise import Known, request
from scenarios.journeys.signing_in import give_password, identify, reach_identification
from scenarios.journeys.voting import enter_with_the_code
from scenarios.registry import Voter
from scenarios.steps import Journey, play
from scenarios.transport import Answer, PlainTransport

AT_ONCE = 48
_ANSWERS_WITHIN = 0.5  # seconds; half a request has no answer and need not be waited for
_BATCH = 2_000  # requests, after which visits are made anew: noise signs some of them out
_TOKEN = re.compile(rb'name="jeton" value="([^"]+)"')
_OUT_OF_BOUNDS = (  # the election itself stays; a stream of events never ends
    ("DELETE", "/api/elections/{election}"),
    ("GET", "/api/elections/{election}/events"),
)


class Noting(PlainTransport):
    """A transport that notes the last cookie sent and the last form token seen."""

    visit = ("", "")

    def request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        """Send one request."""
        answer = super().request(method, url, headers, body)
        token = _TOKEN.search(answer.body)
        if token is not None:
            self.visit = (headers.get("Cookie", ""), token[1].decode())
        return answer


def visits(ground: Ours) -> list[tuple[str, str]]:
    """Return a cookie and a form token of visits at several stages."""
    found = []
    for told in (_identified, _signed_in, _signed_in, _voting, _voting, _voting):
        with closing(Noting()) as transport:
            scene = ground.enter(transport)
            play(told(scene.voters[0]), scene.perform)
            found.append(transport.visit)
    return found


def _identified(voter: Voter) -> Journey[None]:
    yield from reach_identification()
    yield from identify(voter.identifier)


def _signed_in(voter: Voter) -> Journey[None]:
    yield from _identified(voter)
    yield from give_password(voter.password)


def _voting(voter: Voter) -> Journey[None]:
    yield from _signed_in(voter)
    yield from enter_with_the_code(voter.vote_code)


@contextmanager
def server() -> Iterator[tuple[Control, Ours, Ours]]:
    """Serve, with an election for voters and one for testers to shake."""
    with ExitStack() as held:
        control = held.enter_context(serving())
        voters, shaken = Ours(control), Ours(control)
        yield control, voters, shaken


def known(control: Control, voters: Ours, shaken: Ours) -> Known:
    """Return what a fuzzer that has read the manual knows of a server."""
    manual = _call(control, "/api/openapi.json")
    clients = _call(control, f"/api/elections/{voters.election.id}/franceconnect/clients")
    return Known(
        places={
            "portal": voters.place("portal"),
            "franceconnect": voters.place("franceconnect"),
            "console": shaken.place("console"),
        },
        visits=visits(voters),
        clients=[_client(one) for one in clients["clients"]],
        calls=[*_calls(manual)],
    )


def _call(control: Control, path: str) -> Any:
    headers = {"Authorization": f"Bearer {control.token}"}
    url = control.server().console + path
    return httpx.get(url, headers=headers, trust_env=False, timeout=60).raise_for_status().json()


def _client(declared: Mapping[str, Any]) -> dict[str, str]:
    return {
        "client_id": declared["client_id"],
        "client_secret": declared["client_secret"] or "",
        "redirect_uri": declared["redirect_uris"][0],
    }


def _calls(manual: Mapping[str, Any]) -> Iterator[tuple[str, str, Sequence[str]]]:
    """Yield method, path and names of fields of every call of the control API."""
    for path, methods in manual["paths"].items():
        for method, call in methods.items():
            if method.upper() in ("GET", "POST", "PUT", "PATCH", "DELETE"):
                known = (method.upper(), path)
                named = path.replace("{election}", "<name>", 1)
                if known not in _OUT_OF_BOUNDS:
                    yield known[0], re.sub(r"\{[^}]*\}", "{}", named), _fields(manual, call)


def _fields(manual: Mapping[str, Any], call: Mapping[str, Any]) -> Sequence[str]:
    content = call.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    name = schema.get("$ref", "").rpartition("/")[2]
    declared = manual.get("components", {}).get("schemas", {}).get(name, schema)
    return tuple(declared.get("properties", {}))


async def ask(url: str, raw: bytes) -> bytes:
    """Send bytes on a connection of their own; return what comes in half a second."""
    parts = urlsplit(url)
    said = b""
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(_ANSWERS_WITHIN):
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            try:
                writer.write(raw)
                said = await reader.read(65536)
            finally:
                writer.transport.abort()
    return said


async def shake(
    known: Known, numbers: Sequence[int], seed: int, statuses: Counter[str], broken: list[int]
) -> None:
    """Send the requests of some numbers, many at once."""
    waiting = iter(numbers)

    async def one_after_another() -> None:
        for number in waiting:
            at, raw = request(known, number, seed)
            said = await ask(known.places[at][0], raw)
            status = said[9:12].decode("latin-1") or "none"
            statuses[f"{at} {status}"] += 1
            if status == "500" or b"Traceback" in said:
                broken.append(number)

    await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Send noise and say what came back; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m scenarios.attacks.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000, help="how many")
    parser.add_argument("--seed", type=int, default=1, help="draws other requests")
    parser.add_argument("--only", type=int, help="send one request again and print its answer")
    chosen = parser.parse_args(arguments)
    with server() as (control, voters, shaken):
        if chosen.only is not None:
            return _again(known(control, voters, shaken), chosen.only, chosen.seed)
        began, statuses, broken = time.perf_counter(), Counter[str](), list[int]()
        for first in range(0, chosen.requests, _BATCH):
            numbers = range(first, min(first + _BATCH, chosen.requests))
            asyncio.run(
                shake(known(control, voters, shaken), numbers, chosen.seed, statuses, broken)
            )
            print(f"\r{statuses.total():,} sent, {len(broken)} broken", end="", file=sys.stderr)
        print(file=sys.stderr)
        holds = voters.election.audit().holds and shaken.election.audit().holds
        return _told(statuses, broken, holds, time.perf_counter() - began)


def _again(known: Known, number: int, seed: int) -> int:
    at, raw = request(known, number, seed)
    said = asyncio.run(ask(known.places[at][0], raw))
    print(f"{at}\n{raw!r}\n\n{said.decode('utf-8', 'replace')}")
    return int(said[9:12] == b"500")


def _told(statuses: Counter[str], broken: Sequence[int], holds: bool, seconds: float) -> int:
    for name, count in sorted(statuses.items()):
        print(f"{name:<20} {count:>8,}")
    print(
        f"{statuses.total():,} requests in {seconds:.0f} s; the audit {'holds' * holds or 'FAILS'}"
    )
    if broken:
        print(f"{len(broken)} broke something; again with --only: {broken[:10]}")
    return int(bool(broken) or not holds)


if __name__ == "__main__":
    sys.exit(main())
