"""Pupils hold no lever: their sessions are tried against every address of the control port."""

import re

import pytest
from prometheus_client import CollectorRegistry

from mockportal import sinks, trainer
from mockportal.app import CALLS
from mockportal.console import Place, build_console
from mockportal.console.admission import COOKIE, FORM_TOKEN, form_token
from mockportal.trainer.levers import start_of

VARIABLES = {"election": "", "provider": "ameli", "seat": "1", "name": "maintenance"}
NO_STORE = None
"""Routes are listed, not followed."""


@pytest.fixture
def control(mockportal_server):
    """Return the control API of a whole server: every lever there is answers."""
    return mockportal_server


@pytest.fixture
def server(control):
    """Return where that server is."""
    return control.server()


@pytest.fixture
def levers():
    """Return method and path of everything the control port serves."""
    pages = [*sinks.routes(sinks.Receiver(NO_STORE)), *trainer.routes()]
    app = build_console(NO_STORE, Place("", "", ""), pages, CALLS, CollectorRegistry())
    return [(route.method, route.resource.canonical) for route in app.router.routes()]


@pytest.fixture
def seated(control, classroom, pupils):
    """Give a class with one pupil, and the pupil's browser."""
    room, pupil = classroom(), pupils()
    pupil.join(room.code)
    yield room, pupil
    for name in (room.election, start_of(room.election)):
        control.election(name).delete(confirm=name)


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

    assert {"/metrics", "/exercices", "/api/classes"} <= {path for _, path in levers}
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


def test_no_page_of_a_pupil_leads_to_the_console(control, server, seated):
    _, pupil = seated

    pages = [pupil.desk(), pupil.browser.get("/classe?code=").text]

    assert not any(server.console in page or "/elections/" in page for page in pages)
    assert control.token not in "".join(pages)
