"""How a refusal leaves the control port: problem+json for programs, a short page for people."""

import html
from collections.abc import Iterable
from http import HTTPStatus

from aiohttp import hdrs, web

from mockportal import edge
from mockportal.client.models import Problem, Reason
from mockportal.console.admission import is_foreign
from mockportal.console.allowing import OWN, Shapes, methods_at, shapes
from mockportal.console.calls import Described
from mockportal.console.wording import said
from mockportal.domain import operator_refusals as control
from mockportal.domain.refusals import Refused, Unreadable

PROBLEM = "application/problem+json"

_PAGE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>[SIMULATION] {title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark"></head>
<body><p><strong>SIMULATION – aucun vote réel</strong></p>
<main data-page="refus" data-refusal="{name}"><h1>{title}</h1><p>{text}</p>{back}</main>
</body></html>
"""

_TITLES = {401: "Accès réservé", 404: "Introuvable", 500: "Incident", 503: "Service occupé"}
_BACK = '<p><a href="/">Revenir à la console</a></p>'


def answers(refused: Refused, request: web.BaseRequest | None) -> web.Response:
    """Return the answer to a refused request; a foreign page learns nothing but that."""
    return _answer(refused, request, OWN)


def answering(calls: Iterable[Described]) -> edge.Answers:
    """Return the answers of a control port that serves these calls besides its own."""
    known = (*OWN, *shapes(calls))
    return lambda refused, request: _answer(refused, request, known)


def _answer(refused: Refused, request: web.BaseRequest | None, known: Shapes) -> web.Response:
    if request is not None:
        refused = _seen_from_here(refused, request, known)
    status, text = said(refused)
    if request is not None and "text/html" in request.headers.get(hdrs.ACCEPT, ""):
        response = _page(refused, status, text)
    else:
        response = _problem(refused, status, text)
    if isinstance(refused, control.TokenMissing):
        response.headers[hdrs.WWW_AUTHENTICATE] = 'Bearer realm="mockportal"'
    if isinstance(refused, edge.WrongMethod):
        response.headers[hdrs.ALLOW] = ", ".join(refused.allow)
    return response


def _seen_from_here(refused: Refused, request: web.BaseRequest, known: Shapes) -> Refused:
    """Return what comes first: a foreign page, then a method that the address does not know."""
    if is_foreign(request):
        return control.CallRefused()
    methods = methods_at(request.path, known) if isinstance(refused, Unreadable) else ()
    if methods and request.method not in methods:
        return edge.WrongMethod(methods)
    return refused


def _page(refused: Refused, status: int, text: str) -> web.Response:
    page = _PAGE.format(
        title=_TITLES.get(status, "Demande refusée"),
        name=refused.name(),
        text=html.escape(text),
        back="" if isinstance(refused, control.TokenMissing) else _BACK,
    )
    return web.Response(text=page, status=status, content_type="text/html")


def _problem(refused: Refused, status: int, text: str) -> web.Response:
    reasons = refused.reasons if isinstance(refused, control.Misshapen) else ()
    problem = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=text,
        refusal=refused.name(),
        errors=tuple(Reason(where=where, reason=reason) for where, reason in reasons),
    )
    body = problem.model_dump_json().encode()
    return web.Response(body=body, status=status, content_type=PROBLEM)
