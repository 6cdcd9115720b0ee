"""The new code and what befalls it: missed, replaced, gone with the browser."""

from scenarios.journeys.renewing import (
    MAILED,
    NEW_CODE,
    REGENERATE,
    ask_again_by_sms,
    come_back_with,
    link_by_sms,
    read_sms,
    regenerate,
    regenerate_on_the_phone,
)
from scenarios.journeys.screens import BLANK, CODE, MINISTERIAL, REISSUE
from scenarios.journeys.signing_in import sign_in
from scenarios.journeys.voting import cast, choose, enter_with_the_code, type_the_code
from scenarios.registry import Needs, Shows, Voter, journey
from scenarios.steps import (
    CloseBrowser,
    Journey,
    Open,
    PressTwice,
    Reload,
    Submit,
    UseBrowser,
    Wait,
)
from scenarios.tutorial import Tutorial

TIMED = Needs(levers=("captcha", "messages", "clock"))


@journey(TIMED, Shows((Tutorial.REVEAL,), refusals=("reveal-gone",)))
def miss_the_code(voter: Voter) -> Journey[str]:
    """Look away for 120 seconds: the code is gone."""
    link = yield from link_by_sms(voter)
    yield from regenerate(link)
    yield Wait(seconds=119)
    yield Reload(lands_on=REISSUE, reads=("Votre nouveau code de vote",))
    yield Wait(seconds=1)
    gone = yield Reload(lands_on=REISSUE, refused="reveal-gone")
    return gone.message


@journey(TIMED, Shows(refusals=("reveal-gone", "link-used"), moves=("link-sent/ask-link",)))
def miss_the_code_and_ask_again(voter: Voter) -> Journey[str]:
    """Miss the code, find the link used, ask for another one and vote."""
    link = yield from link_by_sms(voter)
    yield from regenerate(link)
    yield Wait(seconds=120)
    yield Reload(lands_on=REISSUE, refused="reveal-gone")
    yield Open(link, lands_on=REISSUE, refused="link-used")
    yield from ask_again_by_sms(voter)
    second = yield from read_sms(voter)
    code = yield from regenerate(second)
    yield from come_back_with(code)
    return (yield from cast(MINISTERIAL, BLANK))


@journey(MAILED)
def read_the_code_again_in_time(voter: Voter) -> Journey[str]:
    """Reload the page of the new code: the same code, a little less time."""
    link = yield from link_by_sms(voter)
    code = yield from regenerate(link)
    again = yield Reload(lands_on=REISSUE, reads=(code,))
    return again.find(NEW_CODE)


@journey(MAILED, Shows(refusals=("unknown-page",)))
def look_for_the_code_in_another_browser(voter: Voter) -> Journey[None]:
    """Press the button on the phone: the computer shows no code."""
    link = yield from link_by_sms(voter)
    yield from regenerate_on_the_phone(link)
    yield Open("/portail/reassort/code", refused="unknown-page")


@journey(MAILED, Shows(refusals=("unknown-page", "link-used")))
def close_the_browser_too_early(voter: Voter) -> Journey[None]:
    """Close the browser on the new code: it is lost, the link is used, one must ask again."""
    link = yield from link_by_sms(voter)
    yield UseBrowser("téléphone")
    yield from regenerate(link)
    yield CloseBrowser()
    yield Open("/portail/reassort/code", refused="unknown-page")
    yield Open(link, refused="link-used")
    yield UseBrowser("")
    yield from ask_again_by_sms(voter)
    second = yield from read_sms(voter)
    code = yield from regenerate_on_the_phone(second)
    yield from come_back_with(code)


@journey(MAILED)
def press_regenerate_twice(voter: Voter) -> Journey[str]:
    """Press « REGENERER MON CODE DE VOTE » twice: one code, and it is the good one."""
    link = yield from link_by_sms(voter)
    yield Open(link, lands_on=REISSUE)
    reveal = yield PressTwice(REGENERATE, lands_on=REISSUE)
    code = reveal.find(NEW_CODE)
    yield from come_back_with(code)
    return code


@journey(MAILED, Shows(refusals=("code-replaced",)))
def type_the_old_code(voter: Voter) -> Journey[None]:
    """Find the paper notice again after a reissue: its code no longer opens anything."""
    link = yield from link_by_sms(voter)
    code = yield from regenerate_on_the_phone(link)
    yield Open("/portail/code-de-vote", lands_on=CODE)
    yield from type_the_code(voter.vote_code, CODE, "code-replaced")
    yield from type_the_code(code)


@journey(MAILED, Shows(refusals=("code-revoked",), moves=("voting/lose-code",)))
def lose_the_code_while_voting(voter: Voter) -> Journey[str]:
    """Vote with the old code while a new one is made elsewhere: the new one must be typed."""
    link = yield from link_by_sms(voter)
    yield UseBrowser("autre ordinateur")
    yield from sign_in(voter)
    yield from enter_with_the_code(voter.vote_code)
    yield from choose(MINISTERIAL, BLANK)
    code = yield from regenerate_on_the_phone(link)
    yield UseBrowser("autre ordinateur")
    yield Submit("Je vote", refused="code-revoked")
    yield Open("/portail/code-de-vote", lands_on=CODE)
    yield from type_the_code(code)
    return (yield from cast(MINISTERIAL, BLANK))
