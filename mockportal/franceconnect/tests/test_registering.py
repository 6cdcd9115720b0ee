"""A client is registered by election file, by the control API in Python, or by command."""

import json
from collections.abc import Iterator

import httpx
import pytest
from typer.testing import CliRunner

from mockportal.cli import app
from mockportal.client import Control, ControlError, RemoteElection
from mockportal.election import InvalidElection, load, revised
from mockportal.franceconnect.tests.browsing import AFTER, BACK, Browser, Client, Stub
from mockportal.tests.live import LiveServer, StoreAtHand

DECLARED = {
    "client_id": "service-de-la-classe",
    "client_secret": "secret-de-demonstration-sans-valeur",
    "name": "Service de la classe",
    "redirect_uris": [BACK],
    "post_logout_redirect_uris": [AFTER],
}


@pytest.fixture
def election(store: StoreAtHand):
    """Return an election whose file registers a client."""
    return store.create(franceconnect={"clients": [DECLARED]})


@pytest.fixture
def remote(server: LiveServer, control_port: httpx.Client, election) -> Iterator[RemoteElection]:
    """Give the election by its control API."""
    url = str(control_port.base_url).rstrip("/")
    with Control(url, server.token) as control:
        yield control.election(election.id)


@pytest.fixture
def command(server: LiveServer, control_port: httpx.Client, election):
    """Give a way to run the command on that server."""
    where = ["--console", str(control_port.base_url), "-e", election.id, "--token", server.token]

    def run(*words: str):
        return CliRunner().invoke(app, ["franceconnect", "clients", *words, *where])

    return run


def test_a_client_of_the_election_file_logs_in(stub: Stub, citizen: Browser):
    client = Client(stub, DECLARED["client_id"], DECLARED["client_secret"])

    told = citizen.log_in(client)
    answer = client.token(told["code"])

    assert answer.status_code == 200


def test_a_client_of_the_election_file_is_listed_and_can_be_changed(remote: RemoteElection):
    changed = remote.franceconnect.change_client(DECLARED["client_id"], name="Autre nom")

    assert changed.name == "Autre nom"
    assert [one.client_id for one in remote.franceconnect.clients()][1:] == [DECLARED["client_id"]]


def test_settings_tell_no_secret_of_a_client(remote: RemoteElection):
    assert "clients" not in remote.franceconnect.change_settings({})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"redirect_uris": ["localhost"]}, "clients[1], adresse de retour non valable : localhost"),
        ({"client_secret": "court"}, "clients[1].client_secret"),
        ({"colour": "bleu"}, "clients[1].colour"),
    ],
)
def test_a_file_with_a_wrong_client_is_refused_by_key(change, said):
    with pytest.raises(InvalidElection, match=r"franceconnect") as refused:
        revised(load("formation"), {"franceconnect": {"clients": [{**DECLARED, **change}]}})

    assert said in str(refused.value)


def test_a_file_that_names_a_client_twice_is_refused():
    with pytest.raises(InvalidElection, match="client_id déjà pris"):
        revised(load("formation"), {"franceconnect": {"clients": [DECLARED, DECLARED]}})


def test_a_client_registered_in_python_logs_in_without_screens(remote: RemoteElection, stub: Stub):
    made = remote.franceconnect.register([BACK], name="Service")
    client = Client(stub, made.client_id, str(made.client_secret))

    callback = httpx.URL(remote.franceconnect.authorize(made.client_id, BACK, 0))
    answer = client.token(callback.params["code"])

    assert answer.status_code == 200
    assert remote.franceconnect.authorizations()[0].code_state == "used"


def test_a_forgotten_client_is_unknown(remote: RemoteElection):
    made = remote.franceconnect.register([BACK])

    remote.franceconnect.forget_client(made.client_id)

    with pytest.raises(ControlError, match="404"):
        remote.franceconnect.forget_client(made.client_id)


def test_a_client_registered_by_command_logs_in(command, stub: Stub, citizen: Browser):
    made = json.loads(command("add", "--redirect-uri", BACK, "--lax", "--json").stdout)

    told = citizen.log_in(Client(stub, made["client_id"], made["client_secret"]), max_age="60")

    assert "code" in told
    assert made["client_id"] in command().stdout


def test_a_command_that_is_refused_says_why_in_a_sentence(command):
    ended = command("add", "--redirect-uri", "localhost")

    assert ended.exit_code == 2
    assert ended.stderr == "422 not-acceptable: adresse de retour non valable : localhost\n"
