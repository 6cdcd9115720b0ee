"""Settings, providers and faults of the stub, as an operator turns them."""

import json
from dataclasses import asdict
from typing import Any

from mockportal.domain.franceconnect import faults
from mockportal.domain.franceconnect.faults import STAGE_OF, Armed
from mockportal.domain.franceconnect.providers import PROVIDERS
from mockportal.domain.franceconnect.refusals import NotAcceptable, NotThere
from mockportal.domain.instants import Millis
from mockportal.domain.secrets import new_token
from mockportal.election.franceconnect import FranceConnect
from mockportal.usecases.franceconnect.records import StubRecords
from mockportal.usecases.franceconnect.scene import Settings, settings_of

_SETTINGS = "settings"


def settings(tx: StubRecords, now: Millis) -> Settings:
    """Return the settings in force."""
    return settings_of(tx, tx.document(_SETTINGS, _SETTINGS) or "")


def change_settings(tx: StubRecords, now: Millis, *, values: dict[str, Any]) -> Settings:
    """Change some numbers until the next change. Refuses: NotAcceptable, InvalidFile."""
    unknown = set(values) - (set(FranceConnect.model_fields) - {"clients"})
    if unknown:
        raise NotAcceptable(f"Réglages inconnus : {', '.join(sorted(unknown))}.")
    said = _said(tx)
    return _write(tx, {**said, "rules": {**said.get("rules", {}), **values}})


def change_provider(
    tx: StubRecords, now: Millis, *, provider: str, values: dict[str, Any]
) -> Settings:
    """Change title, order, state, delay, badge or client lists of a provider.

    ``order`` is its place from 0; ``only`` null means all clients. Refuses: NotThere, InvalidFile.
    """
    if provider not in PROVIDERS:
        raise NotThere("Fournisseur inconnu.")
    said, rules = _said(tx), settings(tx, now).rules
    changed = dict(said.get("rules", {}))
    values = {name: one for name, one in values.items() if one is not None or name == "only"}
    for name, member in (("title", "titles"), ("state", "states"), ("slow_ms", "slow_ms")):
        if name in values:
            changed[member] = {**getattr(rules, member), provider: values[name]}
    order = [one for one in rules.providers if one != provider]
    if "order" in values or provider not in rules.providers:
        order.insert(values.get("order", len(order)), provider)  # type: ignore[arg-type]
        changed["providers"] = order
    for name in ("beta", "only", "never"):
        if name in values:
            said = {**said, name: {**said.get(name, {}), provider: values[name]}}
    return _write(tx, {**said, "rules": changed})


def reset(tx: StubRecords, now: Millis) -> None:
    """Drop sessions, transactions, codes, tokens, faults; keep clients, keys, accounts."""
    tx.forget_all()
    tx.drop_documents("fault")


def list_faults(tx: StubRecords, now: Millis) -> list[Armed]:
    """Return the faults that wait, in the order they would be looked at."""
    return [faults.from_json(json.loads(body)) for body in tx.documents("fault").values()]


def arm(tx: StubRecords, now: Millis, *, values: dict[str, Any]) -> Armed:
    """Arm a fault, once unless said otherwise. Refuses: NotAcceptable."""
    if values.get("name") not in STAGE_OF:
        raise NotAcceptable(f"Panne inconnue ; au choix : {', '.join(STAGE_OF)}.")
    place = max((int(one.id.partition("-")[0]) for one in list_faults(tx, now)), default=0) + 1
    fault = Armed(id=f"{place:08}-{new_token(48)}", **values)
    put_fault(tx, fault)
    return fault


def put_fault(tx: StubRecords, fault: Armed) -> None:
    """Write an armed fault."""
    tx.put_document("fault", fault.id, json.dumps(asdict(fault)))


def disarm(tx: StubRecords, now: Millis, *, fault: str | None = None) -> None:
    """Take back one fault, or all. Refuses: NotThere."""
    if fault is None:
        tx.drop_documents("fault")
        return
    body = tx.document("fault", fault)
    if body is None:
        raise NotThere("Panne inconnue, ou déjà survenue.")
    tx.drop_document("fault", fault, before=body)


def _said(tx: StubRecords) -> dict[str, Any]:
    text = tx.document(_SETTINGS, _SETTINGS)
    return json.loads(text) if text is not None else {}


def _write(tx: StubRecords, said: dict[str, Any]) -> Settings:
    text = json.dumps(said, ensure_ascii=False)
    found = settings_of(tx, text)
    tx.put_document(_SETTINGS, _SETTINGS, text)
    return found
