"""The stub of one election in a tester's hand, in Python."""

import pytest

from mockportal.client import Control, ControlError
from mockportal.franceconnect.tests.browsing import BACK, Browser, Client


@pytest.fixture
def held(control_port, server, election):
    """Give the stub of the test's election by the client."""
    with Control(str(control_port.base_url), server.token) as control:
        yield control.election(election.id).franceconnect


def test_a_registered_client_logs_somebody_in_and_is_watched(held, stub, citizen: Browser):
    made = held.register([BACK], name="Essai")
    client = Client(stub, made.client_id, made.client_secret)

    code = citizen.log_in(client)["code"]

    (seen,) = held.wait(step="code", wait=5)
    assert (seen.client, seen.code_state) == (made.client_id, "given")
    assert client.token(code).status_code == 200
    assert held.authorization(seen.uid).code_state == "used"


def test_a_change_says_what_it_says_and_leaves_the_rest(held):
    made = held.register([BACK], name="Essai", scopes=["openid"])

    changed = held.change_client(made.client_id, scopes=None)
    held.change_provider("ameli", state="closed")

    assert (made.scopes, changed.scopes, changed.name) == (("openid",), None, "Essai")
    assert {one.uid: one.state for one in held.providers()}["ameli"] == "closed"


def test_what_is_not_there_is_refused_by_name(held):
    with pytest.raises(ControlError) as refused:
        held.citizen("personne@ac-fictive.example")

    assert refused.value.status == 404
