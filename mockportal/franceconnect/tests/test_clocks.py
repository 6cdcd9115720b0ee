"""Durations on the election's clock, stamps on the client's."""

import pytest

from mockportal.clock import wall_clock
from mockportal.domain.instants import millis
from mockportal.franceconnect.tests.browsing import Browser, Client, Stub
from mockportal.tests.live import StoreAtHand
from mockportal.usecases import clock_setting

DECEMBER = 1_669_880_820


def wall() -> float:
    return millis(wall_clock()) / 1000


@pytest.mark.matrix("H01")
def test_an_outside_client_gets_the_machine_s_date(client: Client, citizen: Browser):
    tokens = client.token(citizen.log_in(client)["code"]).json()

    issued = client.claims(tokens["id_token"])["iat"]

    assert 0 <= wall() - issued < 5
    assert client.claims(tokens["id_token"])["auth_time"] <= issued


@pytest.mark.matrix("H02")
@pytest.mark.parametrize("token_time", ["wall", "election"])
def test_stamps_follow_the_client_and_durations_the_election(
    stub: Stub, citizen: Browser, token_time: str
):
    client = stub.client(token_time=token_time)
    tokens = client.token(citizen.log_in(client)["code"]).json()
    token = client.claims(tokens["id_token"])
    told = client.claims(client.userinfo(tokens["access_token"]).text)
    stub.advance(60)
    late = client.userinfo(tokens["access_token"])

    expected = DECEMBER if token_time == "election" else wall()
    assert abs(token["iat"] - expected) < 5
    assert abs(told["exp"] - 60 - expected) < 5
    assert late.status_code == 401


@pytest.mark.matrix("H03")
def test_an_expired_code_stays_expired_after_a_way_back_in_time(
    stub: Stub, client: Client, citizen: Browser, server
):
    with server.control() as control:
        remote = control.election(stub.election.id)
        code = citizen.log_in(client)["code"]
        copy = remote.copy()
        stub.advance(30)
        before = client.token(code).status_code

        remote.restore(copy.id)

    after = client.token(code)
    assert (before, after.status_code) == (400, 400)
    assert after.json()["error"] == "invalid_grant"


@pytest.mark.matrix("H04")
def test_a_frozen_election_expires_nothing(
    client: Client, citizen: Browser, stub: Stub, store: StoreAtHand, monkeypatch
):
    code = citizen.log_in(client)["code"]
    real = store.behind.real.now()
    monkeypatch.setattr(store.behind.real, "now", lambda: real + 300_000)

    tokens = client.token(code)

    assert tokens.status_code == 200
    assert client.userinfo(tokens.json()["access_token"]).status_code == 200


@pytest.mark.matrix("H04")
def test_a_running_election_expires_as_time_goes_by(
    client: Client, citizen: Browser, stub: Stub, store: StoreAtHand, monkeypatch
):
    real = store.behind.real.now()
    stub.perform(clock_setting.set_clock, real=real, to=None, speed=None, frozen=False)
    code = citizen.log_in(client)["code"]
    monkeypatch.setattr(store.behind.real, "now", lambda: real + 300_000)

    assert client.token(code).status_code == 400
