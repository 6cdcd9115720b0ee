"""What calls about the stub take: queries and bodies; and what they have at hand."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Literal, Protocol, TypeVar

from aiohttp import web
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    WithJsonSchema,
)

from mockportal.domain.franceconnect.faults import DEFAULT_DELAY, STAGE_OF
from mockportal.domain.franceconnect.variants import NAMES
from mockportal.storage.store import Store

T = TypeVar("T")
Q_co = TypeVar("Q_co", bound=BaseModel, covariant=True)
B_co = TypeVar("B_co", bound=BaseModel, covariant=True)


class Asking(Protocol[Q_co, B_co]):
    """One call as it came, checked; the control port makes it."""

    @property
    def request(self) -> web.Request:
        """Return the request."""

    @property
    def query(self) -> Q_co:
        """Return the checked query."""

    @property
    def body(self) -> B_co:
        """Return the checked body."""

    @property
    def store(self) -> Store:
        """Return the store."""

    @property
    def election(self) -> str:
        """Return the election of the address."""

    def part(self, name: str) -> str:
        """Return a variable of the path."""

    async def ask(self, usecase: Callable[..., T], **values: Any) -> T:
        """Ask something about the election of the address."""

    async def perform(self, usecase: Callable[..., T], **values: Any) -> T:
        """Do something in the election of the address."""


def _whole(value: object) -> object:
    """Take 16.0 for 16, as JSON does; no text and no truth."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise ValueError("un nombre entier")
    return value


Whole = BeforeValidator(_whole)


def _one_of(names: Iterable[str]) -> Any:
    """Tell in the description which names there are; the rules refuse others in words."""
    return WithJsonSchema({"type": "string", "enum": list(names)})


FaultName = Annotated[str, _one_of(STAGE_OF)]
Variant = Annotated[str, _one_of(NAMES)]
Text = Annotated[str, StringConstraints(max_length=2_000)]
Word = Annotated[str, StringConstraints(max_length=300)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
Uri = Annotated[str, StringConstraints(max_length=1_000)]
Uris = Annotated[tuple[Uri, ...], Field(max_length=20)]
Words = Annotated[tuple[Word, ...], Field(max_length=200)]
Length = Annotated[int, Field(ge=0, le=1_000), Whole]
Rank = Annotated[int, Field(ge=0, le=10_000_000), Whole]
Switch = Annotated[bool, Strict()]


class Asked(BaseModel):
    """The base of every query and body: nothing unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def said(self) -> dict[str, Any]:
        """Return what was said, without what was left out."""
        return self.model_dump(exclude_unset=True)


def example(value: dict[str, Any]) -> ConfigDict:
    """Return the configuration of a model that shows what it looks like in use."""
    return ConfigDict(json_schema_extra={"examples": [value]})


class Nothing(Asked):
    """A call that takes nothing."""


class ClientChange(Asked):
    """What of a client shall change."""

    model_config = example({"id_token_alg": "RS256", "enabled": False})

    client_secret: Annotated[str, Field(pattern=r"^[\x21-\x7e]{32,300}$")] | None = Field(
        default=None,
        description="at least 32 visible ASCII characters; a test value, never a real one",
    )
    name: Name | None = Field(default=None, description="shown to citizens")
    dialect: Literal["v2", "v1"] | None = Field(default=None, description="which paths and rules")
    redirect_uris: Uris | None = Field(
        default=None, description="where citizens come back, compared exactly"
    )
    post_logout_redirect_uris: Uris | None = Field(
        default=None, description="where they go after a logout, compared exactly"
    )
    id_token_alg: Literal["ES256", "RS256", "HS256"] | None = Field(
        default=None, description="how identity tokens are signed"
    )
    userinfo_alg: Literal["ES256", "RS256", "HS256", "none"] | None = Field(
        default=None, description="how userinfo is signed; none: plain JSON"
    )
    scopes: Words | None = Field(default=None, description="null: all")
    entity: Word | None = Field(default=None, description="clients of one entity see one subject")
    kind: Literal["public", "private"] | None = Field(
        default=None, description="a private service needs consent"
    )
    allow_amr: Switch | None = Field(default=None, description="may ask how the citizen signed in")
    allow_prompt_login: Switch | None = Field(
        default=None, description="`prompt=login` has an effect"
    )
    providers_allow: Words | None = Field(default=None, description="null: all")
    providers_deny: Words | None = Field(default=None, description="never offered")
    idp_hints: Words | None = Field(default=None, description="which hints it may give")
    profile: Literal["strict", "lax"] | None = Field(
        default=None, description="lax: unknown parameters ignored, PKCE enforced"
    )
    min_nonce: Length | None = Field(default=None, description="characters")
    min_state: Length | None = Field(default=None, description="characters")
    token_time: Literal["wall", "election"] | None = Field(
        default=None, description="whose clock dates its tokens"
    )
    enabled: Switch | None = Field(default=None, description="a disabled client is unknown")


class NewClient(ClientChange):
    """A client to register; id and secret are drawn when not said."""

    model_config = example(
        {"name": "Portail d'essai", "redirect_uris": ["http://127.0.0.1:9000/retour"]}
    )

    client_id: Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,300}$")] | None = Field(
        default=None, description="drawn when not said"
    )


class AccountsQuery(Asked):
    """Which accounts."""

    provider: Word = Field(default="", description="of one provider only")
    elector: Word = Field(default="", description="rank, identifier, or key of a citizen")
    rank: Word = Field(default="", description="the same as elector")
    q: Word = Field(default="", description="part of an identifier")
    cursor: int = Field(default=0, ge=0, le=10_000_000, description="the `next` of the former page")
    limit: int = Field(default=100, ge=1, le=500, description="accounts at most")


class AccountChange(Asked):
    """What of an account shall change; a new one needs an identifier."""

    login: Annotated[str, StringConstraints(min_length=1, max_length=254)] | None = Field(
        default=None, description="what is typed as identifier"
    )
    secret: Word | None = Field(default=None, description="what is typed as password")
    factor: Annotated[str, Field(pattern=r"^[0-9]{4,8}$")] | None = Field(
        default=None, description="the digits of the second factor"
    )
    mail: Word | None = Field(default=None, description="what the provider holds")
    variant: Variant | None = Field(
        default=None, description="how the identity differs from the roll"
    )


class ClaimsChange(Asked):
    """What FranceConnect holds of a citizen, right or wrong on purpose."""

    given_names: Annotated[tuple[Name, ...], Field(min_length=1, max_length=10)] | None = Field(
        default=None, description="as FranceConnect tells it"
    )
    birth_name: Name | None = Field(default=None, description="as FranceConnect tells it")
    usage_name: Word | None = Field(default=None, description="as FranceConnect tells it")
    birthdate: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")] | None = Field(
        default=None, description="an unknown day or month is 00"
    )
    gender: Word | None = Field(default=None, description="as FranceConnect tells it")
    birthplace: Word | None = Field(default=None, description="as FranceConnect tells it")
    birthcountry: Word | None = Field(default=None, description="as FranceConnect tells it")
    email: Word | None = Field(default=None, description="as FranceConnect tells it")
    phone: Word | None = Field(default=None, description="as FranceConnect tells it")


class CitizenChange(Asked):
    """What of a citizen shall change; an account that is null is closed."""

    model_config = example({"variant": "stranger", "claims": {"email": "alix@perso.example"}})

    variant: Variant | None = Field(
        default=None, description="how the identity differs from the roll"
    )
    claims: ClaimsChange = Field(default=ClaimsChange(), description="what FranceConnect holds")
    accounts: dict[Word, AccountChange | None] = Field(
        default={}, max_length=10, description="by provider; null closes one"
    )


class ProviderChange(Asked):
    """What of a provider shall change."""

    model_config = example({"state": "closed", "slow_ms": 3000})

    title: Name | None = Field(default=None, description="on its button")
    order: Annotated[int, Field(ge=0, le=10), Whole] | None = Field(
        default=None, description="among the buttons"
    )
    state: Literal["open", "closed", "hidden"] | None = Field(
        default=None, description="on the page of choice"
    )
    beta: Switch | None = Field(default=None, description="shows the mention beta")
    slow_ms: Annotated[int, Field(ge=0, le=120_000), Whole] | None = Field(
        default=None, description="milliseconds before each of its pages"
    )
    only: Words | None = Field(default=None, description="clients that see it")
    never: Words | None = Field(default=None, description="clients that do not")


class SettingsChange(Asked):
    """Settings by name, as in the election file's section `franceconnect`."""

    model_config = ConfigDict(
        frozen=True,
        extra="allow",
        json_schema_extra={"examples": [{"notification": "off", "code_seconds": 60}]},
    )


class NewFault(Asked):
    """A fault to arm: for one moment, narrowed by what is said."""

    model_config = example({"name": "tok_slow", "times": 1, "provider": "ameli", "delay_ms": 6000})

    name: FaultName = Field(description="which one, as on the page of faults")
    times: Annotated[int, Field(ge=0, le=1_000_000), Whole] = Field(
        default=1, description="before it is spent; 0: until disarmed"
    )
    client: Word | None = Field(default=None, description="of this client only")
    provider: Word | None = Field(default=None, description="at this provider only")
    login: Word | None = Field(default=None, description="with this account only")
    elector: Rank | None = Field(default=None, description="rank of the only one")
    delay_ms: Annotated[int, Field(ge=0, le=600_000), Whole] = Field(
        default=DEFAULT_DELAY, description="milliseconds, of a fault that delays"
    )


class AuthorizationsQuery(Asked):
    """Which authorizations."""

    client: Word = Field(default="", description="of one client only")
    elector: Word = Field(default="", description="rank, identifier, or key of a citizen")
    since: int = Field(default=0, ge=0, le=2**53, description="milliseconds, election's clock")
    limit: int = Field(default=100, ge=1, le=1_000, description="authorizations at most")


class RefusalsQuery(Asked):
    """How many."""

    limit: int = Field(default=100, ge=1, le=1_000, description="refusals at most")


class TokenToCheck(Asked):
    """A token as a client got it: id_token, or userinfo."""

    model_config = example({"token": "eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl"})

    token: Annotated[str, StringConstraints(max_length=20_000)] = Field(
        description="in its compact form"
    )


class WaitQuery(Asked):
    """What to wait for."""

    after: int = Field(default=0, ge=0, le=2**53, description="a `seq` already seen")
    step: Word = Field(default="", description="such as code, token, userinfo")
    wait: float = Field(default=10, ge=0, le=60, description="seconds of real time")


class NewAuthorization(Asked):
    """A code without screens."""

    model_config = example(
        {
            "client": "portail",
            "redirect_uri": "http://127.0.0.1:9000/retour",
            "elector": 0,
            "state": "s",
            "nonce": "n",
        }
    )

    client: Word = Field(description="its id")
    redirect_uri: Text = Field(description="one that the client registered")
    elector: Word | Rank = Field(description="rank or identifier")
    scope: Text = Field(
        default="openid identite_pivot preferred_username email", description="parted by spaces"
    )
    nonce: Text = Field(default="", description="comes back in the token")
    state: Text = Field(default="", description="comes back in the address")
    provider: Word = Field(default="impots", description="where the citizen is said to log in")


class Rotation(Asked):
    """How to change keys."""

    model_config = example({"keep_old": True})

    keep_old: Switch = Field(default=True, description="the former keys stay published")


class Approval(Asked):
    """The answer to a second factor, from outside the browser."""

    model_config = example({"verdict": "approve"})

    verdict: Literal["approve", "refuse", "timeout"] = Field(
        description="what the citizen does with the request"
    )
