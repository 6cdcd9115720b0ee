"""A complete login by authorization code, walked as a browser and a service do."""

import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from loadtests.recording import TimedTransport
from scenarios.cookies import Cookies
from scenarios.transport import Answer

BACK = "http://client.example/retour"
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_FORMS = re.compile(r"<form\b.*?</form>", re.DOTALL)
_ACTION = re.compile(r'\baction="([^"]*)"')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_REDIRECTS = (301, 302, 303)


class WentWrong(AssertionError):
    """A login did not end as it must."""


@dataclass(frozen=True)
class Registered:
    """A client of a server that is measured."""

    client_id: str
    secret: str
    authorize: str
    token: str
    userinfo: str

    def address(self) -> str:
        """Return the address of an authorization request."""
        asked = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": BACK,
            "scope": "openid email profile",
            "acr_values": "eidas1",
            "state": secrets.token_urlsafe(24),
            "nonce": secrets.token_urlsafe(24),
        }
        return f"{self.authorize}?{urlencode(asked)}"


class Visitor:
    """A browser that follows redirects until they leave for the service; and the service."""

    def __init__(self, client: Registered) -> None:
        self.client = client
        self.transport = TimedTransport()
        self._cookies = Cookies()

    def open(self, url: str) -> tuple[str, str]:
        """Open an address; return where it led and what is there."""
        return self._follow(url, self._send("GET", url))

    def submit(self, page: tuple[str, str], has: str, **fields: str) -> tuple[str, str]:
        """Send the form of a page that holds a text, hidden fields included."""
        here, text = page
        form = next((one for one in _FORMS.findall(text) if has in one), None)
        action = _ACTION.search(form) if form else None
        if form is None or action is None:
            raise WentWrong(f"no form with {has!r} at {here}: {text[:300]}")
        values = {**dict(_HIDDEN.findall(form)), **fields}
        url = urljoin(here, unescape(action[1]))
        return self._follow(url, self._send("POST", url, values))

    def exchange(self, callback: str) -> None:
        """Exchange the code of a callback, then fetch the identity, as the service."""
        code = dict(parse_qsl(urlsplit(callback).query)).get("code", "")
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "client_id": self.client.client_id,
            "client_secret": self.client.secret,
        }
        sent = urlencode(form).encode()
        tokens = json.loads(
            self._good(self.transport.request("POST", self.client.token, _FORM, sent))
        )
        bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
        if tokens["id_token"].count(".") != 2:
            raise WentWrong("no id_token")
        self._good(self.transport.request("GET", self.client.userinfo, bearer, None))

    def _good(self, answer: Answer) -> bytes:
        if answer.status != 200:
            raise WentWrong(f"{answer.status}: {answer.body[:300]!r}")
        return answer.body

    def _send(self, method: str, url: str, form: dict[str, str] | None = None) -> Answer:
        headers = {"Accept": "text/html", "Cookie": self._cookies.header(url)}
        body = urlencode(form).encode() if form is not None else None
        answer = self.transport.request(method, url, headers | (_FORM if form else {}), body)
        told = [value for name, value in answer.headers if name.lower() == "set-cookie"]
        self._cookies.keep(url, told)
        return answer

    def _follow(self, url: str, answer: Answer) -> tuple[str, str]:
        while answer.status in _REDIRECTS:
            url = urljoin(url, answer.header("location"))
            if url.startswith(BACK):
                return url, ""
            answer = self._send("GET", url)
        return url, self._good(answer).decode()


Walk = Callable[[Visitor], None]


def at_franceconnect(login: str, secret: str) -> Walk:
    """Return a login through the stub's screens: choice, provider, continue."""

    def walk(visitor: Visitor) -> None:
        page = visitor.open(visitor.client.address())
        page = visitor.submit(page, 'id="idp-impots"')
        page = visitor.submit(page, 'name="login"', login=login, password=secret)
        callback, _ = visitor.submit(page, 'action="')
        visitor.exchange(callback)

    return walk


def without_screens(direct: str, token: str, elector: int | None) -> Walk:
    """Return a login whose code the control API gives, at ``direct``."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def walk(visitor: Visitor) -> None:
        asked = {"client": visitor.client.client_id, "redirect_uri": BACK, "elector": elector or 0}
        body = json.dumps(asked | {"scope": "openid email profile"}).encode()
        answer = visitor.transport.request("POST", direct, headers, body)
        if answer.status != 201:
            raise WentWrong(f"{answer.status}: {answer.body[:300]!r}")
        visitor.exchange(json.loads(answer.body)["url"])

    return walk


def at_oidc_provider(visitor: Visitor) -> None:
    """Log in through oidc-provider's development screens: login, consent."""
    page = visitor.open(visitor.client.address())
    page = visitor.submit(page, 'name="login"', login=secrets.token_hex(8), password="x")
    callback, _ = visitor.submit(page, 'value="consent"')
    visitor.exchange(callback)


def at_mock_server(visitor: Visitor) -> None:
    """Log in at oauth2-mock-server, which has no screens."""
    callback, _ = visitor.open(visitor.client.address())
    visitor.exchange(callback)
