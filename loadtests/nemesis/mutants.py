"""``python -m loadtests.nemesis.mutants``: twelve ways to lose a vote, each of which is noticed.

Each is a change of the source in a copy of the tree: no flag of the product could bring it about.
A mutant that survives, or that another invariant than its own would have to catch, fails the run.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
WITNESS = ("-m", "loadtests.nemesis.witness", "--ballots", "80")
SMALL = ("--kills", "4", "--ballots", "30", "--seed", "3")
STRIKE = ("-m", "loadtests.nemesis", "push", *SMALL)
STRIKE_POSTGRES = (*STRIKE, "--store", "postgres")


@dataclass(frozen=True)
class Change:
    """A passage of a file, and what stands in its place."""

    file: str
    right: str
    wrong: str


@dataclass(frozen=True)
class Mutant:
    """A way to lose a vote: what it does, how, which invariants notice, in which trial."""

    name: str
    does: str
    changes: tuple[Change, ...]
    caught_by: tuple[str, ...]
    trial: Sequence[str] = STRIKE


VOTING, RENEWING = "usecases/voting.py", "usecases/renewing.py"
QUERIES, SCHEMA = "storage/queries.py", "storage/schema.sql"
COMMIT, SQLITE = "storage/group_commit.py", "storage/sqlite.py"

MUTANTS = (
    Mutant(
        "M1",
        "emargement and ballot in two transactions",
        (
            Change(
                VOTING,
                "    tx.add_ballot(ballot.scrutin, ref, ballot.choice)\n",
                '    for one in ("RELEASE one", "COMMIT", "BEGIN IMMEDIATE", "SAVEPOINT one"):\n'
                "        tx.run(one)\n"
                "    tx.add_ballot(ballot.scrutin, ref, ballot.choice)\n",
            ),
        ),
        ("I2", "I3"),
    ),
    Mutant(
        "M2",
        "acknowledged before the commit",
        (
            Change(
                COMMIT,
                '            self._execute("COMMIT", nothing)\n',
                '            if any("Receipt(" in repr(job.outcome) for job in batch):\n'
                "                _release(batch)\n                time.sleep(0.01)\n"
                '            self._execute("COMMIT", nothing)\n',
            ),
        ),
        ("I1", "I6"),
        (*STRIKE, "--kills", "10"),
    ),
    Mutant(
        "M3",
        "no sync",
        (
            Change(SQLITE, "PRAGMA synchronous = FULL", "PRAGMA synchronous = OFF"),
            Change(SQLITE, "level < FULL", "level < 0"),
        ),
        ("I16",),
        WITNESS,
    ),
    Mutant(
        "M4",
        "a link is looked at, then used",
        (
            Change(
                QUERIES,
                "    UPDATE link SET used_at = :now, form_key = :form_key\n"
                "    WHERE world = :world AND token = :token\n"
                "      AND used_at IS NULL AND replaced_at IS NULL AND expires_at > :now\n",
                "    UPDATE link SET used_at = :now, form_key = :form_key\n"
                "    WHERE world = :world AND token = :token\n",
            ),
            Change(
                "usecases/linking.py",
                "    if tx.use_link(",
                "    link.check_live(now)\n    if tx.use_link(",
            ),
        ),
        ("I8",),
        STRIKE_POSTGRES,
    ),
    Mutant(
        "M5",
        "120 seconds by the wall clock of the host",
        (
            Change(
                RENEWING,
                "    reveal.check_on_screen(now)\n    return OnScreen(reveal.sealed_code, "
                "reveal.ends_at - now)",
                "    from time import monotonic\n"
                "    first = _SHOWN.setdefault((reveal.holder, reveal.started_at), monotonic())\n"
                "    left = 120_000 - int((monotonic() - first) * 1000)\n"
                "    reveal.check_on_screen(reveal.ends_at - left)\n"
                "    return OnScreen(reveal.sealed_code, left)",
            ),
            Change(
                RENEWING,
                "@dataclass(frozen=True, slots=True)\nclass Ways",
                "_SHOWN: dict = {}\n\n\n@dataclass(frozen=True, slots=True)\nclass Ways",
            ),
            Change(QUERIES, "AND ends_at <= :now", "AND ends_at <= :now - 1000000000"),
        ),
        ("I10",),
    ),
    Mutant(
        "M6",
        "a retried ballot is refused",
        (
            Change(
                VOTING,
                "    if before.form_key is None or not same(before.form_key, key):",
                "    if True:",
            ),
        ),
        ("I6",),
    ),
    Mutant(
        "M7",
        "a handler that a closed browser cancels half-way",
        (
            Change(VOTING, "    tx.add_ballot(ballot.scrutin, ref, ballot.choice)\n", ""),
            Change(
                "portal/voting.py",
                "    except Unavailable:\n        raise no.UnknownOutcome from None\n",
                "        kept: Receipt = turn.value\n        await asyncio.sleep(0.02)\n"
                "        await request.app[keys.STORE].perform(\n"
                "            request[ELECTION],\n"
                "            lambda tx, now: tx.in_urn(kept.scrutin, kept.reference, 1)\n"
                "            or tx.add_ballot(\n"
                '                kept.scrutin, kept.reference, form.get("choix", "")\n'
                "            ),\n        )\n"
                "    except Unavailable:\n        raise no.UnknownOutcome from None\n",
            ),
            Change(
                "portal/voting.py",
                "import json\n",
                "import asyncio\nimport json\n\nfrom mockportal.portal import keys\n"
                "from mockportal.portal.bridge import ELECTION\n",
            ),
            Change(
                "edge/server.py",
                "super().__init__(app, shutdown_timeout=shutdown_timeout)",
                "super().__init__(app, shutdown_timeout=shutdown_timeout, "
                "handler_cancellation=True)",
            ),
        ),
        ("I2", "I3"),
    ),
    Mutant(
        "M8",
        "the old code is still in a cache",
        (
            Change(
                VOTING,
                "    if right:\n        return\n",
                "    if right or (elector.rank, typed) in _KNOWN:\n"
                "        _KNOWN.add((elector.rank, typed))\n        return\n",
            ),
            Change(
                VOTING,
                "@dataclass(frozen=True, slots=True)\nclass Ballot",
                "_KNOWN: set = set()\n\n\n@dataclass(frozen=True, slots=True)\nclass Ballot",
            ),
        ),
        ("I9",),
    ),
    Mutant(
        "M9",
        "no unique key",
        (
            Change(
                SCHEMA,
                "    form_key TEXT,\n    PRIMARY KEY (world, rank, scrutin)\n",
                "    form_key TEXT\n",
            ),
            Change(
                QUERIES,
                "    VALUES (:world, :scrutin, :rank, :at, :form_key)\n"
                "    ON CONFLICT (world, rank, scrutin) DO NOTHING\n",
                "    VALUES (:world, :scrutin, :rank, :at, :form_key)\n",
            ),
        ),
        ("I3", "I7"),
        STRIKE_POSTGRES,
    ),
    Mutant(
        "M10",
        "looking uses the link",
        (
            Change(
                RENEWING,
                "    _check_holder(tx, visit, linking.live_link(tx, now, LinkKind.REISSUE, token))",
                "    link = linking.live_link(tx, now, LinkKind.REISSUE, token)\n"
                "    _USED.append(token)\n    if _USED.count(token) > 1:\n"
                "        raise LinkUsed(link.kind)\n    _check_holder(tx, visit, link)",
            ),
            Change(
                RENEWING,
                "@dataclass(frozen=True, slots=True)\nclass Ways",
                "_USED: list = []\n\n\n@dataclass(frozen=True, slots=True)\nclass Ways",
            ),
        ),
        ("D04",),
    ),
    Mutant(
        "M11",
        "the urn keeps the order of the votes",
        (
            Change(
                SCHEMA,
                "    PRIMARY KEY (world, scrutin, ref)\n) {clustered};",
                "    PRIMARY KEY (world, scrutin, ref)\n);",
            ),
        ),
        ("I13",),
        (*STRIKE, "--ballots", "150"),
    ),
    Mutant(
        "M12",
        "the seal does not wait for ballots under way",
        (
            Change(
                VOTING,
                'if tx.journal("ballot-cast", ballot.scrutin) is not None:',
                '__import__("time").sleep(0.2)  # so that some are under way at the seal\n'
                '    if tx.journal("ballot-cast", ballot.scrutin) is ...:',
            ),
        ),
        ("I12",),
        STRIKE_POSTGRES,
    ),
)


def stale() -> list[str]:
    """Return the passages that are not in the source any more: their mutants try nothing."""
    return [
        f"{mutant.name}: {one.file} reads otherwise now"
        for mutant in MUTANTS
        for one in mutant.changes
        if one.right not in (ROOT / "mockportal" / one.file).read_text(encoding="utf-8")
    ]


def mutated(mutant: Mutant, folder: Path) -> Path:
    """Write a copy of the tree with one mutant in it."""
    tree = folder / "tree"
    for package in ("mockportal", "scenarios", "loadtests"):
        shutil.copytree(ROOT / package, tree / package, ignore=_COMPILED)
    for one in mutant.changes:
        path = tree / "mockportal" / one.file
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(one.right, one.wrong), encoding="utf-8")
    return tree


_COMPILED = shutil.ignore_patterns("__pycache__")


def caught(mutant: Mutant) -> tuple[bool, str]:
    """Tell whether its own invariant noticed a mutant, and what the trial said."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as place:
        folder = Path(place)
        tree = mutated(mutant, folder)
        command = [sys.executable, *mutant.trial, "--tree", str(tree)]
        if mutant.trial is not WITNESS:
            command += ["--folder", place]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    said = [line for line in ran.stdout.splitlines() if line.startswith("✘")]
    by = {line.split()[1].rstrip(":") for line in said}
    found = ran.returncode == 1 and any(
        each == one or each.startswith(f"{one}/") for each in by for one in mutant.caught_by
    )
    return found, (said or ran.stderr.splitlines()[-1:] or ["nothing was said"])[0][:100]


def main() -> int:
    """Try the mutants; say by what each was caught."""
    parser = argparse.ArgumentParser(prog="python -m loadtests.nemesis.mutants")
    parser.add_argument("names", nargs="*", help="M1 … M12; none: all of them")
    if unread := stale():
        print("\n".join(unread), file=sys.stderr)
        return 1
    names = parser.parse_args().names or [one.name for one in MUTANTS]
    alive = 0
    for mutant in (one for one in MUTANTS if one.name in names):
        found, said = caught(mutant)
        alive += not found
        by = ", ".join(mutant.caught_by)
        verdict = f"caught by {by}" if found else f"SURVIVES {by}"
        print(f"{mutant.name:4} {verdict:18} {mutant.does}\n     {said}", flush=True)
    print(f"{len(names) - alive} of {len(names)} mutants caught")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
