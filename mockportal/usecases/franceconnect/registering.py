"""Clients: registered, changed, removed by an operator."""

import secrets
from dataclasses import asdict
from typing import Any

from mockportal.domain.franceconnect import clients
from mockportal.domain.franceconnect.clients import Client
from mockportal.domain.franceconnect.refusals import AlreadyThere, NotAcceptable, NotThere
from mockportal.domain.instants import Millis
from mockportal.usecases.franceconnect import scene as scenes
from mockportal.usecases.franceconnect.records import StubRecords
from mockportal.usecases.franceconnect.scene import Here

_HEX = 32


def list_clients(tx: StubRecords, now: Millis, *, here: Here) -> tuple[list[Client], Millis]:
    """Return every client, those that exist without a record first, and the instant."""
    scene = scenes.open_scene(tx, now, here)
    kept = {client_id: clients.load(body) for client_id, body in tx.documents("client").items()}
    return list({**scenes.declared_clients(scene), **kept}.values()), now


def add_client(
    tx: StubRecords, now: Millis, *, here: Here, values: dict[str, Any]
) -> tuple[Client, Millis]:
    """Register a client; id and secret are drawn when not given. Return the instant too.

    Refuses: NotAcceptable, AlreadyThere.
    """
    drawn = {"client_id": secrets.token_hex(_HEX), "client_secret": secrets.token_hex(_HEX)}
    said = {name: value for name, value in values.items() if value is not None}
    client = _checked({**drawn, **said})
    if scenes.recorded_client(scenes.open_scene(tx, now, here), client.client_id) is not None:
        raise AlreadyThere("Ce client_id est déjà pris.")
    tx.put_document("client", client.client_id, clients.dump(client))
    return client, now


def change_client(
    tx: StubRecords, now: Millis, *, here: Here, client_id: str, values: dict[str, Any]
) -> tuple[Client, Millis]:
    """Change some members of a client's record; null goes back to the default.

    Refuses: NotThere, NotAcceptable.
    """
    known = scenes.recorded_client(scenes.open_scene(tx, now, here), client_id)
    if known is None:
        raise NotThere("Client inconnu.")
    client = _checked({**_told(known, values), "client_id": client_id})
    tx.put_document("client", client_id, clients.dump(client))
    return client, now


def remove_client(tx: StubRecords, now: Millis, *, client_id: str) -> None:
    """Forget a client; one that exists without a record comes back as it was. Refuses: NotThere."""
    body = tx.document("client", client_id)
    if body is None:
        raise NotThere("Client inconnu, ou déclaré ailleurs que par l'API.")
    tx.drop_document("client", client_id, before=body)


def _told(client: Client, values: dict[str, Any]) -> dict[str, Any]:
    """Return a record to be changed; another dialect brings its own defaults."""
    told = {**asdict(client), **values}
    told["client_secret"] = told["client_secret"] or client.client_secret
    if (values.get("dialect") or client.dialect) != client.dialect:
        for name in {"min_nonce", "min_state", "id_token_alg"} - set(values):
            del told[name]
    return told


def _checked(values: dict[str, Any]) -> Client:
    client = clients.build(values)
    wrong = clients.faults_of(client)
    if wrong:
        raise NotAcceptable(*wrong)
    return client
