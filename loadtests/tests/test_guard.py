"""No packet leaves for a target that has not been proven; a proof that ends, ends the run."""

import socket
from datetime import date
from itertools import count

import pytest

from loadtests.guard import EVERY, Fence, Guard, NotAllowed, Permission, watch

_TOKEN = "0123456789abcdef0123456789abcdef"
_PROVEN = Permission(_TOKEN, granted_by="the operator", until=date(2030, 1, 1))


@pytest.fixture
def silent(monkeypatch):
    """Have network calls fail the test."""

    def forbidden(*_, **__):
        raise AssertionError("a packet was about to leave")

    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    monkeypatch.setattr(socket.socket, "connect", forbidden)
    monkeypatch.setattr(socket.socket, "connect_ex", forbidden)
    monkeypatch.setattr(socket.socket, "sendto", forbidden)


@pytest.fixture
def private(monkeypatch):
    """Have every name be a private address."""
    address = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: address)


def shows(token, simulation=""):
    return lambda target, path: (200, token, simulation)


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1:8080", "http://127.8.9.1", "http://[::1]:8080/x", "http://LOCALHOST.:1"],
)
def test_this_machine_is_allowed_without_a_question(silent, target):
    Guard(target).admit()


@pytest.mark.parametrize(
    "target",
    [
        "http://portal.test",
        "http://10.0.0.7:8080",
        "http://localhost.portal.test",
        "http://127.0.0.1.portal.test",
        "http://0.0.0.0:8080",
        "http://127.0.0.1@portal.test/",
        "http://2130706433/",
        "ftp://127.0.0.1/",
        "http://",
        "portal.test",
    ],
)
def test_anything_else_is_refused_before_a_packet(silent, target):
    with pytest.raises(NotAllowed, match="Cible non prouvée"):
        Guard(target).admit()


@pytest.mark.parametrize(
    "target",
    [
        "https://portail.education.gouv.fr",
        "https://EDUCATION.gouv.FR./x",
        "https://gouv.fr",
        "https://si.ac-fictive.fr",
        "https://ac-fictive.fr",
        "https://franceconnect.example",
        "https://app.franceconnect.test",
        "https://www.univ-fictive.fr",
    ],
)
def test_a_denied_name_is_refused_whatever_the_proof(silent, target):
    with pytest.raises(NotAllowed, match="never"):
        Guard(target, _PROVEN).admit(shows(_TOKEN, "mockportal"))


def test_a_proven_private_target_is_allowed(private):
    Guard("https://preprod.portal.test", _PROVEN).admit(shows(_TOKEN))


def test_a_mock_on_another_machine_needs_the_token_alone(private):
    Guard("http://mock.test:8080", Permission(_TOKEN)).admit(shows(_TOKEN, "mockportal"))


def test_a_portal_that_is_no_mock_needs_to_say_who_allows_it(private):
    with pytest.raises(NotAllowed, match="by whom"):
        Guard("http://preprod.test", Permission(_TOKEN)).admit(shows(_TOKEN))


@pytest.mark.parametrize("answer", [(404, "", ""), (200, "other", ""), (302, _TOKEN, "")])
def test_a_wrong_answer_is_no_proof(private, answer):
    with pytest.raises(NotAllowed, match="does not answer the token"):
        Guard("http://preprod.test", _PROVEN).admit(lambda *_: answer)


def test_a_silent_target_is_no_proof(private):
    def silence(target, path):
        raise TimeoutError("timed out")

    with pytest.raises(NotAllowed, match="timed out"):
        Guard("http://preprod.test", _PROVEN).admit(silence)


def test_a_permission_ends_with_its_last_day(silent):
    guard = Guard("http://preprod.test", _PROVEN, today=date(2030, 1, 2))

    with pytest.raises(NotAllowed, match="2030-01-01"):
        guard.admit()


def test_a_short_token_is_no_secret(silent):
    with pytest.raises(NotAllowed, match="token"):
        Guard("http://preprod.test", Permission("short")).admit()


def test_a_public_address_must_be_declared(monkeypatch):
    address = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: address)
    declared = Permission(_TOKEN, granted_by="the operator", public=True)

    with pytest.raises(NotAllowed, match="public address"):
        Guard("http://preprod.test", _PROVEN).admit(shows(_TOKEN))
    Guard("http://preprod.test", declared).admit(shows(_TOKEN))


def test_a_proof_that_disappears_stops_the_run_at_the_next_check(private):
    passed, stops, checks = [], [], count()

    def fetch(target, path):
        return (200, _TOKEN, "") if next(checks) < 3 else (404, "", "")

    watch(
        Guard("http://preprod.test", _PROVEN),
        stopped=lambda: False,
        stop=stops.append,
        sleep=passed.append,
        fetch=fetch,
    )

    assert passed == [EVERY] * 3
    assert "does not answer" in stops[0]


def test_the_pause_between_checks_and_a_check_are_shorter_than_five_seconds():
    assert EVERY + 1.0 < 5


def test_a_proof_that_is_given_is_checked_on_this_machine_too(private):
    guard = Guard("http://127.0.0.1:8080", Permission(_TOKEN))

    guard.admit(shows(_TOKEN, "mockportal"))
    with pytest.raises(NotAllowed, match="does not answer"):
        guard.admit(shows(""))


def test_a_fence_keeps_a_run_below_its_election():
    fence = Fence(("http://127.0.0.1:8080/mine", "http://127.0.0.1:8081"))

    assert fence.lets("http://127.0.0.1:8080/mine/portail/accueil")
    assert fence.lets("http://127.0.0.1:8081/api/v2/authorize?x=/../y")
    outside = [
        "http://127.0.0.1:8080/other/portail",
        "http://127.0.0.1:8080/mineral/portail",
        "http://127.0.0.1:8080/mine/../other",
        "http://127.0.0.1:8080/mine/%2e%2e/other",
        "http://127.0.0.1:8080/mine//x",
        "https://127.0.0.1:8080/mine/portail",
        "http://portal.test/mine/portail",
        "http://a@127.0.0.1:8080/mine/portail",
    ]
    assert [url for url in outside if fence.lets(url)] == []
