"""Every address of the stub; below ``/{election}`` for each election, bare for the default one."""

from collections.abc import Awaitable, Callable

from aiohttp import hdrs, web

from mockportal.domain.refusals import UnknownPage
from mockportal.edge import WrongMethod
from mockportal.franceconnect import documents, endpoints, parting, screens
from mockportal.franceconnect.calling import Call

Handler = Callable[[Call], Awaitable[web.Response]]

FIRST = frozenset({"api", "fi", "static", "erreurs"})
"""How a path of the default election begins; no election may be called so."""

_GET, _POST = hdrs.METH_GET, hdrs.METH_POST

ROUTES: dict[str, dict[str, Handler]] = {
    "/api/v2/authorize": {_GET: screens.authorize, _POST: screens.authorize_by_form},
    "/api/v2/token": {_POST: endpoints.token},
    "/api/v2/token/revocation": {_POST: endpoints.revoke},
    "/api/v2/userinfo": {_GET: endpoints.userinfo, _POST: screens.no_such_page},
    "/api/v2/jwks": {_GET: documents.jwks},
    "/api/v2/.well-known/openid-configuration": {_GET: documents.discovery},
    "/api/v2/redirect-to-idp": {_POST: screens.leave_for_provider},
    "/api/v2/oidc-callback": {_GET: screens.come_back},
    "/api/v2/login": {_POST: screens.accept},
    "/api/v2/redirect-to-sp-with-error": {_GET: screens.give_up},
    "/api/v2/session/end": {_GET: parting.leave},
    "/api/v2/session/end/confirm": {_POST: screens.confirm_logout},
    "/api/v2/session/end/success": {_GET: screens.say_goodbye},
    "/api/v1/authorize": {_GET: screens.authorize_v1},
    "/api/v1/token": {_POST: endpoints.token_v1},
    "/api/v1/userinfo": {_GET: endpoints.userinfo_v1},
    "/api/v1/logout": {_GET: parting.leave_v1},
    "/erreurs": {_GET: screens.list_codes},
}
INTERACTION: dict[str, dict[str, Handler]] = {
    "": {_GET: screens.choose},
    "verify": {_GET: screens.verify},
    "consent": {_GET: screens.show_continue},
}
PROVIDER: dict[str, dict[str, Handler]] = {
    "connexion": {_GET: screens.show_login, _POST: screens.sign_in},
    "verification": {_GET: screens.show_factor, _POST: screens.answer_factor},
    "annulation": {_GET: screens.cancel},
}


def split(path: str, default: str) -> tuple[str, str, bool]:
    """Return the election of a path, the path within it, and whether it is at the root."""
    first, slash, rest = path.removeprefix("/").partition("/")
    if first in FIRST:
        return default, path, True
    return first, slash + rest, False


def resolve(path: str, method: str) -> tuple[Handler, dict[str, str]]:
    """Return who answers a path, and its variables. Refuses: UnknownPage, WrongMethod."""
    methods, variables = ROUTES.get(path), dict[str, str]()
    if methods is None:
        methods, variables = _variable(path)
    handler = methods.get(_GET if method == hdrs.METH_HEAD else method)
    if handler is None:
        head = (hdrs.METH_HEAD,) if _GET in methods else ()
        raise WrongMethod((*methods, *head))
    return handler, variables


def _variable(path: str) -> tuple[dict[str, Handler], dict[str, str]]:
    match path.split("/"):
        case ["", "api", "v2", "interaction", uid]:
            return INTERACTION[""], {"uid": uid}
        case ["", "api", "v2", "interaction", uid, "verify" | "consent" as name]:
            return INTERACTION[name], {"uid": uid}
        case ["", "fi", provider, name] if name in PROVIDER:
            return PROVIDER[name], {"provider": provider}
    raise UnknownPage
