"""Keys and discovery: what anybody may fetch, and keep for ten minutes."""

import asyncio
import json
from functools import lru_cache
from typing import Any

from aiohttp import hdrs, web

from mockportal.domain.franceconnect import scopes
from mockportal.domain.franceconnect.dialects import Dialect, Place
from mockportal.domain.franceconnect.faults import Armed
from mockportal.franceconnect import keys
from mockportal.franceconnect.calling import Call
from mockportal.franceconnect.problems import JSON, json_response
from mockportal.franceconnect.signing import fresh_keys, public_keys
from mockportal.usecases.franceconnect import exchanging
from mockportal.usecases.franceconnect.keeping import Keys
from mockportal.usecases.franceconnect.scene import delay_of

JWKS = "application/jwk-set+json"
_KEPT = "public, max-age=600"


async def jwks(call: Call) -> web.Response:
    """GET /api/v2/jwks: the public keys."""
    fault = await _fault(call, "keys")
    await asyncio.sleep(delay_of(fault) / 1000)
    name = fault.name if fault else ""
    if name == "jwks_500":
        return json_response({"error": "server_error"}, 500)
    published = await call.request.app[keys.RING].published(call.place.election)
    if name == "jwks_empty":
        published = []
    if name == "jwks_rotated":
        published = public_keys(Keys(await asyncio.to_thread(fresh_keys)))
    return _document({"keys": published}, JWKS)


async def discovery(call: Call) -> web.Response:
    """GET /api/v2/.well-known/openid-configuration: the discovery document."""
    fault = await _fault(call, "discovery")
    name = fault.name if fault else ""
    if name == "disco_500":
        return json_response({"error": "server_error"}, 500)
    if name == "disco_other_issuer":
        told = {**metadata(call.place), "issuer": "http://ailleurs.example/api/v2"}
        return _document(told, JSON)
    return _kept(_metadata_text(call.place), JSON)


async def _fault(call: Call, stage: str) -> Armed | None:
    """Return the fault of these documents, if any; without one nothing is written."""
    if not await call.ask(exchanging.any_armed, stage=stage):
        return None
    return await call.perform(exchanging.strikes, stage=stage)


def _document(told: dict[str, Any], media_type: str) -> web.Response:
    return _kept(json.dumps(told, separators=(",", ":")).encode(), media_type)


def _kept(body: bytes, media_type: str) -> web.Response:
    headers = {hdrs.CACHE_CONTROL: _KEPT, hdrs.CONTENT_TYPE: media_type}
    return web.Response(body=body, headers=headers)


@lru_cache(maxsize=256)
def _metadata_text(place: Place) -> bytes:
    return json.dumps(metadata(place), separators=(",", ":")).encode()


_AUTHENTICATION = ["client_secret_post", "client_secret_basic"]
_ALGORITHMS = ["HS256", "ES256", "RS256"]
_CLAIMS = (
    *("sub", "gender", "given_name", "given_name_array", "family_name", "preferred_username"),
    *("birthdate", "birthplace", "birthcountry", "email", "idp_birthdate", "idp_id"),
    *("amr", "acr", "auth_time", "iss"),
)


def metadata(place: Place) -> dict[str, Any]:
    """Return what discovery tells of one election's stub. Members: FRANCECONNECT §6."""
    issuer = place.issuer(Dialect.V2)
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "revocation_endpoint": f"{issuer}/token/revocation",
        "end_session_endpoint": f"{issuer}/session/end",
        "jwks_uri": f"{issuer}/jwks",
        "acr_values_supported": ["eidas1"],
        "subject_types_supported": ["pairwise"],
        "claim_types_supported": ["normal"],
        "scopes_supported": list(scopes.SUPPORTED),
        "claims_supported": list(_CLAIMS),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "response_modes_supported": ["form_post", "fragment", "query"],
        "id_token_signing_alg_values_supported": _ALGORITHMS,
        "userinfo_signing_alg_values_supported": _ALGORITHMS,
        "token_endpoint_auth_methods_supported": _AUTHENTICATION,
        "revocation_endpoint_auth_methods_supported": _AUTHENTICATION,
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "claims_parameter_supported": True,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": True,
        "require_request_uri_registration": True,
    }
