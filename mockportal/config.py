"""Settings of one process: from the command line, else from MOCKPORTAL_… in the environment."""

import os
import secrets
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DEFAULT_ELECTION = "electionspro2022"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SettingsRefused(Exception):
    """The settings cannot be used: what was found and what to do, in one sentence."""


def _state() -> Path:
    home = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(home) / "mockportal"


def _parted(written: object) -> object:
    """Take a list as it stands in an environment variable: its parts between commas."""
    if isinstance(written, str):
        return tuple(part.strip() for part in written.split(",") if part.strip())
    return written


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_parted)]


class Settings(BaseSettings):
    """What a process of mockportal is told."""

    model_config = SettingsConfigDict(env_prefix="MOCKPORTAL_", extra="ignore", frozen=True)

    listen: str = Field("127.0.0.1", description="interface to listen on")
    i_operate_this_network: bool = Field(False, description="allows another than loopback")
    port: int = Field(8080, ge=0, le=65535, description="the portal; 0 takes a free one")
    franceconnect_port: int = Field(8081, ge=0, le=65535, description="the FranceConnect stub")
    console_port: int = Field(8082, ge=0, le=65535, description="control API and console")
    smtp_port: int = Field(8025, ge=0, le=65535, description="the mail sink")
    smtp_listen: str = Field(
        "127.0.0.1", description="interface of the mail sink, which asks nobody for a token"
    )
    portal_url: str = Field("", description="public address of the portal, when not the listener's")
    franceconnect_url: str = Field("", description="public address of the stub")
    hosts: Names = Field((), description="names besides loopback")
    store: str = Field("", description="'memory', a file, or postgresql://…")
    state: Path = Field(default_factory=_state, description="directory of store, token and keys")
    elections: Names = Field(
        (DEFAULT_ELECTION,), description="names or files; the first is the default"
    )
    at: str = Field("", description="instant the clocks of new elections show at first")
    speed: float = Field(1.0, gt=0, le=100_000, description="speed of these clocks")
    token: str = Field("", description="bearer token of the control API; else random")
    workers: int = Field(1, ge=1, le=64, description="portal processes; more than one: PostgreSQL")
    smtp_relay: str = Field("", description="HOST:PORT mails go to instead of the sink")
    smtp_relays_allowed: Names = Field(
        (), description="relays besides the embedded sink that may be used"
    )

    load_proof: Path | None = Field(
        None, description="file with the token that allows a load run from elsewhere"
    )

    def check(self) -> None:
        """Pass when these settings may start. Refuses: SettingsRefused."""
        beyond = [one for one in (self.listen, self.smtp_listen) if one not in LOOPBACK]
        if beyond and not self.i_operate_this_network:
            raise SettingsRefused(
                f"Refus de démarrer : {beyond[0]} n'est pas une adresse de cette machine seule ; "
                "ajoutez --i-operate-this-network si ce réseau est le vôtre"
            )
        if self.workers > 1 and not self.store.startswith("postgres"):
            raise SettingsRefused(
                f"--workers {self.workers} needs one database for all: add --store postgresql://… "
                "(SQLite serves one process)"
            )
        if self.token and len(self.token) < 22:
            raise SettingsRefused("MOCKPORTAL_TOKEN needs 22 characters at least (128 bits)")

    def make_state(self) -> None:
        """Make the state directory. Refuses: SettingsRefused."""
        try:
            self.state.mkdir(parents=True, exist_ok=True)
            probe = self.state / ".writable"
            probe.touch(0o600)
            probe.unlink()
        except OSError as trouble:
            raise SettingsRefused(
                f"the state directory {self.state} cannot be written ({trouble.strerror}): "
                "name another with --state"
            ) from None

    def write_token(self) -> str:
        """Return the token of this start, kept in the state directory for this user alone."""
        token = self.token or secrets.token_hex(24)
        path = self.state / "token"
        path.unlink(missing_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(token + "\n")
        return token
