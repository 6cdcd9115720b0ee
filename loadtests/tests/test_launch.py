"""A whole rush: a portal of its own, journeys, figures, audit, verdict; and what is refused."""

import json
from datetime import timedelta
from importlib import resources
from unittest.mock import MagicMock

import pytest

from loadtests import rush_files
from loadtests.guard import NotAllowed
from loadtests.launch import Asked, run
from loadtests.repertoire import KNOCK, UnknownJourney, parts
from loadtests.stage import begins_at, make_election
from loadtests.targets import Target
from mockportal.election import load


@pytest.fixture(scope="module")
def smoke():
    """Play the smoke rush once; give its results and what was told meanwhile."""
    heard = []
    return run(Asked("smoke", lasts=5.0), heard.append), heard


def test_everybody_votes_and_nothing_is_lost(smoke):
    results, heard = smoke

    completed = {
        name: sum(times for _, times in pairs)
        for name, pairs in results["figures"]["counts"].items()
        if name.startswith(("arrived", "completed"))
    }
    arrived = sum(n for name, n in completed.items() if name.startswith("arrived"))
    assert arrived == sum(n for name, n in completed.items() if name.startswith("completed")) > 5
    assert results["audit"]["holds"]
    assert sum(results["audit"]["ballots"].values()) >= 2 * arrived
    assert heard[-1].arrived == arrived


def test_results_are_a_document_that_names_rush_seed_and_target(smoke):
    results, _ = smoke

    again = json.loads(json.dumps(results))

    assert again["format"] == "mockportal-rush/1"
    assert again["name"] == "smoke"
    assert again["seed"] == 1
    assert again["target"].startswith("http://")
    assert again["portal"][-1]["cpu"] > again["portal"][0]["cpu"]


@pytest.mark.parametrize("target", ["http://portal.test", "https://vote.education.gouv.fr"])
def test_a_target_without_proof_is_refused_before_anything_starts(target):
    with pytest.raises(NotAllowed, match="Cible non prouvée"):
        run(Asked("smoke", target=Target(url=target, console=target)), print)


@pytest.mark.parametrize("name", rush_files.names())
def test_every_journey_of_a_rush_can_be_played_by_a_crowd(name):
    flows = rush_files.load(name).journey

    assert parts(flow.journey for flow in flows).keys() == {flow.journey for flow in flows}


@pytest.mark.parametrize("name", ["fly", "fall-asleep", "follow-the-tutorial"])
def test_a_journey_that_is_no_crowds_is_refused_with_those_that_are(name):
    with pytest.raises(UnknownJourney, match=f"{name}.*{KNOCK}.*vote-in-all"):
        parts((name,))


def test_every_run_makes_an_election_of_its_own(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text((resources.files("scenarios") / "elections/formation.toml").read_text("utf-8"))
    rush = rush_files.load("smoke").model_copy(update={"election": str(file)})
    control = MagicMock()
    control.create.return_value.url = "http://127.0.0.1:1/e"

    for _ in range(2):
        make_election(control, rush, "http://127.0.0.1:2", "token")

    made = {call.kwargs["id"] for call in control.create.call_args_list}
    assert len(made) == 2
    assert all(one.startswith("formation-") and len(one) <= 32 for one in made)


def test_a_rush_begins_where_the_calendar_says():
    election = load("electionspro2022")
    steady, closing = (rush_files.load(name) for name in ("steady", "closing"))

    assert begins_at(steady, election) == election.calendar.opens_at + timedelta(hours=26)
    assert begins_at(closing, election) == election.calendar.closes_at - timedelta(hours=1)
