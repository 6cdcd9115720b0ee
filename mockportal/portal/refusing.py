"""How a refusal becomes a page, on whatever path it happened."""

import random

from aiohttp import hdrs, web

from mockportal.domain import refusals as no
from mockportal.domain.misfortunes import AnswerLost, Unreachable, VisitDropped
from mockportal.domain.stages import SIGNED_IN, Stage
from mockportal.edge import WrongMethod
from mockportal.portal.bridge import HTML, Turn, go, meet, page
from mockportal.portal.crowding import WAITS
from mockportal.portal.render import bare_page, waiting_page
from mockportal.portal.routes import Route
from mockportal.portal.vanishing import cut, vanish
from mockportal.portal.wording import UNDER_MAINTENANCE, retry_after, said
from mockportal.storage.engine import Unavailable
from mockportal.storage.store import UnknownElection

HOME: dict[Stage, str] = {
    Stage.VISITOR: "identification",
    Stage.IDENTIFIED: "mot-de-passe",
    Stage.MAIL_SENT: "message-envoye",
    **dict.fromkeys(SIGNED_IN, "espace"),
}
"""The screen where a visit stands."""


async def refuse(request: web.Request, route: Route | None, refused: no.Refused) -> web.Response:
    """Return the page of a refusal; a bare one where there is no election to speak for."""
    try:
        turn: Turn = refused.where or await meet(request)
    except no.Refused as sooner:  # the portal itself does not answer, whatever was refused
        refused, turn = sooner, sooner.where
    except (UnknownElection, Unavailable, KeyError):
        return _with_retry(bare(refused, request), refused)
    if isinstance(refused, no.OutOfOrder) and request.method in ("GET", "HEAD"):
        return go(request, turn, HOME[turn.visit.stage])
    name = route.page if route else "refus"
    match refused:
        case no.RealData():
            return page(request, turn, "real-data.html", refused=refused, page=name)
        case no.Maintenance():
            why = {"reason": UNDER_MAINTENANCE}
            return page(request, turn, "maintenance.html", refused=refused, holes=why)
        case Unreachable():
            return await vanish(request, refused, bare(no.Busy(), request))
        case AnswerLost():
            return cut(request, bare(no.Busy(), request))
        case VisitDropped():
            return go(request, turn, "identification")
    return _refusal(request, turn, route, refused)


def bare(refused: no.Refused, request: web.BaseRequest | None) -> web.Response:
    """Return the shortest page of a refusal; nothing of the request is in it."""
    code, text = said(refused)
    if isinstance(refused, no.Busy):
        return _waiting(refused, code, text)
    title = "Page introuvable" if code == 404 else "Demande refusée"
    body = bare_page(title, refused.name(), text)
    return web.Response(body=body, status=code, content_type=HTML, charset="utf-8")


def _waiting(refused: no.Busy, code: int, text: str) -> web.Response:
    """Return the page of whoever must wait: it holds no connection and no place in the store."""
    seconds = refused.wait or random.randint(*WAITS)
    body = waiting_page(refused.name(), text, seconds)
    response = web.Response(body=body, status=code, content_type=HTML, charset="utf-8")
    response.headers[hdrs.RETRY_AFTER] = str(seconds)
    response.force_close()
    return response


def _with_retry(response: web.Response, refused: no.Refused) -> web.Response:
    if response.status == 503 and (seconds := retry_after(refused, 0)) is not None:
        response.headers[hdrs.RETRY_AFTER] = str(seconds)
    return response


def _refusal(
    request: web.Request, turn: Turn, route: Route | None, refused: no.Refused
) -> web.Response:
    following = _following(turn, route, refused)
    holes: dict[str, str] = {}
    if following:
        path, label = following
        holes = {"next_path": f"/{turn.world.name}/portail/{path}", "next_label": label}
    known = None if isinstance(refused, no.UnknownPage) else route
    response = page(
        request,
        turn,
        "refus.html",
        refused=refused,
        holes=holes,
        page=known.page if known else "refus",
        title=known.title if known else "Page introuvable",
        signed_in=turn.visit.signed_in,
        next=following is not None,
    )
    if isinstance(refused, WrongMethod):
        response.headers[hdrs.ALLOW] = ", ".join(refused.allow)
    return response


def _following(turn: Turn, route: Route | None, refused: no.Refused) -> tuple[str, str] | None:
    match refused:
        case no.LinkUsed() | no.LinkReplaced():  # an expired one is a kind of used one
            reissue = route is not None and route.page == "reassort-lien"
            path = "reassort" if reissue and turn.visit.signed_in else "identification"
            return path, "Faire une nouvelle demande"
        case no.OutOfOrder():
            return HOME[turn.visit.stage], "Aller à la bonne étape"
        case no.ProviderSilent() | no.FranceconnectOff():
            return "reassort/defi", "Répondre à ma question Défi"
        case no.ProviderFailed() | no.ProviderNoMail() | no.IdentityUnknown():
            return "reassort", "Choisir comment obtenir un code"
        case no.CodeRevoked():
            return "code-de-vote", "Saisir le nouveau code"
        case no.UnknownOutcome() | no.AlreadyVoted():
            return "scrutins", "Voir la liste de mes votes"
    return None
