"""The FranceConnect stub of one election, in a tester's hand."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from mockportal.client import franceconnect as models
from mockportal.client.line import PATIENCE, Line, quoted

Verdict = Literal["approve", "refuse", "timeout"]


class RemoteStub:
    """Clients, citizens, faults, keys and diaries of a stub."""

    def __init__(self, line: Line, path: str) -> None:
        self._line, self._path = line, path

    def clients(self) -> tuple[models.StubClient, ...]:
        """Return every client: the portal, those of the election file, those registered since."""
        return self._line.call(models.StubClients, "GET", f"{self._path}/clients").clients

    def register(
        self,
        redirect_uris: Iterable[str],
        *,
        post_logout_redirect_uris: Iterable[str] = (),
        **record: Any,
    ) -> models.StubClient:
        """Register a client; ``record`` holds other members of it, such as ``profile="lax"``.

        The answer is the one time that its secret is told. Refuses: ControlError.
        """
        body = {
            "redirect_uris": tuple(redirect_uris),
            "post_logout_redirect_uris": tuple(post_logout_redirect_uris),
            **record,
        }
        return self._line.call(models.StubClient, "POST", f"{self._path}/clients", body)

    def change_client(self, client_id: str, **record: Any) -> models.StubClient:
        """Change some members of a client. Refuses: ControlError."""
        path = f"{self._path}/clients/{quoted(client_id)}"
        return self._line.call(models.StubClient, "PATCH", path, record)

    def forget_client(self, client_id: str) -> None:
        """Remove a client registered since the start. Refuses: ControlError (404)."""
        self._line.command("DELETE", f"{self._path}/clients/{quoted(client_id)}")

    def accounts(self, **which: Any) -> tuple[models.StubAccount, ...]:
        """Return accounts with all it takes to use them.

        ``which`` narrows: `provider`, `elector` (rank or identifier), `q`, `limit`.
        """
        path = f"{self._path}/accounts"
        return self._line.call(models.StubAccounts, "GET", path, query=which).accounts

    def citizen(self, elector: int | str) -> models.StubCitizen:
        """Return the citizen behind an elector. Refuses: ControlError (404)."""
        path = f"{self._path}/citizens/{quoted(str(elector))}"
        return self._line.call(models.StubCitizen, "GET", path)

    def add_citizen(self, **citizen: Any) -> models.StubCitizen:
        """Add a citizen who is no elector, with `variant`, `claims`, `accounts`."""
        return self._line.call(models.StubCitizen, "POST", f"{self._path}/citizens", citizen)

    def change_citizen(self, elector: int | str, **changes: Any) -> models.StubCitizen:
        """Change `variant`, `claims` or `accounts` of a citizen. Refuses: ControlError."""
        path = f"{self._path}/citizens/{quoted(str(elector))}"
        return self._line.call(models.StubCitizen, "PATCH", path, changes)

    def arm(self, fault: str, **narrowed: Any) -> models.StubFault:
        """Arm a fault, once unless `times` says otherwise; `client`, `provider` … narrow it."""
        body = {"name": fault, **narrowed}
        return self._line.call(models.StubFault, "POST", f"{self._path}/faults", body)

    def faults(self) -> models.StubFaults:
        """Return the faults that wait for their moment, and those there are."""
        return self._line.call(models.StubFaults, "GET", f"{self._path}/faults")

    def disarm(self, fault: str = "") -> None:
        """Disarm one fault by its id, or every one."""
        self._line.command("DELETE", f"{self._path}/faults{_one(fault)}")

    def authorizations(self, **which: Any) -> tuple[models.StubAuthorization, ...]:
        """Return the last authorizations, newest first; `client`, `elector`, `since` narrow."""
        path = f"{self._path}/authorizations"
        return self._line.call(models.StubAuthorizations, "GET", path, query=which).authorizations

    def authorization(self, uid: str) -> models.StubAuthorization:
        """Return one authorization, step by step. Refuses: ControlError (404)."""
        path = f"{self._path}/authorizations/{quoted(uid)}"
        return self._line.call(models.StubAuthorization, "GET", path)

    def wait(
        self, *, after: int = 0, step: str = "", wait: float = 10
    ) -> tuple[models.StubAuthorization, ...]:
        """Wait for an authorization to reach a step; none when the time is over."""
        query = {"after": after, "step": step, "wait": wait}
        path, patience = f"{self._path}/authorizations/wait", wait + PATIENCE
        found = self._line.call(
            models.StubAuthorizations, "GET", path, query=query, patience=patience
        )
        return found.authorizations

    def refusals(self, *, limit: int = 100) -> tuple[models.StubRefusal, ...]:
        """Return the last requests refused before there was an authorization, and why."""
        path, query = f"{self._path}/refusals", {"limit": limit}
        return self._line.call(models.StubRefusals, "GET", path, query=query).refusals

    def check_token(self, token: str) -> models.StubToken:
        """Decode an id_token or a userinfo token and check it as a client should."""
        body = {"token": token}
        return self._line.call(models.StubToken, "POST", f"{self._path}/tokens/check", body)

    def authorize(self, client: str, redirect_uri: str, elector: int | str, **asked: Any) -> str:
        """Return a callback address, code included, without any screen. Refuses: ControlError."""
        body = {"client": client, "redirect_uri": redirect_uri, "elector": elector, **asked}
        path = f"{self._path}/authorizations/direct"
        return self._line.call(models.StubCallback, "POST", path, body).url

    def approve(self, authorization: str, verdict: Verdict = "approve") -> None:
        """Answer a second factor from outside the browser. Refuses: ControlError (404)."""
        path = f"{self._path}/approvals/{quoted(authorization)}"
        self._line.command("POST", path, {"verdict": verdict})

    def settings(self) -> dict[str, Any]:
        """Return the settings of the file's section `franceconnect` that are in force."""
        return self._line.call(models.StubSettings, "GET", f"{self._path}/settings").settings

    def change_settings(self, settings: Mapping[str, Any]) -> dict[str, Any]:
        """Change settings of the file's section `franceconnect`; return all of them."""
        path = f"{self._path}/settings"
        return self._line.call(models.StubSettings, "PUT", path, settings).settings

    def providers(self) -> tuple[models.StubProvider, ...]:
        """Return the identity providers as the choice shows them."""
        return self._line.call(models.StubProviders, "GET", f"{self._path}/providers").providers

    def change_provider(self, provider: str, **changes: Any) -> tuple[models.StubProvider, ...]:
        """Change title, order, state or clients of a provider; return all of them."""
        path = f"{self._path}/providers/{quoted(provider)}"
        return self._line.call(models.StubProviders, "PATCH", path, changes).providers

    def keys(self) -> tuple[dict[str, Any], ...]:
        """Return the public keys, as JWKS tells them."""
        return self._line.call(models.StubKeys, "GET", f"{self._path}/keys").keys

    def rotate_keys(self, *, keep_old: bool = True) -> tuple[dict[str, Any], ...]:
        """Sign with fresh keys from now on; return what is published."""
        body = {"keep_old": keep_old}
        return self._line.call(models.StubKeys, "POST", f"{self._path}/keys/rotate", body).keys

    def sessions(self) -> tuple[models.StubSession, ...]:
        """Return the browsers that are at the stub."""
        return self._line.call(models.StubSessions, "GET", f"{self._path}/sessions").sessions

    def end_session(self, session: str) -> None:
        """Expire one browser session. Refuses: ControlError (404)."""
        self._line.command("DELETE", f"{self._path}/sessions{_one(session)}")

    def end_sessions(self) -> None:
        """Expire every browser session at the stub."""
        self._line.command("DELETE", f"{self._path}/sessions")

    def reset(self) -> None:
        """Drop sessions, codes, tokens and faults; keep clients, keys and citizens."""
        self._line.command("POST", f"{self._path}/reset")


def _one(name: str) -> str:
    return f"/{quoted(name)}" if name else ""
