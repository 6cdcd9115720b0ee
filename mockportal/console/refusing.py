"""How a refusal leaves the control port: problem+json for programs, a short page for people."""

import html
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from aiohttp import hdrs, web
from pydantic import BaseModel, ValidationError

from mockportal.client.models import Problem, Reason
from mockportal.console.admission import is_foreign
from mockportal.console.wording import said
from mockportal.domain import operator_refusals as control
from mockportal.domain.refusals import Busy, Refused, UnknownPage
from mockportal.election import InvalidElection, InvalidFile
from mockportal.election.problems import problems
from mockportal.storage.auditing import NothingToAudit
from mockportal.storage.copying import NotACopy
from mockportal.storage.elections import ElectionExists
from mockportal.storage.engine import Unavailable
from mockportal.storage.store import UnknownElection
from mockportal.usecases.closing import CountRefused

PROBLEM = "application/problem+json"

_PAGE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>[SIMULATION] {title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow"></head>
<body><p><strong>SIMULATION – aucun vote réel</strong></p>
<main data-page="refus" data-refusal="{name}"><h1>{title}</h1><p>{text}</p></main>
</body></html>
"""


def answers(refused: Refused, request: web.BaseRequest | None) -> web.Response:
    """Return the answer to a refused request; a foreign page learns nothing but that."""
    if request is not None and is_foreign(request):
        refused = control.CallRefused()
    status, text = said(refused)
    if request is not None and _wants_page(request):
        title = html.escape(HTTPStatus(status).phrase)
        page = _PAGE.format(title=title, name=refused.name(), text=html.escape(text))
        response = web.Response(text=page, status=status, content_type="text/html")
    else:
        response = _problem(refused, status, text)
    if status == 401:
        response.headers[hdrs.WWW_AUTHENTICATE] = 'Bearer realm="mockportal"'
    return response


@contextmanager
def refusals() -> Iterator[None]:
    """Call by their name here what storage, election files and models refuse.

    Refuses: UnknownPage, NameTaken, OtherElection, Misshapen, CountImpossible, Busy.
    """
    try:
        yield
    except (UnknownElection, NothingToAudit):
        raise UnknownPage from None
    except ElectionExists:
        raise control.NameTaken from None
    except NotACopy:
        raise control.OtherElection from None
    except (InvalidElection, InvalidFile) as wrong:
        raise control.Misshapen(*(("", str(one)) for one in wrong.problems)) from None
    except CountRefused as wrong:
        raise control.CountImpossible(str(wrong)) from None
    except Unavailable:
        raise Busy from None


def misshapen(wrong: ValidationError, model: type[BaseModel]) -> Refused:
    """Return what is wrong with a query or a body, in French; or the refusal it has of its own."""
    for error in wrong.errors(include_url=False):
        if isinstance(known := error.get("ctx", {}).get("refused"), Refused):
            return known
    found = problems(wrong, model, "", {})
    return control.Misshapen(*((one.key, one.reason) for one in found))


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


def _wants_page(request: web.BaseRequest) -> bool:
    return "text/html" in request.headers.get(hdrs.ACCEPT, "")
