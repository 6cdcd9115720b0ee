"""A citizen's browser and a client's back channel, reduced to requests."""

import re
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from joserfc import jws
from joserfc.jwk import KeySet, OctKey
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node

from mockportal.domain.franceconnect.dialects import place
from mockportal.election import Election
from mockportal.tests import plain
from mockportal.tests.live import StoreAtHand
from mockportal.usecases import clock_setting
from mockportal.usecases.franceconnect import registering, tuning
from mockportal.usecases.franceconnect.scene import Here

BACK = "http://client.example/retour"
AFTER = "http://client.example/apres"


_MAILS = """
    SELECT id, subject FROM outbox WHERE world = :world AND kind = 'franceconnect-notice'
    UNION
    SELECT id, subject FROM message WHERE world = :world AND kind = 'franceconnect-notice'
"""


@dataclass
class Stub:
    """The stub of one election, and its store at hand."""

    root: str
    base: str
    election: Election
    store: StoreAtHand
    portal: str
    http: httpx.Client

    @property
    def issuer(self) -> str:
        """Return the issuer of v2."""
        return f"{self.base}/api/v2"

    @property
    def here(self) -> Here:
        """Return what an operator's call says of where it is."""
        return Here(place(self.root, self.election.id, default=False, portal=self.portal), 0)

    def perform(self, usecase: Any, **values: Any) -> Any:
        """Do something as an operator."""
        return self.store.perform(self.election.id, usecase, **values)

    def ask(self, usecase: Any, **values: Any) -> Any:
        """Ask something as an operator."""
        return self.store.ask(self.election.id, usecase, **values)

    def client(self, **values: Any) -> "Client":
        """Register a client."""
        base = {"redirect_uris": [BACK], "post_logout_redirect_uris": [AFTER]}
        record, _ = self.perform(
            registering.add_client, here=self.here, values={"name": "Service", **base, **values}
        )
        return Client(self, record.client_id, record.client_secret, record.dialect.value)

    def arm(self, name: str, **values: Any) -> None:
        """Arm a fault."""
        self.perform(tuning.arm, values={"name": name, **values})

    def set(self, **values: Any) -> None:
        """Change settings."""
        self.perform(tuning.change_settings, values=values)

    def account(self, provider: str, rank: int = 0) -> Any:
        """Return the first account at a provider, from a rank on."""
        electors = self.ask(lambda tx, now: tx.world.electors)
        for elector in (electors[one] for one in range(rank, len(electors))):
            for account in elector.franceconnect:
                if account.provider == provider:
                    return elector, account
        raise LookupError(provider)

    def mails(self) -> list[str]:
        """Return the subjects of notices, on their way or arrived."""
        found = self.ask(lambda tx, now: tx.run(_MAILS).fetchall())
        return [subject for _, subject in found]

    def advance(self, seconds: float) -> None:
        """Move the election's clock forward, frozen or not."""
        real = self.store.behind.real.now()
        self.perform(clock_setting.advance, real=real, by=int(seconds * 1000), to=None)

    def now(self) -> int:
        """Return the election's instant."""
        return int(self.ask(lambda tx, now: now))

    def identity(self, rank: int = 0) -> Any:
        """Return an elector."""
        return self.ask(lambda tx, now: tx.world.electors[rank])


@dataclass
class Client:
    """A service provider."""

    stub: Stub
    client_id: str
    secret: str
    dialect: str = "v2"

    @property
    def http(self) -> httpx.Client:
        """Return the back channel: all clients of a test share one."""
        return self.stub.http

    @property
    def api(self) -> str:
        """Return the base of this dialect's paths."""
        return f"{self.stub.base}/api/{self.dialect}"

    def request(self, without: tuple[str, ...] = (), **changes: str) -> dict[str, str]:
        """Return the parameters of an authorization request."""
        base = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": BACK,
            "scope": "openid identite_pivot email",
            "acr_values": "eidas1",
            "state": secrets.token_urlsafe(32),
            "nonce": secrets.token_urlsafe(32),
        }
        return {name: value for name, value in {**base, **changes}.items() if name not in without}

    def token(self, code: str, **changes: str) -> httpx.Response:
        """Exchange a code."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "client_id": self.client_id,
            "client_secret": self.secret,
            **changes,
        }
        return self.http.post(f"{self.api}/token", data=form)

    def userinfo(self, token: str, **more: Any) -> httpx.Response:
        """Fetch claims."""
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        return self.http.get(f"{self.api}/userinfo", headers=headers, **more)

    def claims(self, jwt: str) -> dict[str, Any]:
        """Return the claims of a token, its signature verified."""
        if "." not in jwt:
            raise ValueError(jwt)
        header = jws.extract_compact(jwt.encode()).headers()
        if header["alg"] == "HS256":
            key: Any = OctKey.import_key(self.secret)
        else:
            key = KeySet.import_key_set(self.http.get(f"{self.stub.base}/api/v2/jwks").json())
        payload = jws.deserialize_compact(jwt, key, algorithms=[header["alg"]]).payload
        return httpx.Response(200, content=payload).json()


class Browser:
    """A browser that follows nothing by itself; it keeps cookies as browsers do."""

    def __init__(self, stub: Stub) -> None:
        self.stub = stub
        self.http = plain.Client(base_url=stub.root)

    def get(self, address: str) -> httpx.Response:
        """Open an address."""
        return self.http.get(address)

    def post(self, address: str, **fields: str) -> httpx.Response:
        """Send a form."""
        return self.http.post(address, data=fields)

    def follow(self, response: httpx.Response) -> httpx.Response:
        """Follow redirects as long as they stay at the stub."""
        while response.has_redirect_location and self._is_ours(response.headers["location"]):
            response = self.get(response.headers["location"])
        return response

    def _is_ours(self, address: str) -> bool:
        host = urlsplit(address).netloc
        return host in ("", urlsplit(self.stub.root).netloc)

    def authorize(self, client: Client, **changes: Any) -> httpx.Response:
        """Send an authorization request."""
        return self.http.get(f"{client.api}/authorize", params=client.request(**changes))

    def start(self, client: Client, **changes: Any) -> httpx.Response:
        """Send an authorization request and follow it to a page."""
        return self.follow(self.authorize(client, **changes))

    def submit(self, page: httpx.Response, selector: str = "form", **fields: str) -> httpx.Response:
        """Send a form of a page, with its hidden fields."""
        form = HTMLParser(page.text).css_first(selector)
        assert form is not None, page.text
        values = {
            field.attributes["name"]: field.attributes.get("value") or ""
            for field in form.css("input[type=hidden]")
        }
        address = form.attributes["action"] or ""
        return self.post(address, **{**values, **fields})

    def choose(self, page: httpx.Response, provider: str) -> httpx.Response:
        """Press the button of a provider; return its login form."""
        return self.follow(self.submit(page, f"form:has(#idp-{provider})"))

    def sign_in(self, page: httpx.Response, login: str, password: str = "x") -> httpx.Response:
        """Fill in a login form; return the page it leads to."""
        return self.follow(self.submit(page, "form.saisie", login=login, password=password))

    def reach_continue(
        self, client: Client, provider: str = "impots", rank: int = 0, **changes: Any
    ) -> httpx.Response:
        """Walk from the request to the continue screen, second factor included."""
        _, account = self.stub.account(provider, rank)
        page = self.choose(self.start(client, **changes), provider)
        page = self.sign_in(page, account.login, account.secret)
        match provider:
            case "laposte" | "yris":
                page = self.follow(self.submit(page, "form:has([data-testid=phone-approve])"))
            case "mcm":
                page = self.follow(self.submit(page, "form.saisie", code=account.factor))
        return page

    def log_in(
        self, client: Client, provider: str = "impots", rank: int = 0, **changes: Any
    ) -> dict[str, str]:
        """Walk the whole way; return the parameters of the callback."""
        page = self.reach_continue(client, provider, rank, **changes)
        return callback(self.submit(page, "form.saisie"))


def callback(response: httpx.Response) -> dict[str, str]:
    """Return what a redirect tells the client."""
    address = response.headers["location"]
    assert address.startswith(BACK), address
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))


def code_of(page: httpx.Response) -> str:
    """Return the error code on a page."""
    found = re.search(r'data-testid="error-code">Erreur ([A-Z0-9]+)<', page.text)
    assert found is not None, page.text
    return found[1]


def node(page: httpx.Response, selector: str) -> Node | None:
    """Return the first element of a selector."""
    return HTMLParser(page.text).css_first(selector)


def heading(page: httpx.Response) -> str:
    """Return the first heading of a page."""
    found = node(page, "h1")
    assert found is not None, page.text
    return found.text(strip=True)
