"""Who may use the control port: the bearer of the token, or the console's own pages."""

import base64
import binascii
import hmac
from urllib.parse import urlencode

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from mockportal import edge
from mockportal.console.keys import PLACE
from mockportal.domain.operator_refusals import CallRefused, TokenMissing

COOKIE = "mockportal_console"
FORM_TOKEN = "X-Form-Token"

_SAFE = (hdrs.METH_GET, hdrs.METH_HEAD)
_SMS = "/sms/"
_BASIC = (_SMS, "/mailpit/")


@web.middleware
async def admit(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let the bearer of the token in, and the console's own pages; nobody else.

    Refuses: CallRefused, TokenMissing.
    """
    if is_foreign(request):
        raise CallRefused
    token = request.app[PLACE].token
    if request.method in _SAFE and (given := edge.read_query(request).get("token")) is not None:
        return _exchanged(request, given, token)
    authorization = request.headers.get(hdrs.AUTHORIZATION)
    if authorization is not None:
        _check_bearer(request, authorization, token)
    else:
        _check_cookie(request, token)
    return await handler(request)


def is_foreign(request: web.BaseRequest) -> bool:
    """Tell whether a page that is not the console's makes this call.

    Following a link to a page of the console is no call: a browser says that it navigates.
    """
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is not None:
        return origin.lower() != f"{request.scheme}://{request.headers.get(hdrs.HOST)}".lower()
    if request.headers.get("Sec-Fetch-Site") not in ("cross-site", "same-site"):
        return False
    navigates = request.headers.get("Sec-Fetch-Mode") == "navigate"
    return not (navigates and request.method in _SAFE)


def console_cookie(token: str) -> str:
    """Return what a browser holds instead of the token."""
    return _derived(token, "console")


def form_token(token: str) -> str:
    """Return what the console's pages send with each change."""
    return _derived(token, "form")


def _exchanged(request: web.Request, given: str, token: str) -> web.Response:
    """Give a cookie for the token, and an address without it."""
    if not _same(given, token):
        raise TokenMissing
    rest = {key: value for key, value in edge.read_query(request).items() if key != "token"}
    query = f"?{urlencode(rest)}" if rest else ""
    path = "/" + request.rel_url.raw_path.lstrip("/")  # never //host: that would be elsewhere
    response = web.Response(status=303, headers={hdrs.LOCATION: path + query})
    response.headers[hdrs.SET_COOKIE] = (
        f"{COOKIE}={console_cookie(token)}; Path=/; HttpOnly; SameSite=Strict"
    )
    return response


def _check_bearer(request: web.Request, authorization: str, token: str) -> None:
    if hdrs.ORIGIN in request.headers:
        raise CallRefused
    scheme, _, given = authorization.partition(" ")
    match scheme.lower():
        case "bearer" if _same(given.strip(), token):
            return
        case "basic" if request.path.startswith(_BASIC) and _same(_password(given), token):
            return
    raise TokenMissing


def _check_cookie(request: web.Request, token: str) -> None:
    own = console_cookie(token)
    known = any(_same(value, own) for value in edge.cookie_values(request, COOKIE))
    if not known or request.path.startswith(_SMS):
        raise TokenMissing
    if request.method in _SAFE:
        return
    sent = request.headers.get(FORM_TOKEN, "")
    if hdrs.ORIGIN not in request.headers or not _same(sent, form_token(token)):
        raise CallRefused


def _password(given: str) -> str:
    """Return the password of basic authentication: what SMS and mail clients call their token."""
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _derived(token: str, use: str) -> str:
    return hmac.digest(token.encode(), f"mockportal {use}".encode(), "sha256").hex()


def _same(given: str, known: str) -> bool:
    return hmac.compare_digest(given.encode(errors="surrogateescape"), known.encode())
