"""What the control API tells of the FranceConnect stub of one election."""

from typing import Any, Literal

from pydantic import AwareDatetime, Field

from mockportal.client.models import Answered


class StubClient(Answered):
    """A service provider; its secret is told when it is registered, and never again."""

    client_id: str = Field(description="how it names itself")
    client_secret: str | None = Field(default=None, description="only right after registration")
    name: str = Field(description="shown to citizens")
    dialect: Literal["v2", "v1"] = Field(description="which paths and rules")
    redirect_uris: tuple[str, ...] = Field(description="where citizens come back, compared exactly")
    post_logout_redirect_uris: tuple[str, ...] = Field(
        description="where they go after a logout, compared exactly"
    )
    id_token_alg: Literal["ES256", "RS256", "HS256"] = Field(
        description="how identity tokens are signed"
    )
    userinfo_alg: Literal["ES256", "RS256", "HS256", "none"] = Field(
        description="how userinfo is signed; none: plain JSON"
    )
    scopes: tuple[str, ...] | None = Field(description="none: all")
    entity: str = Field(description="clients of one entity see one subject")
    kind: Literal["public", "private"] = Field(description="a private service needs consent")
    allow_amr: bool = Field(description="may ask how the citizen signed in")
    allow_prompt_login: bool = Field(description="`prompt=login` has an effect")
    providers_allow: tuple[str, ...] | None = Field(
        description="uids of the only providers it accepts; none: all"
    )
    providers_deny: tuple[str, ...] = Field(description="uids of providers it never accepts")
    idp_hints: tuple[str, ...] = Field(
        description="uids of providers its `idp_hint` may lead to at once"
    )
    profile: Literal["strict", "lax"] = Field(
        description="lax: unknown parameters ignored, PKCE enforced"
    )
    min_nonce: int = Field(description="fewest characters of its `nonce`")
    min_state: int = Field(description="fewest characters of its `state`")
    token_time: Literal["wall", "election"] = Field(description="whose clock dates its tokens")
    enabled: bool = Field(description="a disabled client is unknown")
    issuer: str = Field(description="what its tokens name, and where discovery begins")
    clock_warning: str | None = Field(description="when its tokens will look expired or future")


class StubClients(Answered):
    """Every client of an election."""

    clients: tuple[StubClient, ...] = Field(description="those of the portal and of the file first")


class StubAccount(Answered):
    """An account at one provider, and all it takes to use it."""

    provider: str = Field(description="uid of the identity provider")
    login: str = Field(description="what is typed as identifier, in that provider's shape")
    secret: str = Field(description="what is typed as password; empty where none is asked")
    factor: str | None = Field(
        description="code of its second factor; none: drawn, or none is asked"
    )
    mail: str | None = Field(description="contact address, when it is not the citizen's")
    variant: str | None = Field(
        description="how the identity seen through it differs from the roll; none: as the citizen's"
    )
    citizen: str = Field(description="key of the citizen who holds it")
    elector: int | None = Field(description="rank; none for a citizen who is no elector")


class StubAccounts(Answered):
    """Some accounts."""

    accounts: tuple[StubAccount, ...] = Field(
        description="in the order of the roll, citizens who are no elector first"
    )
    next: int | None = Field(description="the `cursor` of the next page")


class StubCitizen(Answered):
    """A citizen: the identity FranceConnect holds, and the accounts."""

    key: str = Field(
        description="`e` and the rank of an elector, or `x…` for a citizen who is none"
    )
    elector: int | None = Field(description="rank; none for a citizen who is no elector")
    variant: str = Field(description="how the identity differs from the roll; exact: it does not")
    identity: dict[str, Any] = Field(
        description="names, birth, contact mail and phone, as FranceConnect holds them"
    )
    accounts: tuple[StubAccount, ...] = Field(description="one at most for each provider")


class StubProvider(Answered):
    """An identity provider as the choice shows it."""

    uid: str = Field(description="its name in paths and faults, such as ameli")
    title: str = Field(description="on its button")
    state: Literal["open", "closed", "hidden"] = Field(
        description="on the page of choice; closed: shown, not to be chosen"
    )
    beta: bool = Field(description="shows the mention beta")
    order: int | None = Field(description="from 0; none when it is not shown")
    slow_ms: int = Field(description="milliseconds before each of its pages")
    only: tuple[str, ...] | None = Field(description="`client_id` of each one it serves; none: all")
    never: tuple[str, ...] = Field(description="`client_id` of each one it does not serve")


class StubProviders(Answered):
    """The identity providers."""

    providers: tuple[StubProvider, ...] = Field(
        description="those of the page of choice first, in its order"
    )


class StubSettings(Answered):
    """The numbers and switches in force."""

    settings: dict[str, Any] = Field(
        description="by name, as in the section `franceconnect` of an election file"
    )


class StubFault(Answered):
    """A fault that waits for its moment."""

    id: str = Field(description="what disarms it")
    name: str = Field(description="as on the page of faults")
    stage: str = Field(description="when it strikes: authorize, provider, identity, token…")
    times: int = Field(description="0: until removed")
    client: str | None = Field(description="strikes for this `client_id` only; none: any")
    provider: str | None = Field(description="strikes at this provider only; none: any")
    login: str | None = Field(description="strikes with this account only; none: any")
    elector: int | None = Field(description="rank of the only one it strikes; none: anybody")
    delay_ms: int = Field(
        description="milliseconds, for a fault that delays; others take no notice"
    )


class StubFaults(Answered):
    """The faults that wait, and those there are."""

    faults: tuple[StubFault, ...] = Field(
        description="in the order they were armed; the first that fits strikes"
    )
    catalogue: dict[str, tuple[str, ...]] = Field(description="names by stage")


class StubStep(Answered):
    """One step of an authorization, on both clocks."""

    step: str = Field(description="such as authorize, identified, code, token, userinfo")
    at: AwareDatetime = Field(description="on the election's clock")
    wall: AwareDatetime = Field(description="on the machine's clock")
    facts: dict[str, Any] = Field(description="claims decoded; no secret, no token")


class StubAuthorization(Answered):
    """One authorization, from the request to userinfo."""

    uid: str = Field(description="what `/authorizations/{uid}` takes")
    seq: int = Field(description="grows with each step: the `after` of a wait")
    client: str = Field(description="`client_id` of who asked")
    citizen: str | None = Field(description="key of who signed in; none: nobody yet")
    elector: int | None = Field(
        description="rank of who signed in; none: nobody yet, or no elector"
    )
    provider: str | None = Field(description="uid of the one chosen; none: no choice yet")
    started_at: AwareDatetime = Field(description="on the election's clock")
    parameters: dict[str, Any] = Field(
        description="what was asked, as the stub read it; of `state` only the beginning"
    )
    outcome: str = Field(
        description=(
            "where it stands: choice, provider, factor, check, continue; "
            "failed: identity refused; done: back at the client"
        )
    )
    code_state: Literal["none", "given", "used", "replayed", "revoked"] = Field(
        description="what became of the code; none: not given yet"
    )
    steps: tuple[StubStep, ...] = Field(description="the oldest first")


class StubAuthorizations(Answered):
    """Authorizations, the last written first."""

    authorizations: tuple[StubAuthorization, ...] = Field(description="those that fit the query")


class StubRefusal(Answered):
    """A request that was refused before there was an authorization."""

    id: str = Field(description="of this refusal")
    seq: int = Field(description="grows with each refusal")
    call: Literal["authorize", "token", "userinfo", "revocation", "logout"] = Field(
        description="which endpoint refused"
    )
    at: AwareDatetime = Field(description="on the election's clock")
    wall: AwareDatetime = Field(description="on the machine's clock")
    client: str = Field(description="`client_id` as it was given; empty: none")
    code: str | None = Field(description="as on the error page")
    error: str | None = Field(description="as the client was told")
    description: str | None = Field(description="as the client was told")
    status: int | None = Field(
        description="of HTTP, where the client was answered; none: an error page or a redirect"
    )
    parameters: dict[str, str] = Field(description="no secret, no token; state and code begun")
    why: tuple[tuple[str, str, str, str], ...] = Field(
        description="kind, parameter, found, allowed"
    )


class StubRefusals(Answered):
    """Refused requests, the last first."""

    refusals: tuple[StubRefusal, ...] = Field(description="the last 1,000 are kept")


class StubCheck(Answered):
    """One check of a token, and how it went."""

    name: str = Field(description="which claim or part, such as aud, iss, signature, exp")
    holds: bool = Field(description="what was found is what was expected")
    says: str = Field(description="in French, what was found and what was expected")


class StubToken(Answered):
    """A token decoded and checked; it is kept nowhere."""

    header: dict[str, Any] = Field(description="of the token, decoded")
    claims: dict[str, Any] = Field(
        description="its payload, decoded whether the checks hold or not"
    )
    checks: tuple[StubCheck, ...] = Field(description="in the order they were made")
    holds: bool = Field(description="every check does")


class StubCallback(Answered):
    """Where a client would be called back, code included."""

    url: str = Field(
        description="the client's `redirect_uri` with `code`, `state` and, in v2, `iss`"
    )


class StubSession(Answered):
    """A browser at the stub."""

    id: str = Field(description="fingerprint of what its cookie holds; what expires it")
    citizen: str | None = Field(description="key of who is signed in; none: nobody")
    provider: str | None = Field(description="uid of where they signed in; none: nobody did")
    signed_at: AwareDatetime | None = Field(description="on the election's clock; none: nobody did")
    authorization: str | None = Field(description="uid of the one under way; none: no request")


class StubSessions(Answered):
    """Browsers at the stub."""

    sessions: tuple[StubSession, ...] = Field(description="the one unused for longest first")


class StubKeys(Answered):
    """The public keys, as JWKS tells them."""

    keys: tuple[dict[str, Any], ...] = Field(description="one JSON Web Key each, public part only")
