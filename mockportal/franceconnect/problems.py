"""OAuth errors as JSON: the engine's words in v2, the few of v1."""

import json
from urllib.parse import urlencode
from uuid import uuid4

from aiohttp import hdrs, web

from mockportal.domain.franceconnect.codes import Problem
from mockportal.domain.franceconnect.dialects import Dialect, Place

JSON = "application/json"
_NO_TOKEN = "Y04146A2"


def problem(place: Place, dialect: Dialect, wrong: Problem, scheme: str) -> web.Response:
    """Return the answer to a refused call; ``scheme`` is what its endpoint authenticates by."""
    if dialect is Dialect.V1:
        told: dict[str, str] = {"status": "fail", "message": wrong.error}
    else:
        reference = urlencode({"code": wrong.code, "id": str(uuid4())})
        told = {
            "error": wrong.error,
            "error_description": wrong.description,
            "error_uri": f"{place.base}/erreurs?{reference}",
        }
    response = json_response(told, wrong.status)
    if wrong.challenge:
        response.headers[hdrs.WWW_AUTHENTICATE] = _challenge(place, dialect, wrong, scheme)
    return response


def json_response(told: object, status: int = 200) -> web.Response:
    """Return JSON that nobody may keep."""
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    return web.Response(body=body, status=status, content_type=JSON)


def _challenge(place: Place, dialect: Dialect, wrong: Problem, scheme: str) -> str:
    told = f'{scheme} realm="{place.issuer(dialect)}"'
    if scheme == "Basic" or wrong.code == _NO_TOKEN:
        return told
    return f'{told}, error="{wrong.error}", error_description="{wrong.description}"'
