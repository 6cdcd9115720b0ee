"""What a tester reads of an election: messages, CAPTCHA answers, journal, audit, events."""

from mockportal.client.models import Audit, CaptchaAnswer, Journal, Messages, Outcomes
from mockportal.console import asking, telling
from mockportal.console.calls import Asking
from mockportal.console.keys import PATIENCE
from mockportal.storage import boxes
from mockportal.usecases import closing, overseeing


async def list_messages(it: Asking[asking.MessagesQuery, asking.Nothing]) -> Messages:
    """GET /elections/{election}/messages."""
    told = it.query
    wanted = {"to": told.to, "channel": told.channel, "after": told.after, "limit": told.limit}
    with it.request.app[PATIENCE].waiting():
        found = await boxes.wait(
            it.store, it.election, told.wait, voter=told.voter or None, kind=told.kind, **wanted
        )
    return Messages(messages=tuple(telling.message(one) for one in found))


async def answer_captcha(it: Asking[asking.Nothing, asking.Nothing]) -> CaptchaAnswer:
    """GET /elections/{election}/captchas/{captcha}."""
    captcha_id = it.part("captcha")
    digits = await it.ask(overseeing.answer_of, captcha_id=captcha_id)
    return CaptchaAnswer(id=captcha_id, answer=digits)


async def read_journal(it: Asking[asking.JournalQuery, asking.Nothing]) -> Journal:
    """GET /elections/{election}/journal."""
    after, limit = it.query.after, it.query.limit
    return telling.journal(await it.ask(overseeing.read_journal, after=after, limit=limit))


async def audit_election(it: Asking[asking.Nothing, asking.Nothing]) -> Audit:
    """GET /elections/{election}/audit."""
    return telling.audit(await it.store.audit(it.election))


async def tally_election(it: Asking[asking.Nothing, asking.Nothing]) -> Outcomes:
    """POST /elections/{election}/tally."""
    known = await it.ask(closing.outcomes)
    return Outcomes(outcomes=known or await it.perform(closing.count))
