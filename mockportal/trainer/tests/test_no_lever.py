"""Pupils hold no lever: their sessions are tried against every address of the control port."""

import re

import pytest

from mockportal import sinks, trainer
from mockportal.app import CALLS
from mockportal.console import Place, build_console
from mockportal.console.admission import COOKIE, FORM_TOKEN, form_token

VARIABLES = {"election": "", "provider": "ameli", "seat": "1", "name": "maintenance"}


pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def levers(server):
    """Return method and path of everything the control port serves."""
    place = Place("", "", "")
    receiver = sinks.Receiver(server.store.behind)
    app = build_console(
        server.store.behind, place, [*sinks.routes(receiver), *trainer.routes()], CALLS
    )
    return [(route.method, route.resource.canonical) for route in app.router.routes()]


@pytest.fixture
def seated(server, classroom, pupils):
    """Return a class with one pupil, and the pupil's browser."""
    room, pupil = classroom(), pupils()
    pupil.join(room.code)
    return room, pupil


def filled(path, election):
    """Return a path with its variables said."""
    told = {**VARIABLES, "election": election}
    return re.sub(r"{(\w+)}", lambda found: told.get(found[1], "x"), path)


def test_a_pupil_pulls_no_lever(server, levers, seated, standing):
    room, pupil = seated
    headers = {"Origin": server.console, FORM_TOKEN: form_token("guess")}
    before = standing(room)

    answers = {
        (method, path): pupil.browser.request(
            method,
            server.console + filled(path, room.election),
            headers=headers,
            json={} if method in ("POST", "PUT", "PATCH") else None,
        ).status_code
        for method, path in levers
    }

    assert len(answers) > 100
    assert set(answers.values()) == {401}
    assert standing(room) == before


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_the_pupils_port_serves_no_lever(levers, seated, method):
    room, pupil = seated
    paths = {path for _, path in levers if path != "/"}

    answers = {
        pupil.browser.request(method, filled(path, room.election)).status_code for path in paths
    }

    assert answers <= {404, 405}


def test_a_pupils_cookie_is_no_console_cookie(server, seated):
    _, pupil = seated
    token = pupil.browser.cookies["mockportal_eleve"]

    tried = {
        "as the console's": {"Cookie": f"{COOKIE}={token}"},
        "as a bearer": {"Authorization": f"Bearer {token}"},
    }
    answers = [pupil.browser.get(f"{server.console}/", headers=one) for one in tried.values()]

    assert [one.status_code for one in answers] == [401, 401]


def test_no_page_of_a_pupil_leads_to_the_console(server, seated):
    _, pupil = seated

    pages = [pupil.desk(), pupil.browser.get("/classe?code=").text]

    assert not any(server.console in page or "/elections/" in page for page in pages)
    assert server.token not in "".join(pages)
