"""Two portals on one database: a voter may walk from one to the other, and nothing counts twice."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from mockportal.portal.tests.visitor import Visitor
from mockportal.tests.engines import Places
from mockportal.tests.live import LiveServer, live

SCRUTIN = "csa-ministeriel"


@pytest.fixture(scope="module")
def portals(places: Places) -> Iterator[tuple[LiveServer, LiveServer]]:
    """Give two servers, each with caches, connections and threads of its own."""
    with ExitStack() as kept:
        first, second = (kept.enter_context(live(places["postgres"].open())) for _ in range(2))
        yield first, second


@pytest.fixture
def voter(portals: tuple[LiveServer, LiveServer]) -> Iterator[tuple[Visitor, Visitor]]:
    """Give one browser at both portals, of an election made by the first."""
    first, second = portals
    election = first.store.create()
    here, there = Visitor(first, election), Visitor(second, election)
    there.client.cookies = here.client.cookies
    yield here, there
    here.close()
    there.close()


def test_a_visit_goes_on_at_another_portal(voter):
    here, there = voter
    elector = here.elector()
    here.sign_in(elector)
    there.client.cookies = here.client.cookies
    there.enter_code(elector.vote_code)
    here.client.cookies = there.client.cookies
    cast = here.cast(SCRUTIN)
    there.client.cookies = here.client.cookies
    receipt = there.get(f"vote/{SCRUTIN}/accuse")

    assert cast.status == 303
    assert receipt.status == 200


def test_one_ballot_pressed_at_two_portals_is_cast_once(voter, portals):
    here, there = voter
    here.vote_ready(here.elector())
    shown = here.choose(SCRUTIN)
    there.client.cookies = here.client.cookies
    ballot = {"choix": "blanc", "nonce": "", "reference": ""}
    places = [here, there] * 8

    def press(number: int) -> int:
        fields = {**here.tokens(shown), "cle": f"key-{number}", **ballot}
        path = f"vote/{SCRUTIN}/confirmation"
        return places[number].client.post(path, data=fields).status_code

    with ThreadPoolExecutor(len(places)) as hands:
        statuses = Counter(hands.map(press, range(len(places))))
    store = portals[1].store
    report = store.loop.run(store.behind.audit(here.election.id))

    assert statuses == {303: 1, 409: len(places) - 1}
    assert report.holds
    assert report.ballots[SCRUTIN] == 1


def test_wrong_passwords_count_together(voter):
    here, there = voter
    elector = here.elector()
    for visitor in (here, there, here, there, here):
        visitor.client.cookies.clear()
        visitor.identify(elector)
        visitor.send("mot-de-passe", mot_de_passe="Pas-le-bon-mot-1")
    there.client.cookies.clear()
    page = there.identify(elector)

    assert (page.status, page.refusal) == (429, "too-many")


def test_a_clock_moved_at_one_is_moved_at_the_other(voter, portals):
    here, there = voter
    before = there.get("horloge").answer.json()["now"]
    with portals[0].control() as control:
        control.election(here.election.id).advance(seconds=3600)
    after = there.get("horloge").answer.json()["now"]

    assert after - before == 3_600_000


def test_an_election_restored_at_one_is_another_world_at_the_other(voter, portals):
    here, there = voter
    here.vote_ready(here.elector())
    there.client.cookies = here.client.cookies
    with portals[0].control() as control:
        election = control.election(here.election.id)
        before = there.get("espace").status
        election.restore(election.copy())
    after = there.get("espace")

    assert before == 200
    assert (after.status, after.goes_to) == (303, "identification")
