"""A service on mozilla-django-oidc: everything but the addresses is the library's."""

from typing import Any

import jwt
import requests
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.crypto import get_random_string
from django.utils.http import urlencode
from mozilla_django_oidc.views import (
    OIDCAuthenticationCallbackView,
    OIDCAuthenticationRequestView,
    OIDCLogoutView,
)

from mockportal.franceconnect.tests.clients.djangos import run_on_django
from mockportal.franceconnect.tests.clients.relying import SCOPES, App, Settings, serve

_KNOWN: dict[str, Any] = {}


def show(request: HttpRequest) -> HttpResponse:
    """GET /moi: who the library says is logged in."""
    token = jwt.decode(request.session["oidc_id_token"], options={"verify_signature": False})
    known = {"sub": token["sub"], "email": request.user.email}
    return JsonResponse({"id": token, "user": {**known, "aud": token["aud"]}})


def end(request: HttpRequest) -> HttpResponse:
    """GET /adieu."""
    return JsonResponse(request.GET.dict())


def leave_address(request: HttpRequest) -> str:
    """Return where to end the session: the library asks for it by this function's name."""
    asked = {
        "id_token_hint": request.session["oidc_id_token"],
        "post_logout_redirect_uri": _KNOWN["after"],
        "state": get_random_string(32),
    }
    return f"{_KNOWN['end_session_endpoint']}?{urlencode(asked)}"


def build(settings: Settings) -> App:
    """Return the service, its endpoints read from discovery."""
    address = f"{settings.issuer}/.well-known/openid-configuration"
    found = requests.get(address, timeout=10).json()
    _KNOWN.update(found, after=settings.after)
    return run_on_django(
        lambda: [
            path("entrer", OIDCAuthenticationRequestView.as_view()),
            path("retour", OIDCAuthenticationCallbackView.as_view(), name="retour"),
            path("sortir", OIDCLogoutView.as_view()),
            path("moi", show),
            path("adieu", end),
        ],
        AUTHENTICATION_BACKENDS=["mozilla_django_oidc.auth.OIDCAuthenticationBackend"],
        OIDC_RP_CLIENT_ID=settings.client_id,
        OIDC_RP_CLIENT_SECRET=settings.client_secret,
        OIDC_RP_SIGN_ALGO=settings.alg,
        OIDC_RP_SCOPES=" ".join(SCOPES),
        OIDC_OP_AUTHORIZATION_ENDPOINT=found["authorization_endpoint"],
        OIDC_OP_TOKEN_ENDPOINT=found["token_endpoint"],
        OIDC_OP_USER_ENDPOINT=found["userinfo_endpoint"],
        OIDC_OP_JWKS_ENDPOINT=found["jwks_uri"],
        OIDC_OP_LOGOUT_URL_METHOD=f"{__name__}.leave_address",
        OIDC_AUTHENTICATION_CALLBACK_URL="retour",
        OIDC_AUTH_REQUEST_EXTRA_PARAMS={"acr_values": "eidas1"},
        OIDC_STORE_ID_TOKEN=True,
        ALLOW_LOGOUT_GET_METHOD=True,
        LOGIN_REDIRECT_URL="/moi",
        LOGOUT_REDIRECT_URL="/adieu",
    )


if __name__ == "__main__":
    serve(build)
