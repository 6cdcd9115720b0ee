"""What storage, election files and models refuse, called by its name on the control port."""

from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import BaseModel, ValidationError

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


@web.middleware
async def by_name(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer a request; what storage and files refuse is raised as refusals that have words.

    Refuses: UnknownPage, NameTaken, OtherElection, Misshapen, CountImpossible, Busy.
    """
    try:
        return await handler(request)
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
