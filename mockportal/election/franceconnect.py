"""The identity simulator of an election: FRANCECONNECT §9 to §15."""

from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from mockportal.domain.instants import MINUTE, SECOND, Millis
from mockportal.election.calendar import ParisTime
from mockportal.election.declared import Declared, Line, Misfit, Share, Switch, Whole
from mockportal.election.service_providers import ServiceProvider

ProviderId = Literal["impots", "ameli", "laposte", "msa", "mcm", "yris", "france-identite"]

TITLES: dict[ProviderId, str] = {
    "impots": "Impots.gouv.fr",
    "ameli": "Ameli.fr",
    "laposte": "L'Identité Numérique La Poste",
    "msa": "MSA",
    "mcm": "Mobile Connect et moi",
    "yris": "Yris",
    "france-identite": "France Identité",
}

Seconds = Annotated[Whole, Field(ge=1, le=86_400)]


class Accounts(Declared):
    """How many citizens hold an account, by provider; nobody has both ameli and msa."""

    none: Share = Field(default=0.02, description="no account at all; assumed")
    impots: Share = Field(default=0.95, description="assumed")
    ameli: Share = Field(default=0.92, description="assumed")
    msa: Share = Field(default=0.05, description="assumed")
    laposte: Share = Field(default=0.25, description="assumed")
    mcm: Share = Field(default=0.05, description="at most 10 000: one per number; assumed")
    yris: Share = Field(default=0.05, description="at most 10 000: one per number; assumed")
    france_identite: Share = Field(default=0.05, description="when the provider is on; assumed")


class FranceConnect(Declared):
    """Identity providers, their accounts, lifetimes, and the portal as a client."""

    enabled: Switch = Field(
        default=True, description="the second way to a new code is offered; attested, seed"
    )
    enabled_from: ParisTime | None = Field(
        default=None, description="none: always; contested, seed yes, [SNUASFP] not yet"
    )
    dialect: Literal["v2", "v1"] = Field(
        default="v2", description="v1 is period-true for 2022; assumed"
    )
    providers: tuple[ProviderId, ...] = Field(
        default=("impots", "ameli", "laposte", "msa", "mcm", "yris"),
        min_length=1,
        max_length=7,
        description="in the order shown; six attested, seed; names [SONOMAG]",
    )
    titles: dict[ProviderId, Line] = Field(
        default={}, description="other titles than the usual; assumed"
    )
    states: dict[ProviderId, Literal["open", "closed", "hidden"]] = Field(
        default={}, description="`open` when not said; assumed"
    )
    slow_ms: dict[ProviderId, Annotated[Whole, Field(ge=0, le=120_000)]] = Field(
        default={}, description="wait before each answer of a provider; assumed"
    )
    title_suffix: Annotated[str, StringConstraints(min_length=3, max_length=40)] = Field(
        default=" (factice)", description="appended to every title; assumed"
    )
    accounts: Accounts = Field(default=Accounts(), description="shares of the roll")
    passwords: Literal["election", "per_account"] = Field(
        default="election", description="one for all accounts, or each its own; assumed"
    )
    ameli_factor: Switch = Field(default=False, description="a code by mail at Ameli; assumed")
    check_shapes: Switch = Field(
        default=True, description="badly formed identifiers are told; assumed"
    )
    magic_logins: Switch = Field(
        default=True, description="`panne-…` in an identifier field; assumed"
    )
    other_mail: Switch = Field(
        default=False, description="the account's mail must differ from the identifier; assumed"
    )
    notification: Literal["each", "unusual", "off"] = Field(
        default="each", description="mail after a connection; each in 2022, published"
    )
    code_seconds: Seconds = Field(default=30, description="authorization code; published")
    token_seconds: Seconds = Field(default=60, description="access token; published")
    id_token_seconds: Seconds = Field(default=60, description="id_token, userinfo JWT; published")
    transaction_minutes: Whole = Field(
        default=30, ge=1, le=1440, description="choice to client; published"
    )
    session_minutes: Whole = Field(
        default=30, ge=1, le=1440, description="single sign-on, sliding; published"
    )
    factor_seconds: Seconds = Field(default=120, description="second factor; assumed")
    factor_tries: Whole = Field(default=3, ge=1, le=20, description="wrong codes allowed; assumed")
    state_minutes: Whole = Field(
        default=10, ge=1, le=1440, description="portal's own `state`; assumed"
    )
    tolerance_seconds: Whole = Field(
        default=30, ge=0, le=600, description="on `exp` and `iat`; assumed"
    )
    logout_drop_state: Switch = Field(default=False, description="seen in 2019, published")
    logout_direct: Switch = Field(default=False, description="303 at once, without a page; assumed")
    clients: tuple[ServiceProvider, ...] = Field(
        default=(), max_length=200, description="services that use the simulator, by file"
    )

    @model_validator(mode="after")
    def _each_client_once(self) -> Self:
        known: set[str] = set()
        for place, one in enumerate(self.clients):
            if one.client_id in known:
                raise Misfit(f"client_id déjà pris, {one.client_id}", "clients", place)
            known.add(one.client_id)
        return self

    def title(self, provider: ProviderId) -> str:
        """Return the title of a provider, marked as fictional."""
        return self.titles.get(provider, TITLES[provider]) + self.title_suffix

    def state(self, provider: ProviderId) -> Literal["open", "closed", "hidden"]:
        """Return whether a provider is open; hidden when the election does not list it."""
        return self.states.get(provider, "open") if provider in self.providers else "hidden"

    @cached_property
    def code_millis(self) -> Millis:
        """Life of an authorization code."""
        return self.code_seconds * SECOND

    @cached_property
    def token_millis(self) -> Millis:
        """Life of an access token."""
        return self.token_seconds * SECOND

    @cached_property
    def transaction_millis(self) -> Millis:
        """Life of a transaction."""
        return self.transaction_minutes * MINUTE

    @cached_property
    def session_millis(self) -> Millis:
        """Life of a single sign-on session since its last use."""
        return self.session_minutes * MINUTE

    @cached_property
    def factor_millis(self) -> Millis:
        """How long a second factor is waited for."""
        return self.factor_seconds * SECOND

    @cached_property
    def state_millis(self) -> Millis:
        """Life of the portal's own `state` and `nonce`."""
        return self.state_minutes * MINUTE
