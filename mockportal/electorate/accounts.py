"""Accounts at the identity providers: who holds which, and whose an identifier is."""

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from mockportal.election.franceconnect import ProviderId
from mockportal.electorate.draws import Draws
from mockportal.electorate.mails import POSTAL
from mockportal.electorate.permutation import Permutation

if TYPE_CHECKING:
    from mockportal.electorate.elector import Elector
    from mockportal.electorate.roll import Electorate

PHONES = 10_000
"""The numbers 06 39 98 0000 to 9999."""

_MARKS = re.compile(r"[ .\u00a0]")
_FISCAL = re.compile(r"9[0-9]{12}")
_SOCIAL = re.compile(r"[12][0-9]{4}00[0-9]{6}")
_PHONE = re.compile(r"063998([0-9]{4})")
_DIGITAL = re.compile(r"fi-([0-9a-z]{5})")


class Account(NamedTuple):
    """An account at one provider; ``factor`` is the code of its second factor, if it has one."""

    provider: ProviderId
    login: str
    secret: str
    factor: str | None = None


def social_key(number: str) -> int:
    """Return the two-digit key of a social-security number of 13 characters."""
    digits = number.upper().replace("2A", "19").replace("2B", "18")
    return 97 - int(digits) % 97


def canonical_login(provider: str, login: str) -> str:
    """Return an identifier as accounts hold it: no blanks, no key, national phone number."""
    plain = _MARKS.sub("", login).lower()
    if provider in {"ameli", "msa"} and len(plain) == 15 and plain.isdigit():
        return plain[:13] if int(plain[13:]) == social_key(plain[:13]) else plain
    if provider in {"mcm", "yris"} and plain.startswith("+33"):
        return f"0{plain[3:]}"
    return plain if provider != "laposte" else login.strip().lower()


class Accounts:
    """The accounts of one election's citizens."""

    def __init__(self, electors: "Electorate", draws: Draws) -> None:
        self._electors, self._draws = electors, draws
        self._rules = electors.election.franceconnect
        self._fiscal = Permutation(draws.key, "fiscal", 10**6, 10**6)
        self._phones = Permutation(draws.key, "phones", 100, 100)
        self._claimed: dict[tuple[str, str | None], int] = {
            (provider, persona.phone): persona.rank
            for persona in electors.election.personas
            for provider in persona.providers or ()
            if provider in {"mcm", "yris"}
        }

    def phone(self, rank: int) -> str:
        """Return a mobile number; ranks 10 000 apart share one, for want of numbers."""
        return f"+3363998{self._phones.forward(rank % PHONES):04}"

    def of(self, elector: "Elector") -> tuple[Account, ...]:
        """Return the accounts of a citizen, in the order of the election's providers."""
        held = self._providers(elector)
        return tuple(self._account(elector, one) for one in self._rules.providers if one in held)

    def rank_of(self, provider: str, login: str) -> int | None:
        """Return whose account it is; nobody's is None."""
        plain = canonical_login(provider, login)
        rank = self._told_by(provider, plain)
        if rank is None or rank >= len(self._electors):
            return None
        held = self._electors[rank].franceconnect
        return rank if any(one[:2] == (provider, plain) for one in held) else None

    def _told_by(self, provider: str, login: str) -> int | None:
        """Return the one rank an identifier may belong to, on this roll or not."""
        match provider:
            case "impots" if _FISCAL.fullmatch(login):
                return self._fiscal.backward(int(login[1:]))
            case "ameli" | "msa" if _SOCIAL.fullmatch(login):
                return self._electors.births.rank_of(login)
            case "laposte":
                return self._electors.rank_of_mail(login)
            case "mcm" | "yris" if _PHONE.fullmatch(login):
                return self._holder(provider, f"+33{login[1:]}")
            case "france-identite" if found := _DIGITAL.fullmatch(login):
                return self._electors.tokens.rank_of(found[1])
        return None

    def _providers(self, elector: "Elector") -> frozenset[str]:
        """Return where a citizen holds an account."""
        if elector.persona is not None and elector.persona.providers is not None:
            return frozenset(elector.persona.providers)
        rank, shares = elector.rank, self._rules.accounts
        if self._draws.unit(rank, "no account") < shares.none:
            return frozenset()
        some = 1 - shares.none
        held = {
            one
            for one in ("impots", "laposte", "france-identite")
            if self._draws.unit(rank, one) * some < getattr(shares, one.replace("-", "_"))
        }
        health = self._draws.unit(rank, "health") * some
        if health < shares.ameli + shares.msa:
            held.add("ameli" if health < shares.ameli else "msa")
        held.update(one for one in ("mcm", "yris") if self._holder(one, elector.phone) == rank)
        return frozenset(held)

    def _holder(self, provider: str, phone: str) -> int | None:
        """Return the one citizen whose account at a provider has this number."""
        claimed = self._claimed.get((provider, phone))
        if claimed is not None:
            return claimed
        number, size = int(phone[-4:]), len(self._electors)
        first = self._phones.backward(number)
        sharers = (size - first + PHONES - 1) // PHONES
        share: float = getattr(self._rules.accounts, provider)
        if sharers <= 0 or self._draws.unit(number, f"{provider} is used") >= share * sharers:
            return None
        return first + PHONES * self._draws.below(number, f"{provider} holder", sharers)

    def _account(self, elector: "Elector", provider: ProviderId) -> Account:
        """Return a citizen's account at one provider."""
        rank = elector.rank
        match provider:
            case "impots":
                login = f"9{self._fiscal.forward(rank):012}"
                return Account(provider, login, self._password(rank, provider))
            case "ameli" | "msa":
                asked = provider == "ameli" and self._rules.ameli_factor
                factor = f"{self._draws.below(rank, 'ameli factor', 10**6):06}" if asked else None
                secret = self._password(rank, provider)
                return Account(provider, elector.social_number, secret, factor)
            case "laposte":
                login = self._electors.private_mail(elector, POSTAL)
                return Account(provider, login, self._password(rank, provider))
            case "france-identite":
                code = f"{self._draws.below(rank, 'digital code', 10**6):06}"
                return Account(provider, f"fi-{self._electors.tokens.of(rank)}", code)
        asked = provider == "mcm"
        factor = f"{self._draws.below(rank, 'mcm code', 10**4):04}" if asked else None
        return Account(provider, f"0{elector.phone[3:]}", "", factor)

    def _password(self, rank: int, provider: str) -> str:
        """Return the password of an account: the election's one, or its own."""
        if self._rules.passwords == "election":
            return self._shared_password
        return self._electors.credentials.account_password(rank, provider)

    @cached_property
    def _shared_password(self) -> str:
        return self._electors.credentials.account_password(0, "all")
