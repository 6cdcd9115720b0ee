"""Clients of the identity simulator that an election file registers: FRANCECONNECT §2."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from mockportal.domain.franceconnect import clients
from mockportal.domain.franceconnect.clients import Client
from mockportal.election.declared import Declared, Line, Misfit, Switch, Whole

Visible = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]+$", max_length=300)]
Address = Annotated[str, StringConstraints(max_length=1_000)]
Algorithm = Literal["ES256", "RS256", "HS256"]
Length = Annotated[Whole, Field(ge=0, le=1_000)]


class ServiceProvider(Declared):
    """A service that sends its users to the simulator; the portal is one without being declared."""

    client_id: Visible = Field(description="how it names itself")
    client_secret: Annotated[Visible, StringConstraints(min_length=32)] = Field(
        description="at least 32 visible ASCII characters; a test value, never a real one"
    )
    name: Line = Field(default="Service de démonstration", description="shown to citizens")
    dialect: Literal["v2", "v1"] = Field(default="v2", description="which paths and rules")
    redirect_uris: tuple[Address, ...] = Field(
        default=(), max_length=20, description="where citizens come back, compared exactly"
    )
    post_logout_redirect_uris: tuple[Address, ...] = Field(
        default=(), max_length=20, description="where they go after a logout, compared exactly"
    )
    id_token_alg: Algorithm | None = Field(default=None, description="none: ES256, in v1 HS256")
    userinfo_alg: Algorithm | Literal["none"] | None = Field(
        default=None, description="`none` in quotes: plain JSON; unset: as the id_token"
    )
    scopes: tuple[Line, ...] | None = Field(default=None, description="unset: all")
    entity: Line | None = Field(default=None, description="clients of one entity see one subject")
    kind: Literal["public", "private"] = Field(
        default="public", description="a private service needs consent"
    )
    allow_amr: Switch = Field(default=False, description="may ask how the citizen signed in")
    allow_prompt_login: Switch = Field(default=False, description="`prompt=login` has an effect")
    providers_allow: tuple[Line, ...] | None = Field(default=None, description="unset: all")
    providers_deny: tuple[Line, ...] = Field(default=(), description="never offered")
    idp_hints: tuple[Line, ...] = Field(default=(), description="which hints it may give")
    profile: Literal["strict", "lax"] = Field(
        default="strict", description="lax: unknown parameters ignored, PKCE enforced"
    )
    min_nonce: Length | None = Field(default=None, description="none: 22, in v1 1")
    min_state: Length | None = Field(default=None, description="none: 22, in v1 1")
    token_time: Literal["wall", "election"] = Field(
        default="wall", description="whose clock dates its tokens"
    )
    enabled: Switch = Field(default=True, description="a disabled client is unknown")

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        wrong = clients.faults_of(self.record())
        if wrong:
            raise Misfit(" ".join(wrong))
        return self

    def record(self) -> Client:
        """Return the client as the simulator knows it."""
        return clients.build(self.model_dump())
