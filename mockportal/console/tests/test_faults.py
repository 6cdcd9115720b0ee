"""Faults by name: listed, set, replaced, lifted, journaled; none once the urn is sealed."""

import pytest

from mockportal.client import ControlError
from mockportal.election import CATALOGUE
from mockportal.usecases import faulting


def in_force(remote) -> dict[str, bool]:
    """Return the faults in force by name, and whether each is on now."""
    return {one.name: one.active for one in remote.faults()}


@pytest.fixture
def planned(control):
    """Return an election whose file declares a fault for later."""
    fault = {"name": "maintenance", "from": "opening + 2 h", "to": "opening + 3 h"}
    return control.create(
        "formation", at="2022-12-01T08:47", frozen=True, settings={"fault": [fault]}
    )


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_fault_of_the_catalogue_may_be_set_and_lifted(remote, name):
    remote.set_fault(name)
    set_now = in_force(remote)
    remote.lift_fault(name)

    assert set_now == {name: True}
    assert in_force(remote) == {}


def test_a_fault_keeps_its_parameters(remote):
    remote.set_fault("mail-slow", {"profile": "hour", "share": 0.5, "who": "prive"})

    (fault,) = remote.faults()
    assert (fault.settings, fault.share, fault.who) == ({"profile": "hour"}, 0.5, "prive")
    assert fault.source == "tester"


def test_setting_a_fault_again_replaces_it(remote):
    remote.set_fault("sms-late", {"delay_s": 60})
    remote.set_fault("sms-late", {"delay_s": 120})

    (fault,) = remote.faults()
    assert fault.settings == {"delay_s": 120}


def test_a_declared_fault_comes_at_its_hour(planned):
    before = in_force(planned)
    planned.advance(seconds=2 * 3600)

    assert before == {"maintenance": False}
    assert in_force(planned) == {"maintenance": True}


def test_a_declared_fault_may_be_lifted(planned):
    planned.lift_fault("maintenance")
    planned.advance(seconds=2 * 3600)

    assert in_force(planned) == {}


def test_replacing_them_all_leaves_no_other(planned):
    planned.set_fault("sms-late")

    planned.set_faults([{"name": "mail-slow"}, {"name": "message-lost", "share": 1.0}])

    assert in_force(planned) == {"mail-slow": True, "message-lost": True}


def test_use_cases_see_what_is_on(store, remote):
    nothing = store.ask(remote.id, faulting.active_faults)
    remote.set_fault("captcha-missing")

    fault = store.ask(remote.id, faulting.active_fault, name="captcha-missing")
    assert nothing == ()
    assert fault is not None
    assert store.ask(remote.id, faulting.active_fault, name="mail-slow") is None


@pytest.mark.parametrize(
    ("name", "settings", "status", "words"),
    [
        ("earthquake", {}, 404, "Page introuvable."),
        ("mail-slow", {"profile": "never"}, 422, "au choix : normal, minutes, quarter, hour"),
        ("mail-slow", {"colour": "red"}, 422, "clé inconnue"),
        ("mail-slow", {"share": 2}, 422, "share, "),
        ("sms-late", {"delay_s": "long"}, 422, "delay_s, "),
        ("sms-late", {"from": "yesterday"}, 422, "from, "),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(remote, name, settings, status, words):
    with pytest.raises(ControlError) as refused:
        remote.set_fault(name, settings)

    assert refused.value.status == status
    assert words in refused.value.problem.detail
    assert remote.faults() == ()


@pytest.mark.attack("J09")
def test_every_change_is_journaled(remote):
    remote.set_fault("mail-slow", {"profile": "hour"})
    remote.lift_fault("mail-slow")
    remote.set_faults([{"name": "sms-late"}])

    told = [(one.kind, one.detail) for one in remote.journal()]
    assert [kind for kind, _ in told] == ["fault-set", "fault-lifted", "faults-replaced"]
    assert '"profile": "hour"' in told[0][1]


@pytest.mark.attack("J09")
@pytest.mark.parametrize("change", ["set", "lift", "replace"])
def test_a_sealed_election_takes_no_fault(remote, change):
    remote.advance(to="closing_grace")
    acts = {
        "set": lambda: remote.set_fault("mail-slow"),
        "lift": lambda: remote.lift_fault("mail-slow"),
        "replace": lambda: remote.set_faults([]),
    }

    with pytest.raises(ControlError) as refused:
        acts[change]()

    assert (refused.value.status, refused.value.problem.detail) == (409, "Élection scellée.")


def test_faults_set_at_once_are_all_kept(remote, in_parallel):
    names = iter(list(CATALOGUE)[:12])

    in_parallel(12, lambda: remote.set_fault(next(names)))

    assert in_force(remote).keys() == set(list(CATALOGUE)[:12])


def test_faults_pass_to_a_copy(remote):
    remote.set_fault("sms-late")

    assert in_force(remote.copy()) == {"sms-late": True}


@pytest.mark.parametrize(
    "fault",
    [
        {"name": {}},
        {"name": []},
        {"name": None},
        {"name": "mail-slow", "profile": "hour", "settings": 1},
        {"name": "mail-slow", "profile": "hour", "settings": ["profile"]},
    ],
)
def test_a_fault_of_another_shape_is_refused_in_words(api, election, fault):
    refused = api.put(f"/api/elections/{election.id}/faults", json={"faults": [fault]})

    assert (refused.status_code, refused.json()["refusal"]) == (422, "misshapen")
