"""``python -m loadtests.nemesis.witness``: every acknowledged ballot was synced before its answer.

A killed process cannot show it: what it wrote stays in the system's memory. So the C library's
stand-in writes down in which order the write-ahead log is written and synced and answers leave;
for each ballot its reference is found in a write, a sync comes after it, and the answer after that.
"""

import argparse
import asyncio
import struct
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from loadtests.nemesis import shim, stage
from loadtests.nemesis.browser import Browser
from loadtests.nemesis.ledger import reference
from loadtests.nemesis.portal import Portal
from loadtests.nemesis.wire import Wire
from mockportal.client import Control
from mockportal.electorate import electorate

OK, UNSYNCED, USAGE = 0, 1, 2
VOTERS = 8

_HEAD = struct.Struct("<cII")
_RECEIPT = b"/accuse\r\n"


@dataclass(slots=True)
class Book:
    """What happened, in order: where each write, sync and answer stands."""

    writes: list[tuple[int, bytes]] = field(default_factory=list)
    syncs: list[int] = field(default_factory=list)
    answers: dict[int, list[int]] = field(default_factory=dict)
    """By the voter's port: the answers that lead to a receipt."""

    def written(self, ref: str) -> int | None:
        """Return where a reference was first written to the log."""
        wanted = ref.encode()
        return next((at for at, page in self.writes if wanted in page), None)

    def synced_between(self, first: int, last: int) -> bool:
        """Tell whether a sync stands between two places."""
        place = bisect_right(self.syncs, first)
        return place < len(self.syncs) and self.syncs[place] < last


def read_book(path: Path) -> Book:
    """Read what the stand-in wrote down."""
    book = Book()
    for place, (what, port, payload) in enumerate(_lines(path.read_bytes())):
        match what:
            case b"W":
                book.writes.append((place, payload))
            case b"Y":
                book.syncs.append(place)
            case _ if _RECEIPT in payload:
                book.answers.setdefault(port, []).append(place)
    return book


def _lines(text: bytes) -> Iterator[tuple[bytes, int, bytes]]:
    at = 0
    while at + _HEAD.size <= len(text):
        what, port, length = _HEAD.unpack_from(text, at)
        at += _HEAD.size
        yield what, port, text[at : at + length]
        at += length


def unsynced(book: Book, told: dict[int, list[str]]) -> list[str]:
    """Return the acknowledged ballots whose answer no sync preceded."""
    wrong = list[str]()
    for port, refs in told.items():
        answers = book.answers.get(port, [])
        if len(answers) != len(refs):
            wrong.append(f"I16: {len(refs)} ballots acknowledged, {len(answers)} answers seen")
        for ref, answered in zip(refs, answers, strict=False):
            written = book.written(ref)
            if written is None or not book.synced_between(written, answered):
                wrong.append(f"I16: {ref[:16]}… was answered before it was synced")
    return wrong


async def vote(portal: Portal, ballots: int) -> dict[int, list[str]]:
    """Have some voters cast ballots side by side; return the references by port, in order."""
    electors = electorate(stage.election(stage.LOUD, 1))
    told: dict[int, list[str]] = {}

    async def one(place: int) -> None:
        wire = Wire(lambda: portal.door)
        browser = Browser(wire, stage.LOUD)
        for rank in range(place, ballots // stage.SCRUTINS, VOTERS):
            await browser.sign_in(electors[rank])
            await browser.enter_code(electors[rank].vote_code)
            for scrutin in electors[rank].scrutins:
                nonce = f"{rank:032x}"
                ref = reference(stage.LOUD, scrutin, "dune", nonce)
                await browser.pick(scrutin, "dune")
                form = {"choix": "dune", "nonce": nonce, "reference": ref, "cle": nonce}
                answer = await browser.post(f"vote/{scrutin}/confirmation", **form)
                if answer.leads_to("/accuse"):
                    told.setdefault(wire.port, []).append(ref)
        wire.close()

    await asyncio.gather(*(one(place) for place in range(VOTERS)))
    return told


async def witness(folder: Path, ballots: int, tree: Path | None = None) -> tuple[int, list[str]]:
    """Return how many ballots were acknowledged, and those answered too early."""
    library, book = shim.built(folder), folder / "book"
    portal = Portal(folder, tree=tree)
    await portal.start(LD_PRELOAD=str(library), NEMESIS_BOOK=str(book))
    try:
        await asyncio.to_thread(_make, portal.addresses)
        told = await vote(portal, ballots)
    finally:
        await portal.kill()
    return sum(map(len, told.values())), unsynced(read_book(book), told)


def _make(addresses: dict[str, str]) -> None:
    with Control(addresses["console"], addresses["token"]) as control:
        control.create(stage.definition(stage.LOUD, 1))


def main() -> int:
    """Watch a portal acknowledge ballots; exit 1 when one was not on disk."""
    parser = argparse.ArgumentParser(prog="python -m loadtests.nemesis.witness")
    parser.add_argument("--ballots", type=int, default=1000, help="to be acknowledged")
    parser.add_argument("--tree", type=Path, help="the source tree on trial, else this one")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="witness-") as folder:
        try:
            seen, wrong = asyncio.run(witness(Path(folder), asked.ballots, asked.tree))
        except shim.NoCompiler as trouble:
            print(f"witness: {trouble}", file=sys.stderr)
            return USAGE
    for one in wrong[:10]:
        print(f"✘ {one}")
    print(f"{seen} ballots acknowledged, {seen - len(wrong)} of them synced before their answer")
    return UNSYNCED if wrong or not seen else OK


if __name__ == "__main__":
    sys.exit(main())
