"""Single-use links: used, expired, replaced, scanned, mangled, someone else's."""

from scenarios.journeys.renewing import (
    MAILED,
    ask_again_by_sms,
    ask_by_sms,
    by_sms,
    come_back_with,
    link_by_sms,
    reach_the_request,
    read_sms,
    regenerate,
    regenerate_on_the_phone,
)
from scenarios.journeys.screens import IDENTIFICATION, MESSAGE_SENT, REISSUE
from scenarios.journeys.signing_in import give_password, identify, sign_in
from scenarios.journeys.voting import reach_the_code
from scenarios.registry import Needs, Shows, Voter, journey
from scenarios.steps import (
    FindNoMessage,
    Journey,
    Open,
    PressTwice,
    Scan,
    Submit,
    UseBrowser,
    Wait,
)

TIMED = Needs(levers=("captcha", "messages", "clock"))
BUTTON = "REGENERER MON CODE DE VOTE"


@journey(MAILED, Shows(refusals=("link-used",), moves=("used/look",)))
def use_a_link_twice(voter: Voter) -> Journey[None]:
    """Open a link on the phone, then once more on the computer."""
    link = yield from link_by_sms(voter)
    yield from regenerate_on_the_phone(link)
    yield Open(link, lands_on=REISSUE, refused="link-used")


@journey(MAILED, Shows(refusals=("link-used",)))
def open_a_link_twice_before_pressing(voter: Voter) -> Journey[None]:
    """Open a link on two screens and press both buttons: the second is too late."""
    link = yield from link_by_sms(voter)
    yield Open(link, lands_on=REISSUE)
    yield from regenerate_on_the_phone(link)
    yield Submit(BUTTON, refused="link-used")


@journey(TIMED, Shows(refusals=("link-expired",), moves=("issued/lapse", "expired/look")))
def let_the_link_expire(voter: Voter) -> Journey[None]:
    """Press the button 60 minutes after the link was asked for; ask for another one."""
    link = yield from link_by_sms(voter)
    yield UseBrowser("téléphone")
    yield Wait(seconds=60 * 60 - 1)
    yield Open(link, lands_on=REISSUE)
    yield Wait(seconds=1)
    yield Submit(BUTTON, refused="link-expired")
    yield Open(link, lands_on=REISSUE, refused="link-expired")
    yield UseBrowser("")
    yield from ask_by_sms(voter)
    second = yield from read_sms(voter)
    yield from regenerate(second)


@journey(TIMED, Shows(refusals=("link-replaced",), moves=("issued/supersede", "replaced/look")))
def use_the_older_of_two_links(voter: Voter) -> Journey[str]:
    """Ask twice and open the first message: only the second link is good."""
    first = yield from link_by_sms(voter)
    yield Wait(seconds=120)
    yield from ask_again_by_sms(voter)
    second = yield from read_sms(voter)
    yield Open(first, lands_on=REISSUE, refused="link-replaced")
    return (yield from regenerate(second))


@journey(MAILED, Shows(moves=("issued/look",)))
def let_a_scanner_open_the_link_first(voter: Voter) -> Journey[str]:
    """Have a mail scanner look at the link before the voter: nothing is used up."""
    link = yield from link_by_sms(voter)
    yield Scan(link)
    yield Scan(link)
    code = yield from regenerate_on_the_phone(link)
    yield from come_back_with(code)
    return code


@journey(MAILED, Shows(refusals=("link-unknown",)))
def open_a_mangled_link(voter: Voter) -> Journey[str]:
    """Open a link that the mail program cut, then the whole one."""
    link = yield from link_by_sms(voter)
    yield Open(link[:-3], refused="link-unknown")
    return (yield from regenerate(link))


@journey(
    Needs(levers=("captcha", "messages"), neighbour="activated"),
    Shows(refusals=("link-other-voter",)),
)
def open_a_neighbours_link(voter: Voter, neighbour: Voter) -> Journey[str]:
    """Open a neighbour's link in one's own visit: it stays good for the neighbour."""
    link = yield from link_by_sms(neighbour)
    yield UseBrowser("autre ordinateur")
    yield from sign_in(voter)
    yield Open(link, refused="link-other-voter")
    return (yield from regenerate_on_the_phone(link))


@journey(Needs(levers=("captcha", "messages"), settings={"reissue": {"bind_to_session": True}}))
def sign_in_before_using_the_link(voter: Voter) -> Journey[str]:
    """Open a link on the phone where it takes signing in first: nothing is used up."""
    link = yield from link_by_sms(voter)
    yield UseBrowser("téléphone")
    yield Open(link, lands_on=IDENTIFICATION)
    yield from identify(voter.identifier)
    yield from give_password(voter.password)
    return (yield from regenerate(link))


@journey(MAILED)
def press_send_twice(voter: Voter) -> Journey[str]:
    """Press « ENVOYER » twice: one message, one good link."""
    yield from sign_in(voter)
    yield from reach_the_code()
    yield from reach_the_request()
    yield PressTwice("ENVOYER", by_sms(voter), lands_on=MESSAGE_SENT)
    link = yield from read_sms(voter)
    yield FindNoMessage("reissue-link", voter.identifier)
    return (yield from regenerate(link))


@journey(TIMED, Shows(refusals=("reissue-throttled",)))
def ask_too_often(voter: Voter) -> Journey[str]:
    """Ask four times in an hour: the fourth must wait, and the third link stays good."""
    yield from link_by_sms(voter)
    for _ in range(2):
        yield Wait(seconds=5 * 60)
        yield from ask_again_by_sms(voter)
        link = yield from read_sms(voter)
    yield Wait(seconds=5 * 60)
    yield from ask_again_by_sms(voter, refused="reissue-throttled")
    return (yield from regenerate(link))
