"""A service in a process of its own, told its configuration and nothing else."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlsplit

import httpx

from mockportal.franceconnect.tests.browsing import Browser, Client, Stub


@contextmanager
def service(stub: Stub, command: Sequence[str], alg: str) -> Iterator[str]:
    """Run a service that is a client of the stub; yield its address."""
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            process.stdin.write(json.dumps(_configuration(stub, registered(stub, url, alg), alg)))
            process.stdin.write("\n")
            process.stdin.flush()
            assert process.stdout.readline() == "ready\n"
            yield url
        finally:
            process.kill()


def registered(stub: Stub, url: str, alg: str) -> Client:
    """Register a service as one client of the stub."""
    return stub.client(
        id_token_alg=alg,
        redirect_uris=[f"{url}/retour"],
        post_logout_redirect_uris=[f"{url}/adieu"],
    )


def _configuration(stub: Stub, client: Client, alg: str) -> dict[str, str]:
    return {
        "issuer": stub.issuer,
        "client_id": client.client_id,
        "client_secret": client.secret,
        "alg": alg,
    }


def walk_in(citizen: Browser, url: str, provider: str) -> httpx.Response:
    """Walk a citizen from a service through FranceConnect and back; return the last page."""
    _, account = citizen.stub.account(provider)
    page = citizen.choose(reach(citizen, citizen.get(f"{url}/entrer")), provider)
    page = citizen.sign_in(page, account.login, account.secret)
    return reach(citizen, citizen.submit(page, "form.saisie"))


def walk_out(citizen: Browser, url: str) -> httpx.Response:
    """Walk a citizen out of a service and of FranceConnect; return the last answer."""
    page = reach(citizen, citizen.get(f"{url}/sortir"))
    return reach(citizen, citizen.submit(page))


def reach(citizen: Browser, response: httpx.Response) -> httpx.Response:
    """Follow redirects from one site to another, as browsers do."""
    while response.has_redirect_location:
        response = citizen.get(str(response.next_request.url))  # type: ignore[union-attr]
    assert response.status_code == 200, response.text
    return response


def told_at(response: httpx.Response) -> dict[str, str]:
    """Return the parameters of the address a page was reached by."""
    return dict(parse_qsl(urlsplit(str(response.url)).query))
