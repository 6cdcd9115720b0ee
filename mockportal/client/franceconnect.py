"""What the control API tells of the FranceConnect stub of one election."""

from typing import Any, Literal

from pydantic import AwareDatetime, Field

from mockportal.client.models import Answered


class StubClient(Answered):
    """A service provider; its secret is told when it is registered, and never again."""

    client_id: str
    client_secret: str | None = Field(default=None, description="only right after registration")
    name: str
    dialect: Literal["v2", "v1"]
    redirect_uris: tuple[str, ...]
    post_logout_redirect_uris: tuple[str, ...]
    id_token_alg: Literal["ES256", "RS256", "HS256"]
    userinfo_alg: Literal["ES256", "RS256", "HS256", "none"]
    scopes: tuple[str, ...] | None = Field(description="none: all")
    entity: str = Field(description="clients of one entity see one subject")
    kind: Literal["public", "private"]
    allow_amr: bool
    allow_prompt_login: bool
    providers_allow: tuple[str, ...] | None
    providers_deny: tuple[str, ...]
    idp_hints: tuple[str, ...]
    profile: Literal["strict", "lax"]
    min_nonce: int
    min_state: int
    token_time: Literal["wall", "election"] = Field(description="whose clock dates its tokens")
    enabled: bool
    issuer: str = Field(description="what its tokens name, and where discovery begins")
    clock_warning: str | None = Field(description="when its tokens will look expired or future")


class StubClients(Answered):
    """Every client of an election."""

    clients: tuple[StubClient, ...]


class StubAccount(Answered):
    """An account at one provider, and all it takes to use it."""

    provider: str
    login: str
    secret: str
    factor: str | None
    mail: str | None = Field(description="contact address, when it is not the citizen's")
    variant: str | None
    citizen: str
    elector: int | None = Field(description="rank; none for a citizen who is no elector")


class StubAccounts(Answered):
    """Some accounts."""

    accounts: tuple[StubAccount, ...]
    next: int | None = Field(description="the `cursor` of the next page")


class StubCitizen(Answered):
    """A citizen: the identity FranceConnect holds, and the accounts."""

    key: str
    elector: int | None
    variant: str
    identity: dict[str, Any]
    accounts: tuple[StubAccount, ...]


class StubProvider(Answered):
    """An identity provider as the choice shows it."""

    uid: str
    title: str
    state: Literal["open", "closed", "hidden"]
    beta: bool
    order: int | None = Field(description="from 0; none when it is not shown")
    slow_ms: int
    only: tuple[str, ...] | None = Field(description="clients it serves; none: all")
    never: tuple[str, ...]


class StubProviders(Answered):
    """The identity providers."""

    providers: tuple[StubProvider, ...]


class StubSettings(Answered):
    """The numbers and switches in force."""

    settings: dict[str, Any]


class StubFault(Answered):
    """A fault that waits for its moment."""

    id: str
    name: str
    stage: str
    times: int = Field(description="0: until removed")
    client: str | None
    provider: str | None
    login: str | None
    elector: int | None
    delay_ms: int


class StubFaults(Answered):
    """The faults that wait, and those there are."""

    faults: tuple[StubFault, ...]
    catalogue: dict[str, tuple[str, ...]] = Field(description="names by stage")


class StubStep(Answered):
    """One step of an authorization, on both clocks."""

    step: str
    at: AwareDatetime = Field(description="on the election's clock")
    wall: AwareDatetime = Field(description="on the machine's clock")
    facts: dict[str, Any] = Field(description="claims decoded; no secret, no token")


class StubAuthorization(Answered):
    """One authorization, from the request to userinfo."""

    uid: str
    seq: int = Field(description="grows with each step: the `after` of a wait")
    client: str
    citizen: str | None
    elector: int | None
    provider: str | None
    started_at: AwareDatetime
    parameters: dict[str, Any]
    outcome: str
    code_state: Literal["none", "given", "used", "replayed", "revoked"]
    steps: tuple[StubStep, ...]


class StubAuthorizations(Answered):
    """Authorizations, the last written first."""

    authorizations: tuple[StubAuthorization, ...]


class StubRefusal(Answered):
    """A request that was refused before there was an authorization."""

    id: str
    seq: int
    call: Literal["authorize", "token", "userinfo", "revocation", "logout"]
    at: AwareDatetime = Field(description="on the election's clock")
    wall: AwareDatetime = Field(description="on the machine's clock")
    client: str
    code: str | None = Field(description="as on the error page")
    error: str | None = Field(description="as the client was told")
    description: str | None
    status: int | None
    parameters: dict[str, str] = Field(description="no secret, no token; state and code begun")
    why: tuple[tuple[str, str, str, str], ...] = Field(
        description="kind, parameter, found, allowed"
    )


class StubRefusals(Answered):
    """Refused requests, the last first."""

    refusals: tuple[StubRefusal, ...]


class StubCheck(Answered):
    """One check of a token, and how it went."""

    name: str
    holds: bool
    says: str = Field(description="in French, what was found and what was expected")


class StubToken(Answered):
    """A token decoded and checked; it is kept nowhere."""

    header: dict[str, Any]
    claims: dict[str, Any]
    checks: tuple[StubCheck, ...]
    holds: bool = Field(description="every check does")


class StubCallback(Answered):
    """Where a client would be called back, code included."""

    url: str


class StubSession(Answered):
    """A browser at the stub."""

    id: str
    citizen: str | None
    provider: str | None
    signed_at: AwareDatetime | None
    authorization: str | None


class StubSessions(Answered):
    """Browsers at the stub."""

    sessions: tuple[StubSession, ...]


class StubKeys(Answered):
    """The public keys, as JWKS tells them."""

    keys: tuple[dict[str, Any], ...]
