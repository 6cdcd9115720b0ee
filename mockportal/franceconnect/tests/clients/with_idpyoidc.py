"""A service on idpyoidc, which a configuration drives from discovery to logout."""

from typing import Any

from idpyoidc.client.rp_handler import RPHandler

from mockportal.franceconnect.tests.clients.relying import SCOPES, Settings, around, serve

_SERVICES = {
    name: {"class": f"idpyoidc.client.oidc.{where}"}
    for name, where in {
        "discovery": "provider_info_discovery.ProviderInfoDiscovery",
        "registration": "registration.Registration",
        "authorization": "authorization.Authorization",
        "accesstoken": "access_token.AccessToken",
        "userinfo": "userinfo.UserInfo",
        "end_session": "end_session.EndSession",
    }.items()
}


def _configuration(settings: Settings) -> dict[str, Any]:
    return {
        "client_type": "oidc",
        "issuer": settings.issuer,
        "client_id": settings.client_id,
        "client_secret": settings.client_secret,
        "redirect_uris": [settings.back],
        "post_logout_redirect_uris": [settings.after],
        "post_logout_redirect_uri": settings.after,
        "token_endpoint_auth_method": "client_secret_post",
        "id_token_signed_response_alg": settings.alg,
        "userinfo_signed_response_alg": settings.alg,
        "response_types": ["code"],
        "services": _SERVICES,
    }


class Party:
    """The library, configured; it discovers, keeps state and nonce, checks and fetches."""

    def __init__(self, settings: Settings) -> None:
        self._issuer = settings.issuer
        clients = {settings.issuer: _configuration(settings)}
        keys = {"key_defs": [{"type": "EC", "crv": "P-256", "use": ["sig"]}]}
        self._library = RPHandler(settings.url, client_configs=clients, key_conf=keys)

    def begin(self) -> str:
        """Return the address to send a citizen to."""
        asked = {"acr_values": ["eidas1"], "scope": list(SCOPES)}
        return str(self._library.begin(self._issuer, req_args=asked))

    def finish(self, told: dict[str, str]) -> dict[str, Any]:
        """Return the claims of the id_token and of userinfo."""
        found = self._library.finalize(self._issuer, told)
        self._state = found["state"]
        return {"id": found["id_token"].to_dict(), "user": found["userinfo"].to_dict()}

    def leave(self, state: str) -> str:
        """Return the address that ends the session; the library draws its own state."""
        return str(self._library.logout(self._state)["url"])


if __name__ == "__main__":
    serve(lambda settings: around(Party(settings)))
