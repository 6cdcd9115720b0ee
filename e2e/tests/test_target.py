"""Journeys at a portal that is not this mock: other words, other addresses, no levers."""

import csv
import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from e2e.chromium import launch_options
from e2e.tests.front import INBOX, Front
from scenarios.registry import FIRST_MORNING

ROOT = Path(__file__).parents[2]
COLUMNS = [
    "identifier",
    "password",
    "vote_code",
    "numen",
    "question",
    "secret_answer",
    "phone",
    "personal_mail",
    "state",
]
WORDS = {
    "CONNEXION": "Entrer",
    "ACCÉDER AU PORTAIL ÉLECTIONS": "Commencer",
    "Espace électeur": "Mon espace",
    "REGENERER MON CODE DE VOTE": "Obtenir mon code",
    "Je veux voter": "Je commence",
}
PATHS = {"/portail/": "/vote-en-ligne/"}
FILE = """
url = "{url}"
voters = "electeurs.csv"

[words]
{words}

[paths]
"/portail/" = "/vote-en-ligne/"

[refusals]
"captcha-wrong" = "La saisie du CAPTCHA est incorrecte"

[captcha]
answer = "0000"

[inbox]
mailpit = "{inbox}"

[inbox.subjects]
"reissue-link" = "Réassort de votre code de vote"
"""


@pytest.fixture
def elsewhere(mockportal_server):
    """Give an election of another portal, as its makers see it."""
    election = mockportal_server.create(
        "electionspro2022",
        at=FIRST_MORNING,
        frozen=True,
        settings={"captcha": {"fixed_answer": "0000"}},
    )
    yield election
    election.delete(confirm=election.id)


@pytest.fixture
def target(elsewhere, mockportal_server, tmp_path):
    """Give the target file of that portal, with three voters in a CSV file beside it."""
    portal = elsewhere.url.removesuffix(f"/{elsewhere.id}")
    server = mockportal_server.server()
    words = {f">{ours}<": f">{theirs}<" for ours, theirs in WORDS.items()}
    front = Front(portal, server.console, mockportal_server.token, words | PATHS)
    with closing(front), (tmp_path / "electeurs.csv").open("w", encoding="utf-8") as file:
        rows = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        rows.writeheader()
        claimed = [elsewhere.claim(state="activated", scrutins=3) for _ in range(3)]
        rows.writerows([one.model_dump() | {"state": "activated"} for one in claimed])
        file.flush()
        told = FILE.format(
            url=f"{front.url}/{elsewhere.id}",
            inbox=f"{front.url}{INBOX}/{elsewhere.id}",  # its own: others have the same voters
            words="\n".join(f'"{ours}" = "{theirs}"' for ours, theirs in WORDS.items()),
        )
        path = tmp_path / "target.toml"
        path.write_text(told, encoding="utf-8")
        yield path


def run(folder, *command):
    """Run a command of this project in a process of its own; return its code and what it said."""
    chromium = {"MOCKPORTAL_CHROMIUM": launch_options().get("executable_path", "")}
    done = subprocess.run(
        [sys.executable, "-P", "-m", *command],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | chromium,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=300,
    )
    return done.returncode, done.stdout


def test_the_suite_plays_what_it_can_and_names_what_it_cannot(target):
    chosen = "miscopy-the-captcha or vote-blank or use-the-older or reissue-by-sms"
    code, told = run(
        ROOT, "pytest", "-q", "e2e/test_journeys.py", "-k", chosen, "--target", str(target)
    )

    assert code == 0, told
    assert "2 passed" in told
    assert "not applicable there: 2 journeys" in told
    assert re.search(r"use-the-older-of-two-links +no lever for clock", told)
    assert re.search(r"reissue-by-sms +no inbox for text messages", told)


def test_a_journey_is_played_there(target, elsewhere):
    command = ("mockportal", "play", "reissue-by-mail", "--target", "target.toml")
    code, told = run(target.parent, *command)

    assert code == 0, told
    assert "Submit « REGENERER MON CODE DE VOTE »" in told
    assert sum(elsewhere.audit().ballots.values()) == 3


def test_a_journey_that_needs_a_lever_is_not_applicable(target):
    code, told = run(target.parent, "mockportal", "play", "fall-asleep", "--target", "target.toml")

    assert (code, told) == (
        2,
        "fall-asleep is not applicable at target.toml: no lever for clock\n",
    )
