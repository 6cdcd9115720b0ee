"""The whole path in one go, for whoever sees the portal for the first time."""

from scenarios.journeys.activating import ACTIVATING, ANSWER, NEW, chosen, fill_in, link_to_activate
from scenarios.journeys.renewing import (
    RENEWING,
    by_sms,
    come_back_with,
    reach_the_request,
    read_sms,
    regenerate_on_the_phone,
)
from scenarios.journeys.screens import MESSAGE_SENT
from scenarios.journeys.voting import CASTING, cast_all, reach_the_code
from scenarios.registry import Needs, Shows, Voter, journey
from scenarios.steps import Journey, Submit


@journey(
    Needs(levers=NEW.levers, state="new", has=("phone",), scrutins=3),
    Shows(moves=(*ACTIVATING, *RENEWING, *CASTING)),
)
def show_everything(voter: Voter) -> Journey[list[str]]:
    """Activate, lose the code, get a new one by SMS, read it in time, vote three times."""
    link = yield from link_to_activate(voter)
    yield from fill_in(link)
    yield from reach_the_code()
    yield from reach_the_request()
    answered = by_sms(voter) | {ANSWER: chosen()[ANSWER]}
    yield Submit("ENVOYER", answered, lands_on=MESSAGE_SENT)
    link = yield from read_sms(voter)
    code = yield from regenerate_on_the_phone(link)
    scrutins = yield from come_back_with(code)
    return (yield from cast_all(scrutins))
