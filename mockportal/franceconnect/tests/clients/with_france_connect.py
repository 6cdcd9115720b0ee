"""A service on france-connect-py, the client made for FranceConnect itself."""

from typing import Any
from urllib.parse import urlsplit

from france_connect.clients import FranceConnect
from france_connect.enums import Scopes

from mockportal.franceconnect.tests.clients.relying import SCOPES, Settings, around, serve


class Party:
    """The library, configured; it keeps neither state nor nonce, so the service does."""

    def __init__(self, settings: Settings) -> None:
        parts = urlsplit(settings.issuer)
        self._library = FranceConnect(
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            scopes=[Scopes(one) for one in SCOPES],
            login_callback_url=settings.back,
            logout_callback_url=settings.after,
            fc_base_url=f"{parts.scheme}://{parts.netloc}",
        )
        assert self._library.get_configuration()["issuer"] == settings.issuer

    def begin(self) -> str:
        """Return the address to send a citizen to."""
        address, self._nonce, self._state = self._library.get_authentication_url()
        return address

    def finish(self, told: dict[str, str]) -> dict[str, Any]:
        """Return the claims of the id_token and of userinfo."""
        assert told["state"] == self._state
        token, claims = self._library.get_id_token(told["code"])
        assert claims["nonce"] == self._nonce
        self._id_token = token["id_token"]
        return {"id": claims, "user": self._library.get_user_info(token["access_token"])}

    def leave(self, state: str) -> str:
        """Return the address that ends the session."""
        return self._library.get_logout_url(self._id_token, state)


if __name__ == "__main__":
    serve(lambda settings: around(Party(settings)))
