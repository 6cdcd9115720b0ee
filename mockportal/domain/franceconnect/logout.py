"""Ending a session at a client's request: FRANCECONNECT §9."""

from collections.abc import Sequence

from mockportal.domain.franceconnect.authorize import Stop
from mockportal.domain.franceconnect.clients import Client

_ACCEPTED = frozenset(
    {"id_token_hint", "post_logout_redirect_uri", "state", "client_id"}
    | {"logout_hint", "ui_locales"}
)


def read(pairs: Sequence[tuple[str, str]]) -> dict[str, str] | Stop:
    """Return the parameters of a logout request."""
    given = dict(pairs)
    listed = _ACCEPTED.issuperset(given) and len(given) == len(pairs)
    return given if listed and given.get("id_token_hint") else Stop("Y000400")


def check(given: dict[str, str], client: Client) -> Stop | None:
    """Return why a logout is refused, once the hint is known to be the client's."""
    if given.get("client_id", client.client_id) != client.client_id:
        return Stop("Y0467882")
    target = given.get("post_logout_redirect_uri")
    if target is not None and target not in client.post_logout_redirect_uris:
        return Stop("Y04CFAEF")
    return None
