"""Troubles one notices only by looking twice: an empty envelope, a flicker, a wrong reference."""

from scenarios.journeys.renewing import come_back_with, link_by_sms, regenerate_on_the_phone
from scenarios.journeys.screens import BLANK, MINISTERIAL, RECEIPT, SPACE, URN
from scenarios.journeys.signing_in import sign_in
from scenarios.journeys.voting import REFERENCE, cast, enter_with_the_code, vote
from scenarios.registry import Needs, Shows, Voter, journey
from scenarios.seen import Seen
from scenarios.steps import Follow, Journey, LiftFault, Open, Reload, SetFault, Submit, Wait

THERE, NOT_THERE = "Présent dans l'urne.", "Absent de l'urne."


@journey(
    Needs(levers=("captcha", "messages", "faults")),
    Shows(faults=("notice-missing",)),
)
def find_no_notice_in_the_envelope(voter: Voter) -> Journey[str]:
    """Get no paper notice at all: a new code by SMS opens the scrutins just as well."""
    yield SetFault("notice-missing", {"who": voter.identifier})
    link = yield from link_by_sms(voter)
    code = yield from regenerate_on_the_phone(link)
    yield from come_back_with(code)
    return (yield from cast(MINISTERIAL, BLANK))


@journey(
    Needs(levers=("captcha", "clock", "faults")),
    Shows(refusals=("busy",), faults=("portal-intermittent",)),
)
def find_the_portal_coming_and_going(voter: Voter) -> Journey[str]:
    """Find the portal away for ten seconds out of forty: one waits, the visit is still there."""
    yield from sign_in(voter)
    yield SetFault("portal-intermittent", {"up_s": 30, "down_s": 10})
    for _ in range(2):
        yield Open("/portail/espace", lands_on=SPACE)
        yield Wait(seconds=30)
        yield Reload(refused="busy")
        yield Wait(seconds=10)
    yield Reload(lands_on=SPACE)
    yield LiftFault("portal-intermittent")
    yield from enter_with_the_code(voter.vote_code)
    return (yield from cast(MINISTERIAL, BLANK))


@journey(Needs(levers=("captcha", "faults")), Shows(faults=("session-warning-early",)))
def be_warned_too_early(voter: Voter) -> Journey[str]:
    """Be told too early that the session ends: nothing ends, and one votes all the same."""
    yield from sign_in(voter)
    yield SetFault("session-warning-early", {"after_s": 0})
    yield Reload(lands_on=SPACE)
    yield from enter_with_the_code(voter.vote_code)
    return (yield from cast(MINISTERIAL, BLANK))


@journey(Needs(levers=("captcha", "faults")), Shows(faults=("wrong-receipt",)))
def get_a_wrong_receipt(voter: Voter) -> Journey[str]:
    """Look for the reference of a wrong receipt in the urn in vain; then for the right one."""
    yield SetFault("wrong-receipt")
    wrong = yield from vote(voter)
    yield from _look_for(wrong, NOT_THERE)
    yield LiftFault("wrong-receipt")
    receipt = yield Open("/portail/vote/csa-ministeriel/accuse", lands_on=RECEIPT)
    right = receipt.find(REFERENCE)
    yield from _look_for(right, THERE)
    return right


def _look_for(reference: str, answer: str) -> Journey[Seen]:
    """Ask the urn for a reference, from the foot of any page."""
    yield Follow("Urne électronique", lands_on=URN)
    yield Follow(MINISTERIAL, lands_on=URN)
    return (
        yield Submit(
            "Chercher", {"Référence, ou son début": reference}, lands_on=URN, reads=(answer,)
        )
    )
