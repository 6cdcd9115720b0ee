"""A hundred clicks at once: on one link, and on one voter's « Je vote ».

Tests run a few rounds; the whole is ``python -m mockportal.tests.races --rounds 1000``.
"""

import argparse
import asyncio
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp

from mockportal.domain.cookies import form_token, sign_visit
from mockportal.domain.links import LinkKind
from mockportal.domain.secrets import new_token
from mockportal.domain.stages import Stage
from mockportal.domain.visit import Visit
from mockportal.election import Election
from mockportal.electorate import electorate
from mockportal.tests.engines import PLACES
from mockportal.tests.live import LiveServer, live
from mockportal.usecases import linking
from mockportal.usecases.records import Records

CLICKS = 100
SCRUTIN = "csa-ministeriel"
FORM = "application/x-www-form-urlencoded"


class Clicker:
    """A browser that can press one button a hundred times at once."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session, self._url = session, url
        self.cookies: dict[str, str] = {}

    async def post(self, path: str, **fields: str) -> int:
        """Send a form; return the status, and keep the cookies of a page that gave some."""
        headers = {"Cookie": self._cookie(), "Content-Type": FORM}
        target = f"{self._url}/{path}"
        async with self._session.post(
            target, data=urlencode(fields), headers=headers, allow_redirects=False
        ) as answer:
            await answer.read()
            for name, morsel in answer.cookies.items():
                self.cookies.setdefault(name, morsel.value)
            return answer.status

    async def get(self, path: str) -> str:
        """Open a page; keep its cookies."""
        headers = {"Cookie": self._cookie()}
        async with self._session.get(f"{self._url}/{path}", headers=headers) as answer:
            self.cookies.update({name: one.value for name, one in answer.cookies.items()})
            return await answer.text()

    async def hammer(self, path: str, **fields: str) -> Counter[int]:
        """Press one button a hundred times at once, each time on a form with its own key."""
        presses = (self.post(path, **fields, cle=new_token()) for _ in range(CLICKS))
        return Counter(await asyncio.gather(*presses))

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


def make_link(tx: Records, now: int, *, rank: int) -> str:
    """Issue a link to a new code, as a request by question and NUMEN does."""
    return linking.issue_link(tx, now, LinkKind.REISSUE, rank, 3_600_000, channel="sms")


def let_in(tx: Records, now: int, *, rank: int) -> dict[str, str]:
    """Let a voter in, code accepted; return the cookie and the token of the visit."""
    version = tx.account(rank).code_version
    visit = Visit(new_token(), Stage.VOTING, rank, now, version)
    tx.save_visit(visit)
    secret = tx.world.secret
    return {"cookie": sign_visit(secret, visit.id, now), "jeton": form_token(secret, visit.id)}


def recorded(tx: Records, now: int, *, rank: int) -> tuple[int, int]:
    """Return the version of a voter's code, and how many ballots the scrutin has."""
    return tx.account(rank).code_version, tx.ballots(SCRUTIN)


async def race_on_a_link(clicker: Clicker, token: str) -> Counter[int]:
    """Press REGENERER a hundred times at once."""
    page = await clicker.get(f"reassort/lien/{token}")
    found = re.search(r'name="jeton" value="([^"]+)"', page)
    assert found is not None, "the link's page has no form"
    return await clicker.hammer(f"reassort/lien/{token}", jeton=found[1])


async def race_on_a_ballot(
    clicker: Clicker, election: Election, visit: Mapping[str, str]
) -> Counter[int]:
    """Press « Je vote » a hundred times at once, on forms with different keys."""
    clicker.cookies[f"{election.id}-visite"] = visit["cookie"]
    jeton, choice = visit["jeton"], "blanc"
    await clicker.post(f"vote/{SCRUTIN}", jeton=jeton, action="je-veux-voter")
    await clicker.post(f"vote/{SCRUTIN}", jeton=jeton, choix=choice)
    values = {"jeton": jeton, "choix": choice, "nonce": "", "reference": ""}
    return await clicker.hammer(f"vote/{SCRUTIN}/confirmation", **values)


async def race(server: LiveServer, election: Election, rounds: int, kind: str) -> list[str]:
    """Run rounds of one race; return what went otherwise than it should."""
    entitled = (one.rank for one in electorate(election) if SCRUTIN in one.scrutins)
    url, wrong = f"{server.portal}/{election.id}/portail", list[str]()
    connector = aiohttp.TCPConnector(limit=CLICKS)
    async with aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar()
    ) as session:
        for rank in islice(entitled, rounds):
            before = await _asked(server, election, recorded, rank)
            seen = await _one(Clicker(session, url), server, election, kind, rank)
            after = await _asked(server, election, recorded, rank)
            expected = Counter({303: 1, (410 if kind == "link" else 409): CLICKS - 1})
            gained = (after[0] - before[0], after[1] - before[1])
            if seen != expected or gained != ((1, 0) if kind == "link" else (0, 1)):
                wrong.append(f"round {rank}: {dict(seen)}, codes and ballots {gained}")
    return wrong


async def _one(
    clicker: Clicker, server: LiveServer, election: Election, kind: str, rank: int
) -> Counter[int]:
    if kind == "link":
        return await race_on_a_link(clicker, await _asked(server, election, make_link, rank))
    visit = await _asked(server, election, let_in, rank)
    return await race_on_a_ballot(clicker, election, visit)


async def _asked(server: LiveServer, election: Election, usecase: Any, rank: int) -> Any:
    return await asyncio.to_thread(server.store.perform, election.id, usecase, rank=rank)


def crowd(server: LiveServer, electors: int) -> Election:
    """Make an election in which everybody has the scrutin of the race."""
    return server.store.create(
        electorate={"size": 2 * electors + 40}, reissue={"newest_only": True}
    )


def main() -> int:
    """Run every race on both engines; say how long each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000, help="of a hundred clicks")
    rounds, failed = parser.parse_args().rounds, 0
    for name, place in PLACES.items():
        with (
            tempfile.TemporaryDirectory() as folder,
            place(Path(folder)) as at,
            live(at.open()) as server,
        ):
            for kind in ("link", "ballot"):
                election = crowd(server, rounds)
                started = time.perf_counter()
                wrong = asyncio.run(race(server, election, rounds, kind))
                seconds = time.perf_counter() - started
                failed += len(wrong)
                print(f"{name} {kind}: {rounds} rounds, {len(wrong)} wrong, {seconds:.0f} s")
                print("\n".join(wrong[:5]), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
