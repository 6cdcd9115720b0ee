"""Citizens and accounts, as an operator changes them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mockportal.domain.franceconnect.citizens import Citizen, elector_key, rank_of
from mockportal.domain.franceconnect.identifiers import Shape, canonical
from mockportal.domain.franceconnect.providers import PROVIDERS
from mockportal.domain.franceconnect.refusals import AlreadyThere, NotAcceptable, NotThere
from mockportal.domain.franceconnect.variants import NAMES
from mockportal.domain.instants import Millis
from mockportal.domain.secrets import new_token
from mockportal.usecases.franceconnect import people
from mockportal.usecases.franceconnect.records import StubRecords

_PAGE, _DIGITS = 100, 9


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A citizen as an operator sees one."""

    key: str
    variant: str
    identity: Citizen
    accounts: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Search:
    """Which accounts to list; ``cursor`` is the rank to begin at."""

    provider: str = ""
    elector: str = ""
    query: str = ""
    cursor: int = 0
    limit: int = _PAGE


def accounts(
    tx: StubRecords, now: Millis, *, search: Search
) -> tuple[list[dict[str, Any]], int | None]:
    """Return accounts and where the next page begins.

    Refuses: NotThere, for an elector beyond the roll.
    """
    found: list[dict[str, Any]] = []
    following = None
    for key in _keys(tx, search):
        rank = rank_of(key)
        if len(found) >= search.limit:
            following = rank
            break
        found += [
            {**account, "citizen": key, "elector": rank}
            for account in people.accounts_of(tx, key)
            if search.provider in ("", account["provider"]) and _matches(account, search.query)
        ]
    return found, following


def _matches(account: dict[str, Any], query: str) -> bool:
    return query.lower() in account["login"].lower()


def _keys(tx: StubRecords, search: Search) -> Iterator[str]:
    if search.elector:
        yield key_of(tx, search.elector)
        return
    if search.query and search.provider in PROVIDERS:
        holder = people.find_holder(tx, search.provider, search.query)
        if holder is not None:
            yield holder.citizen
            return
    if search.cursor == 0:
        yield from (key for key in tx.documents("citizen") if rank_of(key) is None)
    last = min(len(tx.world.electors), search.cursor + 50 * search.limit)
    yield from (elector_key(rank) for rank in range(search.cursor, last))


def citizen(tx: StubRecords, now: Millis, *, elector: str) -> Enrolled:
    """Return a citizen by the rank of the elector, or by its own key. Refuses: NotThere."""
    key = key_of(tx, elector)
    told, rank = people.told_of(tx, key), rank_of(key)
    drawn = tx.world.electors[rank].variant if rank is not None else "exact"
    variant = told.get("variant") or drawn
    return Enrolled(key, variant, people.identity_of(tx, key), people.accounts_of(tx, key))


def change_citizen(
    tx: StubRecords, now: Millis, *, elector: str, values: dict[str, Any]
) -> Enrolled:
    """Change claims, variant or accounts of a citizen.

    Refuses: NotThere, NotAcceptable, AlreadyThere (somebody else's identifier).
    """
    key = key_of(tx, elector)
    _write(tx, key, values)
    return citizen(tx, now, elector=key)


def add_citizen(tx: StubRecords, now: Millis, *, values: dict[str, Any]) -> Enrolled:
    """Add a citizen who is no elector. Refuses: NotAcceptable, AlreadyThere."""
    key = f"x{new_token(64)}"
    _write(tx, key, values)
    return citizen(tx, now, elector=key)


def key_of(tx: StubRecords, elector: str) -> str:
    """Return a citizen's key, given it, a rank or an identifier. Refuses: NotThere."""
    if "@" in elector:
        found = tx.world.electors.rank_of(elector.strip().lower())
        elector = elector if found is None else elector_key(found)
    elif elector.isascii() and elector.isdecimal() and len(elector) <= _DIGITS:
        elector = elector_key(int(elector))
    rank = rank_of(elector)
    if rank is None and tx.document("citizen", elector) is None:
        raise NotThere("Citoyen inconnu.")
    if rank is not None and rank >= len(tx.world.electors):
        raise NotThere("Citoyen inconnu : rang hors de la liste électorale.")
    return elector


def _write(tx: StubRecords, key: str, values: dict[str, Any]) -> None:
    told = people.told_of(tx, key)
    _check_variant(values.get("variant"))
    claims = {name: one for name, one in values.get("claims", {}).items() if one is not None}
    accounts = told.get("accounts", {})
    for provider, account in values.get("accounts", {}).items():
        accounts = {**accounts, provider: _account(tx, key, provider, account)}
    kept = {
        "variant": values.get("variant", told.get("variant")),
        "claims": {**told.get("claims", {}), **claims},
        "accounts": accounts,
    }
    tx.put_document("citizen", key, json.dumps(kept, ensure_ascii=False))


def _check_variant(variant: str | None) -> None:
    if variant not in (None, *NAMES):
        raise NotAcceptable(f"Variante inconnue ; au choix : {', '.join(NAMES)}.")


def _account(tx: StubRecords, key: str, provider: str, account: dict[str, Any] | None) -> Any:
    """Return an account as it is kept: its identifier in canonical form, nobody else's."""
    if provider not in PROVIDERS:
        raise NotThere("Fournisseur inconnu.")
    if account is None:
        return None
    account = {name: one for name, one in account.items() if one is not None}
    _check_variant(account.get("variant"))
    if "login" not in account:
        return account
    login = canonical(account["login"], PROVIDERS[provider].shape)
    if login is None and PROVIDERS[provider].shape is not Shape.NONE:
        raise NotAcceptable(f"Identifiant mal formé pour {provider}.")
    holder = people.find_holder(tx, provider, login) if login else None
    if holder is not None and holder.citizen != key:
        raise AlreadyThere("Cet identifiant est celui d'un autre citoyen.")
    tx.put_document("login", f"{provider} {login}", key)
    return {**account, "login": login}
