"""A service on Authlib, through its integration with Django."""

from authlib.integrations.django_client import OAuth
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from joserfc import jwt
from joserfc.jwk import KeySet

from mockportal.franceconnect.tests.clients.djangos import run_on_django
from mockportal.franceconnect.tests.clients.relying import SCOPES, Settings, serve


class Views:
    """The library, configured, behind three views."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._library = OAuth().register(
            name="franceconnect",
            server_metadata_url=f"{settings.issuer}/.well-known/openid-configuration",
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            authorize_params={"acr_values": "eidas1"},
            client_kwargs={"scope": " ".join(SCOPES), "leeway": 0},
        )

    def begin(self, request: HttpRequest) -> HttpResponse:
        """GET /entrer: the library's own nonce has 20 characters, two short of the rule."""
        nonce, state = (self._settings.client_id[:32] for _ in range(2))
        return self._library.authorize_redirect(
            request, self._settings.back, nonce=nonce, state=state
        )

    def finish(self, request: HttpRequest) -> HttpResponse:
        """GET /retour: the library checks the id_token; userinfo is signed, so decoded here."""
        token = self._library.authorize_access_token(request)
        request.session["id_token"] = token["id_token"]
        endpoint = self._library.server_metadata["userinfo_endpoint"]
        keys = KeySet.import_key_set(self._library.fetch_jwk_set())
        signed = self._library.get(endpoint, token=token).text
        user = jwt.decode(signed, keys, algorithms=[self._settings.alg]).claims
        return JsonResponse({"id": token["userinfo"], "user": user})

    def leave(self, request: HttpRequest) -> HttpResponse:
        """GET /sortir."""
        return self._library.logout_redirect(
            request,
            post_logout_redirect_uri=self._settings.after,
            id_token_hint=request.session["id_token"],
        )

    def end(self, request: HttpRequest) -> HttpResponse:
        """GET /adieu: the library checks the state."""
        self._library.validate_logout_response(request)
        return JsonResponse(request.GET.dict())


def addresses(settings: Settings) -> list[URLPattern]:
    """Return the service's addresses."""
    views = Views(settings)
    return [
        path("entrer", views.begin),
        path("retour", views.finish),
        path("sortir", views.leave),
        path("adieu", views.end),
    ]


if __name__ == "__main__":
    serve(lambda settings: run_on_django(lambda: addresses(settings)))
