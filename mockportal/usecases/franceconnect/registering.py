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


def list_clients(tx: StubRecords, now: Millis, *, here: Here) -> list[Client]:
    """Return every client, those that exist without a record first."""
    scene = scenes.open_scene(tx, now, here)
    kept = {client_id: clients.load(body) for client_id, body in tx.documents("client").items()}
    return list({**scenes.declared_clients(scene), **kept}.values())


def add_client(tx: StubRecords, now: Millis, *, here: Here, values: dict[str, Any]) -> Client:
    """Register a client; id and secret are drawn when not given.

    Refuses: NotAcceptable, AlreadyThere.
    """
    drawn = {"client_id": secrets.token_hex(_HEX), "client_secret": secrets.token_hex(_HEX)}
    client = _checked({**drawn, **values})
    if scenes.recorded_client(scenes.open_scene(tx, now, here), client.client_id) is not None:
        raise AlreadyThere("Ce client_id est déjà pris.")
    tx.put_document("client", client.client_id, clients.dump(client))
    return client


def change_client(
    tx: StubRecords, now: Millis, *, here: Here, client_id: str, values: dict[str, Any]
) -> Client:
    """Change some members of a client's record. Refuses: NotThere, NotAcceptable."""
    known = scenes.recorded_client(scenes.open_scene(tx, now, here), client_id)
    if known is None:
        raise NotThere("Client inconnu.")
    client = _checked({**asdict(known), **values, "client_id": client_id})
    tx.put_document("client", client_id, clients.dump(client))
    return client


def remove_client(tx: StubRecords, now: Millis, *, here: Here, client_id: str) -> None:
    """Forget a client; one that exists without a record comes back as it was. Refuses: NotThere."""
    body = tx.document("client", client_id)
    if body is None:
        raise NotThere("Client inconnu, ou déclaré ailleurs que par l'API.")
    tx.drop_document("client", client_id, before=body)


def _checked(values: dict[str, Any]) -> Client:
    client = clients.build(values)
    wrong = clients.faults_of(client)
    if wrong:
        raise NotAcceptable(*wrong)
    return client
