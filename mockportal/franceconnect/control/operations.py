"""Every call about the stub, one line each: for the control port to serve and to describe."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from mockportal.client import franceconnect as models
from mockportal.domain.franceconnect.refusals import AlreadyThere, NotAcceptable, NotThere
from mockportal.domain.refusals import Refused
from mockportal.franceconnect.control import asking, handlers

_BASE = "/elections/{election}/franceconnect"
_MISSING = (NotThere,)


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the API: where, what it does, what goes in and out."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
    path: str
    does: str
    answer: Callable[[Any], Awaitable[BaseModel | None]]
    gives: type[BaseModel] | None = None
    query: type[BaseModel] = asking.Nothing
    body: type[BaseModel] | None = None
    status: int = 200
    refuses: tuple[type[Refused], ...] = ()


def _get(path: str, does: str, answer: Any, gives: type[BaseModel], **more: Any) -> Operation:
    return Operation("GET", f"{_BASE}{path}", does, answer, gives, **more)


def _delete(path: str, does: str, answer: Any, **more: Any) -> Operation:
    return Operation("DELETE", f"{_BASE}{path}", does, answer, status=204, **more)


def _patch(
    path: str, does: str, answer: Any, gives: type[BaseModel], body: type[BaseModel]
) -> Operation:
    refuses = (NotThere, NotAcceptable, AlreadyThere)
    return Operation("PATCH", f"{_BASE}{path}", does, answer, gives, body=body, refuses=refuses)


def _post(
    path: str, does: str, answer: Any, gives: type[BaseModel] | None, **more: Any
) -> Operation:
    return Operation("POST", f"{_BASE}{path}", does, answer, gives, **more)


_NEW: dict[str, Any] = {"status": 201, "refuses": (NotAcceptable, AlreadyThere)}

OPERATIONS: tuple[Operation, ...] = (
    _get("/settings", "Read the stub's settings", handlers.read_settings, models.StubSettings),
    Operation(
        "PUT",
        f"{_BASE}/settings",
        "Change some of the stub's settings",
        handlers.change_settings,
        models.StubSettings,
        body=asking.SettingsChange,
        refuses=(NotAcceptable,),
    ),
    _post(
        "/reset",
        "Drop sessions, transactions, codes, tokens and faults",
        handlers.reset_stub,
        None,
        status=204,
    ),
    _get("/providers", "List identity providers", handlers.list_providers, models.StubProviders),
    _patch(
        "/providers/{provider}",
        "Change title, order, state or clients of a provider",
        handlers.change_provider,
        models.StubProviders,
        asking.ProviderChange,
    ),
    _get(
        "/accounts",
        "List accounts with all it takes to use them",
        handlers.list_accounts,
        models.StubAccounts,
        query=asking.AccountsQuery,
        refuses=_MISSING,
    ),
    _get(
        "/citizens/{elector}",
        "Tell the citizen behind an elector",
        handlers.get_citizen,
        models.StubCitizen,
        refuses=_MISSING,
    ),
    _patch(
        "/citizens/{elector}",
        "Change claims, variant or accounts of a citizen",
        handlers.change_citizen,
        models.StubCitizen,
        asking.CitizenChange,
    ),
    _post(
        "/citizens",
        "Add a citizen who is no elector",
        handlers.add_citizen,
        models.StubCitizen,
        body=asking.CitizenChange,
        status=201,
        refuses=(NotThere, NotAcceptable, AlreadyThere),
    ),
    _get("/clients", "List clients", handlers.list_clients, models.StubClients),
    _post(
        "/clients",
        "Register a client; its secret is told once",
        handlers.register_client,
        models.StubClient,
        body=asking.NewClient,
        **_NEW,
    ),
    _patch(
        "/clients/{client}",
        "Change a client",
        handlers.change_client,
        models.StubClient,
        asking.ClientChange,
    ),
    _delete("/clients/{client}", "Forget a client", handlers.remove_client, refuses=_MISSING),
    _get(
        "/faults",
        "List the stub's faults that wait",
        handlers.list_stub_faults,
        models.StubFaults,
    ),
    _post(
        "/faults",
        "Arm a fault of the stub, once unless said otherwise",
        handlers.arm_fault,
        models.StubFault,
        body=asking.NewFault,
        status=201,
        refuses=(NotAcceptable,),
    ),
    _delete("/faults", "Disarm every fault of the stub", handlers.disarm_faults),
    _delete(
        "/faults/{fault}", "Disarm a fault of the stub", handlers.disarm_fault, refuses=_MISSING
    ),
    _get(
        "/authorizations",
        "List the last authorizations, step by step",
        handlers.list_authorizations,
        models.StubAuthorizations,
        query=asking.AuthorizationsQuery,
        refuses=_MISSING,
    ),
    _get(
        "/authorizations/wait",
        "Wait for an authorization to reach a step",
        handlers.wait_for_authorization,
        models.StubAuthorizations,
        query=asking.WaitQuery,
    ),
    _post(
        "/authorizations/direct",
        "Give a code without screens",
        handlers.authorize_directly,
        models.StubCallback,
        body=asking.NewAuthorization,
        status=201,
        refuses=(NotThere, NotAcceptable),
    ),
    _get(
        "/authorizations/{uid}",
        "Tell one authorization",
        handlers.get_authorization,
        models.StubAuthorization,
        refuses=_MISSING,
    ),
    _get(
        "/refusals",
        "List the last requests refused at the door, and why",
        handlers.list_refusals,
        models.StubRefusals,
        query=asking.RefusalsQuery,
    ),
    _post(
        "/tokens/check",
        "Decode a token and check it as a client should; it is kept nowhere",
        handlers.check_token,
        models.StubToken,
        body=asking.TokenToCheck,
    ),
    _get("/sessions", "List browser sessions", handlers.list_sessions, models.StubSessions),
    _delete("/sessions", "Expire every session", handlers.end_sessions),
    _delete("/sessions/{session}", "Expire a session", handlers.end_session, refuses=_MISSING),
    _get("/keys", "List the public keys", handlers.list_keys, models.StubKeys),
    _post(
        "/keys/rotate",
        "Sign with fresh keys from now on",
        handlers.rotate_keys,
        models.StubKeys,
        body=asking.Rotation,
    ),
    _post(
        "/approvals/{ticket}",
        "Answer a second factor from outside the browser",
        handlers.answer_factor,
        None,
        body=asking.Approval,
        status=204,
        refuses=_MISSING,
    ),
)
