"""Citizens and their accounts: the electorate's, as changed by a tester."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mockportal.domain.franceconnect.citizens import Citizen, changed, citizen_of, rank_of
from mockportal.domain.franceconnect.providers import Provider
from mockportal.domain.franceconnect.variants import vary
from mockportal.domain.secrets import fingerprint
from mockportal.electorate import Elector
from mockportal.usecases.franceconnect.records import StubRecords


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose account an identifier is, and what opens it."""

    citizen: str
    login: str
    secret: str
    factor: str


def find_holder(tx: StubRecords, provider: str, login: str) -> Holder | None:
    """Return the holder of a canonical identifier at a provider."""
    known = tx.document("login", f"{provider} {login}")
    if known is not None:
        return _told_holder(tx, provider, login, known)
    rank = tx.world.electors.rank_of_account(provider, login)
    if rank is None:
        return None
    account = next(one for one in accounts_of(tx, f"e{rank}") if one["provider"] == provider)
    if account["login"] != login:
        return None
    return Holder(f"e{rank}", login, account["secret"], account["factor"] or "")


def _told_holder(tx: StubRecords, provider: str, login: str, key: str) -> Holder | None:
    for account in accounts_of(tx, key):
        if account["provider"] == provider and account["login"] == login:
            return Holder(key, login, account["secret"], account["factor"] or "")
    return None


def accounts_of(tx: StubRecords, key: str) -> list[dict[str, Any]]:
    """Return the accounts of a citizen: provider, login, secret, factor, mail, variant."""
    told = told_of(tx, key).get("accounts", {})
    rank = rank_of(key)
    drawn = _drawn(tx)(rank).franceconnect if rank is not None else ()
    accounts: dict[str, dict[str, Any]] = {
        one.provider: {**one._asdict(), "mail": None, "variant": None} for one in drawn
    }
    blank = {"login": "", "secret": "", "factor": None, "mail": None, "variant": None}
    for provider, values in told.items():
        accounts[provider] = {
            **blank,
            **accounts.get(provider, {"provider": provider}),
            **(values or {"login": ""}),
        }
    return [account for account in accounts.values() if account["login"]]


def told_of(tx: StubRecords, key: str) -> dict[str, Any]:
    """Return what a tester said of a citizen."""
    text = tx.document("citizen", key)
    return json.loads(text) if text is not None else {}


def identity_of(tx: StubRecords, key: str, provider: str = "") -> Citizen:
    """Return the identity that FranceConnect holds of a citizen, seen through one account."""
    told, rank = told_of(tx, key), rank_of(key)
    account = told.get("accounts", {}).get(provider) or {}
    if rank is None:
        citizen = changed(_BLANK, {"key": key})
    else:
        elector = _drawn(tx)(rank)
        variant = account.get("variant") or told.get("variant") or elector.variant
        citizen = citizen_of(elector)
        if variant != "exact":
            citizen = vary(citizen, variant, _other(tx, rank))
    citizen = changed(citizen, told.get("claims", {}))
    return changed(citizen, {"email": account["mail"]}) if account.get("mail") else citizen


def _drawn(tx: StubRecords) -> Callable[[int], Elector]:
    """Return who draws electors: the last ones are kept with all that was derived from them."""
    world = tx.world
    known: Callable[[int], Elector] | None = world.memo.get("fc-electors")
    if known is None:
        known = world.memo["fc-electors"] = lru_cache(_KEPT)(world.electors.__getitem__)
    return known


_KEPT = 2_048

_BLANK = Citizen(
    key="",
    given_names=("Nemo",),
    birth_name="Personne",
    usage_name="",
    birthdate="1970-01-01",
    gender="female",
    birthplace="00001",
    birthcountry="99100",
    email="nemo.personne@contact.example",
    phone="+33639980000",
)


def _other(tx: StubRecords, rank: int) -> Citizen:
    """Return the citizen that another elector is; the only elector of a roll has no other."""
    electors = tx.world.electors
    return citizen_of(electors[(rank + 1) % len(electors)])


def factor_code(tx: StubRecords, key: str, provider: Provider) -> str:
    """Return the code of a second factor that the account itself does not tell."""
    drawn = fingerprint(tx.world.secret, "fc-factor", provider.uid, key).encode()
    return str(int.from_bytes(drawn, "big") % 10**provider.digits).zfill(provider.digits)


def demo_accounts(tx: StubRecords, provider: str, most: int = 5) -> list[dict[str, str]]:
    """Return some accounts to try at a provider, from the first ranks of the roll."""
    kept: dict[str, list[dict[str, str]]] = tx.world.memo.setdefault("fc-demo", {})
    if provider not in kept:
        electors = tx.world.electors
        found = []
        for rank in range(min(len(electors), _LOOKED_AT)):
            elector = electors[rank]
            for one in elector.franceconnect:
                if one.provider == provider:
                    name = f"{elector.given_name} {elector.family_name}"
                    found.append(
                        {
                            **{"name": name, "login": one.login},
                            **{"secret": one.secret, "factor": one.factor or ""},
                        }
                    )
            if len(found) == most:
                break
        kept[provider] = found
    return kept[provider]


_LOOKED_AT = 400
