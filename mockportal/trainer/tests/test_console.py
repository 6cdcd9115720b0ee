"""The console's pages: what they tell, how soon, and what their buttons call."""

import re

import pytest

from mockportal.election import CATALOGUE
from mockportal.trainer.fault_words import TOLD
from scenarios.http_driver import HttpDriver
from scenarios.journeys import copying_captchas, signing_in, voting
from scenarios.levers import Stagehand
from scenarios.steps import play
from scenarios.transport import PlainTransport

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def remote(control, election):
    return control.election(election.id)


@pytest.fixture
def walk(remote):
    """Return how a voter plays a journey."""
    transport = PlainTransport()
    yield lambda journey: play(
        journey, HttpDriver(transport, remote.url, Stagehand(remote)).perform
    )
    transport.close()


@pytest.fixture
def read(trainer, election):
    """Return how to read a page of the election."""
    return lambda end="": trainer.get(f"/elections/{election.id}{end}").text


def test_an_unknown_election_has_no_page(trainer):
    answers = [
        trainer.get(f"/elections/nowhere{end}").status_code
        for end in ("", "/electeurs", "/pannes", "/classe", "/projection", "/nouvelles")
    ]

    assert set(answers) == {404}


def test_a_voter_is_found_by_name_identifier_rank_and_state(read, remote):
    voter = remote.claim(state="activated")
    link = f"/electeurs/{voter.identifier}"

    found = [
        link in read(f"/electeurs?q={words}")
        for words in (voter.family_name.upper(), voter.identifier, str(voter.rank))
    ]

    assert found == [True, True, True]
    assert link not in read("/electeurs?etat=voted")
    assert "Aucun électeur ne correspond" in read("/electeurs?q=zzzz")


def test_a_card_has_what_it_takes_to_play_a_voter(read, remote):
    voter = remote.claim(state="activated", has=["notice"])

    card = read(f"/electeurs/{voter.identifier}")

    assert voter.password in card
    assert voter.numen in card
    assert voter.secret_answer.replace("'", "&#39;") in card


def test_the_pilot_tells_where_a_voter_is_and_why_refused(read, remote, walk):
    signed_in, lost = remote.claim(state="activated"), remote.claim(state="activated")

    walk(signing_in.sign_in(signed_in))
    walk(copying_captchas.miscopy_the_captcha(lost))

    told = read()
    assert signed_in.family_name in told
    assert "Espace électeur" in told
    assert read(f"/electeurs/{signed_in.identifier}").count("Espace électeur") == 1


def test_an_open_page_hears_of_a_move(trainer, election, walk):
    with trainer.stream("GET", f"/elections/{election.id}/nouvelles") as news:
        lines = news.iter_lines()
        next(lines)
        walk(signing_in.reach_identification())
        heard = next(line for line in lines if line.startswith("data:"))

    assert heard == "data: neuf"


def test_an_open_page_hears_of_clock_faults_and_ballots(trainer, election, remote, walk):
    voter = remote.claim(state="activated", has=["notice"])

    with trainer.stream("GET", f"/elections/{election.id}/nouvelles") as news:
        data = (line for line in news.iter_lines() if line.startswith("data:"))
        remote.advance(seconds=60)
        first = next(data)
        remote.set_fault("logos-missing")
        second = next(data)
        walk(voting.vote(voter))
        third = next(data)

    assert (first, second, third) == ("data: neuf",) * 3


def test_every_fault_has_words_of_its_own(read):
    assert CATALOGUE.keys() == TOLD.keys()
    switches = re.findall(r'role="switch" aria-checked="false"', read("/pannes"))
    assert len(switches) == len(CATALOGUE)


def test_a_fault_that_is_on_shows_as_on(read, remote):
    remote.set_fault("slow-pages", {"delay_ms": 10})

    assert re.findall(r'aria-checked="true"[^>]*data-key="([a-z-]+)"', read("/pannes")) == [
        "slow-pages"
    ]
    assert "Pages lentes" in read()


def test_levers_that_would_lead_back_are_off(read):
    told = read()
    buttons = dict(re.findall(r'class="manette" data-key="([^"]+)"[^>]*?( disabled)?>', told))

    assert buttons["Avant l'ouverture".replace("'", "&#39;")] == " disabled"
    assert buttons["+ 2 minutes"] == buttons["Clôture"] == ""


def test_the_start_is_kept_once_and_can_be_come_back_to(read, trainer, election):
    kept = f"{election.id[:26]}-debut"
    before = read()

    made = trainer.post(f"/api/elections/{election.id}/copies", json={"id": kept})
    after = read()

    assert made.status_code == 201
    assert f'"id": "{kept}"'.replace('"', "&#34;") in before
    assert kept not in before.partition("Revenir en arrière")[2].partition("Poser")[0]
    assert "Revenir au début</button>" in after


def test_a_class_page_tells_who_needs_help(trainer, classroom, pupils, control, standing):
    room, pupil = classroom(), pupils()
    pupil.join(room.code)
    pupil.browser.get(f"/{room.election}/portail/identification")

    told = trainer.get(f"/elections/{room.election}/classe").text
    wall = trainer.get(f"/elections/{room.election}/projection").text

    assert "sur le portail" in told
    assert "Accès au portail Élections" in told
    assert room.code in wall
    assert control.election(room.election).voter(standing(room).pupils[0].voter).family_name in told
    assert "localhost" in room.join_url or "127.0.0.1" in room.join_url
    assert "--i-operate-this-network" in told
