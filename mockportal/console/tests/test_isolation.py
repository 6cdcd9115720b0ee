"""Two elections on one server: nothing of one ever acts on the other."""

import re
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import httpx
import pytest

from mockportal.client import ControlError
from mockportal.storage import copying
from mockportal.tests import plain
from scenarios.journeys.activating import ask_for_the_link
from scenarios.journeys.renewing import ask_by_sms
from scenarios.journeys.signing_in import sign_in
from scenarios.journeys.voting import vote

TABLES = copying.tables()


@pytest.fixture
def other(control):
    """Return a neighbour of the test's election: same file, same seed, same hour."""
    return control.create(
        "formation",
        at="2022-12-01T08:47:00+01:00",
        frozen=True,
        settings={"captcha": {"fixed_answer": "1234"}},
    )


@pytest.fixture
def digest(store):
    """Return how to take down everything the store knows of an election."""

    def work(execute, name):
        row = execute("SELECT * FROM election WHERE name = :name", {"name": name}).fetchone()
        world = {"world": row[0]}
        rows = {
            table: sorted(
                map(repr, execute(f"SELECT * FROM {table} WHERE world = :world", world).fetchall())
            )
            for table in TABLES
        }
        return row, rows

    return lambda one: store.loop.run(
        store.behind.engine.write(lambda execute: work(execute, one.id))
    )


@pytest.fixture
def portal(server):
    """Give a browser at the portal that shows what was answered, redirects included."""
    with plain.Client(base_url=server.portal) as client:
        yield client


def field(text, name):
    """Return the value of a hidden field."""
    return re.search(rf'name="{name}" value="([^"]*)"', text)[1]


def identify(portal, election, fields, **other_fields):
    """Send the form of the first screen."""
    form = {"identifiant": "basile.faribole@ac-fictive.example", "captcha": "1234"}
    return portal.post(f"/{election.id}/portail/identification", data=form | fields | other_fields)


def hidden(text):
    """Return the hidden fields of the first screen."""
    return {name: field(text, name) for name in ("jeton", "cle", "captcha_id")}


@pytest.mark.attack("K01")
def test_the_cookie_of_one_election_is_no_visit_of_another(portal, remote, other, digest):
    first = portal.get(f"/{remote.id}/portail/identification").text
    identify(portal, remote, hidden(first))
    name = f"{remote.id}-visite"
    stolen = portal.cookies[name]
    before = digest(remote), digest(other)

    headers = {"Cookie": f"{name}={stolen}; {other.id}-visite={stolen}"}
    there = httpx.get(f"{portal.base_url}/{other.id}/portail/mot-de-passe", headers=headers)
    here = portal.get(f"/{remote.id}/portail/mot-de-passe")

    assert (there.status_code, there.headers["Location"]) == (
        303,
        f"/{other.id}/portail/identification",
    )
    assert here.status_code == 200
    assert (digest(remote), digest(other)) == before


@pytest.mark.attack("K01")
def test_the_cookie_of_a_former_incarnation_is_worth_nothing(portal, remote):
    copy = remote.copy()
    first = portal.get(f"/{remote.id}/portail/identification").text
    identify(portal, remote, hidden(first))
    signed_in = portal.get(f"/{remote.id}/portail/mot-de-passe")

    remote.restore(copy)

    after = portal.get(f"/{remote.id}/portail/mot-de-passe")
    assert signed_in.status_code == 200
    assert (after.status_code, after.headers["Location"]) == (
        303,
        f"/{remote.id}/portail/identification",
    )


@pytest.mark.attack("K02")
@pytest.mark.parametrize("place", ["neighbour", "copy"])
def test_a_link_opens_nothing_elsewhere_and_still_opens_at_home(
    portal, walk, remote, other, digest, place
):
    voter = remote.claim(state="new")
    walk(ask_for_the_link(voter))
    (mail,) = remote.messages(voter=voter.identifier, wait=5)
    elsewhere = remote.copy() if place == "copy" else other
    before = digest(remote)

    path = mail.links[0].removeprefix(str(portal.base_url))
    stray = portal.get(path.replace(remote.id, elsewhere.id, 1))
    unknown = portal.get(f"/{elsewhere.id}/portail/activation/{'A' * 22}")
    home = portal.get(path)

    assert (stray.status_code, unknown.status_code, home.status_code) == (404, 404, 200)
    assert 'data-refusal="link-unknown"' in stray.text
    assert digest(remote) == before


@pytest.mark.attack("K02")
@pytest.mark.attack("G01")
def test_after_a_restore_no_link_works(portal, walk, remote):
    copy = remote.copy()
    voter = remote.claim(state="new")
    walk(ask_for_the_link(voter))
    (mail,) = remote.messages(voter=voter.identifier, wait=5)

    remote.restore(copy)

    answer = portal.get(mail.links[0])
    assert answer.status_code == 404
    assert 'data-refusal="link-unknown"' in answer.text


@pytest.mark.attack("K02")
def test_a_reveal_is_known_in_its_own_election_alone(portal, other):
    answer = portal.get(f"/{other.id}/portail/reassort/code")

    assert answer.status_code == 404


@pytest.mark.attack("K03")
def test_a_captcha_is_answered_in_its_own_election_alone(portal, remote, other, digest):
    here = hidden(portal.get(f"/{remote.id}/portail/identification").text)
    there = hidden(portal.get(f"/{other.id}/portail/identification").text)
    before = digest(remote)

    stray = identify(portal, other, there, captcha_id=here["captcha_id"])
    media = [
        portal.get(f"/{other.id}/portail/captcha/{here['captcha_id']}/{kind}").status_code
        for kind in ("image", "son")
    ]
    with pytest.raises(ControlError) as by_control:
        other.captcha(here["captcha_id"])
    untouched = digest(remote)
    home = identify(portal, remote, here)

    assert stray.status_code == 422
    assert 'data-refusal="captcha-wrong"' in stray.text
    assert media == [404, 404]
    assert by_control.value.status == 404
    assert untouched == before
    assert home.status_code == 303


@pytest.mark.attack("K04")
def test_a_form_is_taken_by_its_own_election_alone(portal, remote, other, digest):
    here = hidden(portal.get(f"/{remote.id}/portail/identification").text)
    there = hidden(portal.get(f"/{other.id}/portail/identification").text)
    before = digest(remote), digest(other)

    stray = identify(portal, other, there, jeton=here["jeton"])

    assert stray.status_code == 403
    assert 'data-refusal="form-expired"' in stray.text
    assert (digest(remote), digest(other)) == before


@pytest.mark.attack("K06")
def test_a_vote_in_one_election_is_none_in_the_other(walk, remote, other, digest):
    voter = remote.claim(state="activated")
    before = digest(other)

    walk(vote(voter))

    assert digest(other) == before
    assert other.voter(voter.identifier).state == "activated"
    assert len(walk(vote(voter), other)) > 0


@pytest.mark.attack("K06")
def test_what_was_changed_in_one_election_opens_nothing_in_the_other(walk, remote, control):
    stranger = control.create("formation", seed=99, at="2022-12-01T08:47", frozen=True)
    voter = remote.voter("basile.faribole@ac-fictive.example")
    same_person = stranger.voter(voter.identifier)

    assert same_person.password != voter.password
    assert same_person.vote_code != voter.vote_code
    assert same_person.numen != voter.numen


CALLS = {
    "clock": ("PUT", "/clock", {"frozen": True}),
    "advance": ("POST", "/clock/advance", {"seconds": 60}),
    "fault": ("POST", "/faults/sms-late", {}),
    "faults": ("PUT", "/faults", {"faults": []}),
    "copy": ("POST", "/copies", {}),
    "claim": ("POST", "/voters/claim", {}),
    "tally": ("POST", "/tally", {}),
}


@pytest.mark.attack("K07")
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("where", ["body", "query"])
def test_a_call_that_names_two_elections_does_nothing(api, remote, other, digest, call, where):
    method, path, body = CALLS[call]
    before = digest(remote), digest(other)
    named = {"election": other.id}

    answer = api.request(
        method,
        f"/api/elections/{remote.id}{path}",
        json=body | named if where == "body" else body,
        params=named if where == "query" else {},
    )

    assert answer.status_code == 422
    assert answer.json()["detail"] == "L'élection du corps et celle de l'adresse diffèrent."
    assert (digest(remote), digest(other)) == before


@pytest.mark.attack("K07")
@pytest.mark.parametrize("path", ["", "/messages", "/journal", "/audit"])
def test_a_question_that_names_two_elections_is_not_answered(api, remote, other, path):
    answer = api.get(f"/api/elections/{remote.id}{path}", params={"election": other.id})

    assert answer.status_code == 422


@pytest.mark.attack("K07")
def test_a_deletion_that_names_two_elections_deletes_none(api, control, remote, other):
    answer = api.delete(f"/api/elections/{remote.id}", params={"election": other.id})

    assert answer.status_code == 422
    assert {remote.id, other.id} <= {one.id for one in control.elections()}


@pytest.mark.attack("K07")
def test_a_restore_from_a_stranger_does_nothing(api, remote, other, digest):
    before = digest(remote), digest(other)

    answer = api.post(f"/api/elections/{remote.id}/restore", json={"from": other.id})

    assert answer.json()["detail"] == "L'élection du corps et celle de l'adresse diffèrent."
    assert (digest(remote), digest(other)) == before


@pytest.mark.attack("K07")
def test_calls_on_one_election_leave_the_other_as_it_is(walk, remote, other, digest):
    before = digest(other)

    copy = remote.copy()
    voter = remote.claim(state="activated")
    remote.set_fault("sms-late")
    walk(ask_by_sms(voter))
    remote.advance(to="closing_grace")
    remote.tally()
    remote.restore(copy, confirm=remote.id)
    remote.delete(confirm=remote.id)

    assert digest(other) == before


@pytest.mark.attack("K08")
def test_a_limit_exhausted_in_one_election_is_none_in_the_other(portal, walk, remote, other):
    voter = remote.voter("basile.faribole@ac-fictive.example")
    for _ in range(20):
        here = hidden(portal.get(f"/{remote.id}/portail/identification").text)
        last = identify(portal, remote, here, captcha="0000")

    walk(sign_in(voter), other)

    assert last.status_code == 429


@pytest.mark.attack("K08")
@pytest.mark.parametrize(
    "path",
    [
        *("/{x}/../{y}", "/{x}/%2e%2e/{y}", "/{x}%2F{y}", "/{X}", "/{x}%00", "/unknown"),
        *("/static", "/healthz", "/readyz", "/api", "/.well-known"),
    ],
)
def test_an_election_is_found_by_its_exact_id_alone(server, remote, other, path):
    raw = path.format(x=remote.id, y=other.id, X=remote.id.upper())
    address = urlsplit(server.portal)

    with closing(HTTPConnection(address.hostname, address.port)) as line:
        line.request("GET", f"{raw}/portail/accueil")  # as it stands: no client tidies it up
        status = line.getresponse().status

    assert status == (400 if "%00" in path else 404)


@pytest.mark.attack("K08")
def test_a_deleted_election_answers_as_one_that_never_was(portal, remote, other):
    other.delete()

    gone = portal.get(f"/{other.id}/portail/accueil")
    never = portal.get("/never-was/portail/accueil")

    assert (gone.status_code, gone.content) == (never.status_code, never.content)
    assert gone.status_code == 404
