"""Break one rule at a time in a copy of the code: the voter machine must notice each.

Run with ``python -m mockportal.usecases.tests.mutants``; exit 1 when a mutant survives.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[3]
TEST = "mockportal/usecases/tests/test_any_voter.py"
RACES = "mockportal/tests/test_races.py"


class Mutant(NamedTuple):
    """One rule, broken."""

    breaks: str
    file: str
    right: str
    wrong: str
    test: str = TEST


MUTANTS = (
    Mutant(
        "the code shows at 120.000 s",
        "domain/links.py",
        "now < self.ends_at",
        "now <= self.ends_at",
    ),
    Mutant(
        "the code leaves at 119.999 s",
        "domain/links.py",
        "self.started_at <= now < self.ends_at",
        "self.started_at <= now < self.ends_at - 1",
    ),
    Mutant(
        "the code shows for 121 s",
        "usecases/renewing.py",
        "ends_at = now + tx.world.election.reveal.millis",
        "ends_at = now + tx.world.election.reveal.millis + 1000",
    ),
    Mutant(
        "a link page shows at 60 min",
        "domain/links.py",
        "now >= self.expires_at",
        "now > self.expires_at",
    ),
    Mutant(
        "a link serves at 60 min",
        "storage/queries.py",
        "token = :token\n      AND used_at IS NULL AND replaced_at IS NULL AND expires_at > :now",
        "token = :token\n      AND used_at IS NULL AND replaced_at IS NULL AND expires_at >= :now",
    ),
    Mutant(
        "a link serves twice",
        "usecases/linking.py",
        "    if tx.use_link(",
        '    tx.run("UPDATE link SET used_at = NULL WHERE world=:world")\n    if tx.use_link(',
    ),
    Mutant(
        "an older link still serves",
        "usecases/linking.py",
        "        tx.supersede_links(rank, kind, now)",
        "        pass",
    ),
    Mutant(
        "looking consumes the link",
        "usecases/renewing.py",
        "    _check_holder(tx, visit, linking.live_link(tx, now, LinkKind.REISSUE, token))",
        "    link = linking.live_link(tx, now, LinkKind.REISSUE, token)\n"
        '    linking.use(tx, now, link, "scan")',
    ),
    Mutant(
        "any second click finds the code again",
        "usecases/linking.py",
        "    if again.form_key == form_key and again.used_at is not None:",
        "    if again.used_at is not None:",
    ),
    Mutant(
        "the old code stays valid",
        "usecases/voting.py",
        "    if right:\n        return",
        "    if right or same(typed, elector.vote_code):\n        return",
    ),
    Mutant(
        "the new code is not valid",
        "usecases/renewing.py",
        "_replace_code(tx, link.rank, code_fingerprint(tx.world.pepper, code))",
        '_replace_code(tx, link.rank, code_fingerprint(tx.world.pepper, code + " "))',
    ),
    Mutant(
        "a visit keeps what the old code opened",
        "usecases/visits.py",
        "return here if valid else here.without_code()",
        "return here",
    ),
    Mutant(
        "a second ballot goes into the urn",
        "usecases/voting.py",
        "    if before is not None:",
        "    if False:",
    ),
    Mutant(
        "the emargement takes a voter twice",
        "usecases/voting.py",
        "    if not tx.add_mark(mark):",
        "    if tx.add_mark(mark) is None:",
        RACES,  # one writer at a time hides it: only two connections can both find no mark
    ),
    Mutant(
        "a ballot without emargement",
        "usecases/voting.py",
        "    if not tx.add_mark(mark):",
        "    if False:",
    ),
    Mutant(
        "a ballot is not counted",
        "storage/sql_ballots.py",
        "        self.run(queries.COUNT_BALLOT, scrutin=scrutin)",
        "        pass",
    ),
    Mutant(
        "another form gets the receipt",
        "usecases/voting.py",
        "    if before.form_key is None or not same(before.form_key, key):",
        "    if before.form_key is None:",
    ),
    Mutant(
        "the same form is refused",
        "usecases/voting.py",
        "    if before.form_key is None or not same(before.form_key, key):",
        "    if True:",
    ),
    Mutant(
        "one votes without the code",
        "usecases/voting.py",
        "    if visit.stage is not Stage.VOTING:",
        "    if not visit.signed_in:",
    ),
    Mutant(
        "signing out leaves the visit",
        "usecases/visits.py",
        "    tx.end_visit(visit.moved(Move.SIGN_OUT).id)",
        "    visit.moved(Move.SIGN_OUT)",
    ),
)


def survives(mutant: Mutant) -> bool:
    """Tell whether the tests pass although a rule is broken."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        shutil.copytree(ROOT / "mockportal", copy / "mockportal")
        shutil.copytree(ROOT / "scenarios", copy / "scenarios")
        shutil.copy(ROOT / "pyproject.toml", copy)
        path = copy / "mockportal" / mutant.file
        text = path.read_text(encoding="utf-8")
        if text.count(mutant.right) < 1:
            raise SystemExit(f"{mutant.breaks}: {mutant.file} reads otherwise now")
        path.write_text(text.replace(mutant.right, mutant.wrong), encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            mutant.test,
            "-p",
            "no:cacheprovider",
        ]
        environment = {**os.environ, "PYTHONPATH": str(copy)}
        ran = subprocess.run(
            command, cwd=copy, env=environment, capture_output=True, text=True, check=False
        )
        return ran.returncode == 0


def main() -> int:
    """Try every mutant; say which survive."""
    alive = 0
    for mutant in MUTANTS:
        survived = survives(mutant)
        alive += survived
        print(f"{'SURVIVES' if survived else 'caught  '}  {mutant.breaks}", flush=True)
    print(f"{len(MUTANTS) - alive} of {len(MUTANTS)} mutants caught")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
