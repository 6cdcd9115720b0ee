"""The control API in Python: every call of the API is a method, which makes that call."""

import re

import pytest

from mockportal import app
from mockportal.client import Control, RemoteElection
from mockportal.client.models import Detail
from mockportal.console.routes import CALLS

EVERY = (*CALLS, *app.CALLS)
URIS = ["http://127.0.0.1:1/retour"]

SERVER = {
    "get_server": lambda it: it.server(),
    "create_election": lambda it: it.create(),
    "list_elections": lambda it: it.elections(),
    "create_class": lambda it: it.open_class(),
    "get_election": lambda it: it.election("x"),
}
ELECTION = {
    "delete_election": lambda it: it.delete(),
    "copy_election": lambda it: it.copy(),
    "restore_election": lambda it: it.restore("copie"),
    "get_clock": lambda it: it.clock(),
    "set_clock": lambda it: it.set_clock(frozen=True),
    "advance_clock": lambda it: it.advance(seconds=1),
    "list_voters": lambda it: it.voters(),
    "claim_voter": lambda it: it.claim(),
    "get_voter": lambda it: it.voter("a.b@ac-fictive.example"),
    "list_messages": lambda it: it.messages(),
    "answer_captcha": lambda it: it.captcha("x"),
    "list_faults": lambda it: it.faults(),
    "replace_faults": lambda it: it.set_faults([]),
    "set_fault": lambda it: it.set_fault("maintenance"),
    "lift_fault": lambda it: it.lift_fault("maintenance"),
    "audit_election": lambda it: it.audit(),
    "tally_election": lambda it: it.tally(),
    "read_journal": lambda it: it.journal(),
    "follow_election": lambda it: next(it.events()),
}
CLASS = {
    "open_class": lambda it: it.open(),
    "get_class": lambda it: it.look(),
    "let_join": lambda it: it.let_join(False),
    "end_class": lambda it: it.end(),
    "restart_class": lambda it: it.restart(),
    "free_seat": lambda it: it.free_seat(1),
}
FRANCECONNECT = {
    "read_settings": lambda it: it.settings(),
    "change_settings": lambda it: it.change_settings({"beta": True}),
    "reset_stub": lambda it: it.reset(),
    "list_providers": lambda it: it.providers(),
    "change_provider": lambda it: it.change_provider("ameli", state="closed"),
    "list_accounts": lambda it: it.accounts(),
    "get_citizen": lambda it: it.citizen(0),
    "change_citizen": lambda it: it.change_citizen(0, variant="stranger"),
    "add_citizen": lambda it: it.add_citizen(),
    "list_clients": lambda it: it.clients(),
    "register_client": lambda it: it.register(URIS),
    "change_client": lambda it: it.change_client("x", enabled=False),
    "remove_client": lambda it: it.forget_client("x"),
    "list_stub_faults": lambda it: it.faults(),
    "arm_fault": lambda it: it.arm("x"),
    "disarm_faults": lambda it: it.disarm(),
    "disarm_fault": lambda it: it.disarm("x"),
    "list_authorizations": lambda it: it.authorizations(),
    "wait_for_authorization": lambda it: it.wait(),
    "list_refusals": lambda it: it.refusals(),
    "check_token": lambda it: it.check_token("x"),
    "authorize_directly": lambda it: it.authorize(client="x", redirect_uri="x", elector=0),
    "get_authorization": lambda it: it.authorization("x"),
    "list_sessions": lambda it: it.sessions(),
    "end_sessions": lambda it: it.end_sessions(),
    "end_session": lambda it: it.end_session("x"),
    "list_keys": lambda it: it.keys(),
    "rotate_keys": lambda it: it.rotate_keys(),
    "answer_factor": lambda it: it.approve("x"),
}


class Asked(Exception):
    """The call that a method makes."""


class Listening(Control):
    """A client that makes no call, and says which it would have made."""

    def call(self, model, method, path, body=None, **more):
        """Say what would be asked."""
        raise Asked(method, path)

    def command(self, method, path, body=None, **more):
        """Say what would be told."""
        raise Asked(method, path)

    def follow(self, path, query):
        """Say what would be followed."""
        raise Asked("GET", path)


@pytest.fixture
def tools():
    """Give the method of each call, on a client that listens to itself."""
    detail = Detail.model_construct(id="formation")
    with Listening("http://127.0.0.1:1", "") as control:
        election = RemoteElection(control, detail)
        parts = (
            (SERVER, control),
            (ELECTION, election),
            (CLASS, election.classroom),
            (FRANCECONNECT, election.franceconnect),
        )
        yield {name: (use, it) for uses, it in parts for name, use in uses.items()}


@pytest.mark.parametrize("call", EVERY, ids=lambda call: call.answer.__name__)
def test_every_call_is_a_method(tools, call):
    use, it = tools[call.answer.__name__]

    with pytest.raises(Asked) as asked:
        use(it)

    method, path = asked.value.args
    assert method == call.method
    assert re.fullmatch(re.sub(r"{\w+}", "[^/]+", call.path), f"/{path}")


def test_events_come_as_they_happen(remote):
    events = remote.events(after=0)
    first = next(events)

    remote.set_fault("maintenance")

    second = next(events)
    events.close()
    assert (first.name, first.told.frozen) == ("clock", True)
    assert (second.name, second.told.kind) == ("journal", "fault-set")
