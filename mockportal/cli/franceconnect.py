"""``mockportal franceconnect``: clients of the identity simulator of a server that runs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mockportal.cli.running import Exit, settings_from
from mockportal.cli.serving import State
from mockportal.config import DEFAULT_ELECTION, Settings

if TYPE_CHECKING:
    from mockportal.client.franceconnect import StubClient
    from mockportal.client.remote_stub import RemoteStub

franceconnect = typer.Typer(help="The FranceConnect stub of a server that runs.")
clients = typer.Typer(help="List the clients of the stub; register or remove one.")
franceconnect.add_typer(clients, name="clients")

ElectionName = Annotated[str, typer.Option("--election", "-e", help="Name on the server.")]
Console = Annotated[str, typer.Option(help="Its control API.")]
Token = Annotated[
    str, typer.Option(envvar="MOCKPORTAL_TOKEN", help="Its token; else the state directory's.")
]
AsJson = Annotated[bool, typer.Option("--json", help="For programs.")]
Addresses = Annotated[list[str], typer.Option(help="Where citizens come back; repeatable.")]
_HERE = "http://127.0.0.1:8082"


class Signature(StrEnum):
    """How a client's tokens are signed."""

    ES256 = "ES256"
    RS256 = "RS256"
    HS256 = "HS256"


@clients.callback(invoke_without_command=True)
def list_clients(
    context: typer.Context,
    election: ElectionName = DEFAULT_ELECTION,
    console: Console = _HERE,
    token: Token = "",
    state: State = None,
    as_json: AsJson = False,
) -> None:
    """List the clients of the stub; secrets are told when a client is registered, only then."""
    if context.invoked_subcommand is not None:
        return
    with _stub(election, console, token, state) as stub:
        found = stub.clients()
    if as_json:
        typer.echo(json.dumps([_record(one) for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        typer.secho(one.name, bold=True)
        typer.echo(_in_words(one))


@clients.command("add")
def add_client(
    redirect_uri: Addresses,
    post_logout_redirect_uri: Annotated[
        list[str] | None, typer.Option(help="Where they go after a logout; repeatable.")
    ] = None,
    name: Annotated[str, typer.Option(help="Shown to citizens.")] = "Service de démonstration",
    v1: Annotated[bool, typer.Option("--v1", help="The dialect of 2022, HS256 only.")] = False,
    alg: Annotated[Signature, typer.Option(help="Of id_token and userinfo.")] = Signature.ES256,
    lax: Annotated[
        bool, typer.Option("--lax", help="Allow PKCE, ignore unknown parameters.")
    ] = False,
    private: Annotated[
        bool, typer.Option("--private", help="A private service, which needs consent.")
    ] = False,
    election: ElectionName = DEFAULT_ELECTION,
    console: Console = _HERE,
    token: Token = "",
    state: State = None,
    as_json: AsJson = False,
) -> None:
    """Register a client and print its id, its secret and its issuer.

    Example: mockportal franceconnect clients add --redirect-uri http://localhost:3000/callback
    """
    record: dict[str, Any] = {
        "post_logout_redirect_uris": post_logout_redirect_uri or (),
        "name": name,
        "dialect": "v1" if v1 else "v2",
        "id_token_alg": None if v1 else alg.value,
        "profile": "lax" if lax else "strict",
        "kind": "private" if private else "public",
    }
    with _stub(election, console, token, state) as stub:
        made = stub.register(redirect_uri, **record)
    typer.echo(json.dumps(_record(made), ensure_ascii=False) if as_json else _in_words(made))


@clients.command("remove")
def remove_client(
    client_id: Annotated[str, typer.Argument(help="As listed.")],
    election: ElectionName = DEFAULT_ELECTION,
    console: Console = _HERE,
    token: Token = "",
    state: State = None,
) -> None:
    """Remove a client that was registered by API or command."""
    with _stub(election, console, token, state) as stub:
        stub.forget_client(client_id)
    typer.echo(f"{client_id}: removed")


@contextmanager
def _stub(election: str, console: str, token: str, state: Path | None) -> Iterator["RemoteStub"]:
    """Reach the stub of an election; say in one sentence why that fails."""
    from httpx import HTTPError, InvalidURL

    from mockportal.client import Control, ControlError

    token = token or _kept_token(settings_from({"state": state}))
    try:
        with Control(console, token) as control:
            yield control.election(election).franceconnect
    except ControlError as refused:
        unknown = refused.problem.refusal == "unknown-page"
        typer.echo(f"no election {election} at {console}" if unknown else str(refused), err=True)
        raise typer.Exit(Exit.USAGE if refused.status < 500 else Exit.FAILED) from None
    except (HTTPError, InvalidURL) as trouble:
        typer.echo(f"no control API at {console} ({trouble}): mockportal serve first", err=True)
        raise typer.Exit(Exit.FAILED) from None


def _kept_token(settings: Settings) -> str:
    """Return the token the server wrote down for this user; an empty one is refused there."""
    path = settings.state / "token"
    try:
        return settings.token or path.read_text(encoding="utf-8").strip()
    except OSError:
        typer.echo(f"no token in {path}: give --token, or --state of the server", err=True)
        raise typer.Exit(Exit.USAGE) from None


def _record(one: "StubClient") -> dict[str, Any]:
    return one.model_dump(mode="json", exclude_none=True)


def _in_words(one: "StubClient") -> str:
    rows = {
        "client_id": one.client_id,
        "client_secret": one.client_secret,
        "issuer": one.issuer,
        "discovery": f"{one.issuer}/.well-known/openid-configuration"
        if one.dialect == "v2"
        else None,
        "signature": f"id_token {one.id_token_alg}, userinfo {one.userinfo_alg}",
        "profile": f"{one.profile}, {one.kind}" + ("" if one.enabled else ", disabled"),
        "redirect_uris": " ".join(one.redirect_uris),
        "after logout": " ".join(one.post_logout_redirect_uris),
        "warning": one.clock_warning,
    }
    return "\n".join(f"  {name:<14} {value}" for name, value in rows.items() if value)
