"""What every client must do, whoever wrote it."""

from collections.abc import Sequence

from mockportal.franceconnect.tests.browsing import Browser, Stub, heading
from mockportal.franceconnect.tests.clients.services import reach, service, walk_in, walk_out


def check_login_and_logout(stub: Stub, command: Sequence[str], alg: str) -> None:
    """Log in at a service, read who came, log out: the next login starts from nothing."""
    citizen = Browser(stub)
    with citizen.http, service(stub, command, alg) as url:
        told = walk_in(citizen, url, "impots").json()
        gone = walk_out(citizen, url)
        again = reach(citizen, citizen.get(f"{url}/entrer"))

    elector, _ = stub.account("impots")
    assert told["user"]["sub"] == told["id"]["sub"]
    assert told["user"]["email"] == elector.franceconnect_mail
    assert told["id"]["iss"] == stub.issuer
    assert gone.url.path == "/adieu"
    assert heading(again).startswith("Accéder à")
