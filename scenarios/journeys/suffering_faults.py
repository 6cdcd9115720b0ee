"""A portal in trouble: closed, cut, slow, half drawn, and what one does about it."""

from scenarios.journeys.activating import ask_for_the_link
from scenarios.journeys.copying_captchas import SPOKEN
from scenarios.journeys.renewing import (
    by_sms,
    reach_the_form,
    reach_the_request,
    read_sms,
    regenerate,
)
from scenarios.journeys.screens import (
    ACADEMIC,
    BLANK,
    HOME,
    IDENTIFICATION,
    MAINTENANCE,
    MESSAGE_SENT,
    MINISTERIAL,
    RESULTS,
    SCRUTINS,
    SPACE,
)
from scenarios.journeys.signing_in import (
    give_password,
    identify,
    reach_identification,
    sign_in,
)
from scenarios.journeys.voting import (
    VOTED,
    cast,
    choose,
    enter_with_the_code,
    reach_the_code,
    vote,
)
from scenarios.registry import Needs, Shows, Voter, journey
from scenarios.steps import (
    Advance,
    Follow,
    Journey,
    LiftFault,
    Listen,
    Open,
    Reload,
    SetFault,
    Submit,
    UseBrowser,
    Wait,
)

TROUBLED = Needs(levers=("captcha", "faults"))
TROUBLED_MAIL = Needs(levers=("captcha", "messages", "faults"))


@journey(TROUBLED, Shows(refusals=("maintenance",), faults=("maintenance",)))
def find_the_portal_in_maintenance(voter: Voter) -> Journey[str]:
    """Find the portal in maintenance in mid-visit; the visit is still there afterwards."""
    yield from sign_in(voter)
    yield SetFault("maintenance")
    yield Open("/portail/espace", lands_on=MAINTENANCE, refused="maintenance")
    yield LiftFault("maintenance")
    yield Open("/portail/espace", lands_on=SPACE)
    yield from enter_with_the_code(voter.vote_code)
    return (yield from cast(MINISTERIAL, BLANK))


@journey(TROUBLED, Shows(refusals=("reissue-unavailable",), faults=("reissue-unavailable",)))
def find_the_reissue_unavailable(voter: Voter) -> Journey[None]:
    """Find that no new code can be asked for; everything else works, and later this too."""
    yield SetFault("reissue-unavailable")
    yield from sign_in(voter)
    yield from reach_the_code()
    yield Open("/portail/reassort", refused="reissue-unavailable")
    yield Open("/portail/espace", lands_on=SPACE)
    yield LiftFault("reissue-unavailable")
    yield from reach_the_code()
    yield from reach_the_request()
    yield Submit("ENVOYER", by_sms(voter), lands_on=MESSAGE_SENT)


@journey(TROUBLED_MAIL, Shows(refusals=("franceconnect-off",), faults=("franceconnect-off",)))
def find_franceconnect_closed(voter: Voter) -> Journey[str]:
    """Find the button of FranceConnect disabled, and answer one's question défi instead."""
    yield SetFault("franceconnect-off")
    yield from reach_the_form(voter)
    yield Open(
        "/portail/reassort",
        reads=("FranceConnect n'est pas disponible. Utilisez votre question Défi.",),
    )
    yield Follow("cliquez ici")
    yield Submit("ENVOYER", by_sms(voter), lands_on=MESSAGE_SENT)
    link = yield from read_sms(voter)
    return (yield from regenerate(link))


@journey(TROUBLED, Shows(faults=("portal-unreachable",)))
def find_no_portal_at_all(voter: Voter) -> Journey[None]:
    """Get no page at all, and come back when there is one."""
    yield Open("/portail/accueil", lands_on=HOME)
    yield SetFault("portal-unreachable", {"mode": "refuse"})
    yield Reload(refused="unreachable")
    yield LiftFault("portal-unreachable")
    yield from sign_in(voter)


@journey(TROUBLED, Shows(faults=("slow-pages",)))
def wait_for_slow_pages(voter: Voter) -> Journey[None]:
    """Wait for each page a moment too long, and get in all the same."""
    yield SetFault("slow-pages", {"delay_ms": 50})
    yield from sign_in(voter)


@journey(TROUBLED, Shows(faults=("logos-missing",)))
def vote_without_logos(voter: Voter) -> Journey[str]:
    """Vote on a page whose lists have no logo: their names are enough."""
    yield SetFault("logos-missing")
    return (yield from vote(voter))


@journey(TROUBLED, Shows(faults=("captcha-missing",)))
def find_no_picture_of_the_captcha(voter: Voter) -> Journey[None]:
    """Find no picture where the CAPTCHA should be, listen to it instead."""
    yield SetFault("captcha-missing")
    yield from reach_identification()
    yield Listen(SPOKEN)
    yield from identify(voter.identifier)
    yield from give_password(voter.password)


@journey(TROUBLED, Shows(faults=("session-drop",)))
def lose_the_session_while_confirming(voter: Voter) -> Journey[str]:
    """Be thrown out on « Je vote »: nothing is cast, and one may start again."""
    yield from sign_in(voter)
    yield from enter_with_the_code(voter.vote_code)
    yield from choose(MINISTERIAL, BLANK)
    yield SetFault("session-drop", {"at": "confirming"})
    yield Submit("Je vote", lands_on=IDENTIFICATION)
    yield LiftFault("session-drop")
    yield from sign_in(voter)
    yield from enter_with_the_code(voter.vote_code)
    return (yield from cast(MINISTERIAL, BLANK))


@journey(TROUBLED, Shows(faults=("session-drop",)))
def lose_the_session_while_choosing(voter: Voter) -> Journey[str]:
    """Be thrown out on « Je veux voter », and start again."""
    yield from sign_in(voter)
    yield from enter_with_the_code(voter.vote_code)
    yield Follow("Voter", within=MINISTERIAL, lands_on=MINISTERIAL)
    yield SetFault("session-drop", {"at": "choosing"})
    yield Submit("Je veux voter", lands_on=IDENTIFICATION)
    yield LiftFault("session-drop")
    return (yield from vote(voter))


@journey(TROUBLED, Shows(faults=("identifier-case-sensitive",)))
def type_the_identifier_in_capitals(voter: Voter) -> Journey[None]:
    """Type one's identifier in capitals where they count, then in small letters."""
    yield SetFault("identifier-case-sensitive")
    yield from reach_identification()
    yield from identify(voter.identifier.upper(), MESSAGE_SENT)
    yield Submit("RETOUR", lands_on=IDENTIFICATION)
    yield from identify(voter.identifier)


@journey()
def type_the_identifier_in_capitals_where_they_do_not_count(voter: Voter) -> Journey[None]:
    """Type one's identifier in capitals: it is the same identifier."""
    yield from reach_identification()
    yield from identify(voter.identifier.upper())
    yield from give_password(voter.password)


@journey(TROUBLED, Shows(refusals=("identifier-form",), faults=("identifier-format-refused",)))
def have_an_identifier_that_is_refused(voter: Voter) -> Journey[None]:
    """Type a right identifier and have it refused for its form."""
    yield SetFault("identifier-format-refused", {"who": voter.identifier})
    yield from reach_identification()
    yield from identify(voter.identifier, IDENTIFICATION, "identifier-form")
    yield LiftFault("identifier-format-refused")
    yield from identify(voter.identifier)


@journey(TROUBLED, Shows(refusals=("scrutin-suspended",), faults=("scrutin-suspended",)))
def find_a_scrutin_suspended(voter: Voter) -> Journey[str]:
    """Find one scrutin suspended at the moment of confirming; vote in another."""
    yield from sign_in(voter)
    yield from enter_with_the_code(voter.vote_code)
    yield from choose(MINISTERIAL, BLANK)
    yield SetFault("scrutin-suspended", {"scrutin": "csa-ministeriel"})
    yield Submit("Je vote", refused="scrutin-suspended")
    yield Open("/portail/scrutins", lands_on=SCRUTINS, reads=("Suspendu",))
    return (yield from cast(ACADEMIC, BLANK))


@journey(TROUBLED, Shows(faults=("answer-lost",)))
def lose_the_answer_of_the_vote(voter: Voter) -> Journey[None]:
    """Get no answer to « Je vote »: the list of one's scrutins tells that one has voted."""
    yield from sign_in(voter)
    yield from enter_with_the_code(voter.vote_code)
    yield from choose(MINISTERIAL, BLANK)
    yield SetFault("answer-lost", {"at": "cast-ballot"})
    yield Submit("Je vote", refused="unreachable")
    yield LiftFault("answer-lost")
    yield Open("/portail/scrutins", lands_on=SCRUTINS, reads=(VOTED,))


@journey(TROUBLED_MAIL, Shows(refusals=("link-used",), faults=("answer-lost",)))
def lose_the_answer_of_the_reissue(voter: Voter) -> Journey[None]:
    """Get no answer to « REGENERER MON CODE DE VOTE »: the link is used all the same."""
    yield from reach_the_form(voter)
    yield Submit("ENVOYER", by_sms(voter), lands_on=MESSAGE_SENT)
    link = yield from read_sms(voter)
    yield UseBrowser("téléphone")
    yield Open(link)
    yield SetFault("answer-lost", {"at": "regenerate"})
    yield Submit("REGENERER MON CODE DE VOTE", refused="unreachable")
    yield LiftFault("answer-lost")
    yield Open(link, refused="link-used")


@journey(
    Needs(levers=("captcha", "clock", "faults"), starts="2022-12-08T16:50:00+01:00"),
    Shows(refusals=("no-result-yet",), faults=("count-fails",)),
)
def wait_for_a_count_that_failed(voter: Voter) -> Journey[None]:
    """Ask for the results of a count that failed, and again once it was done again."""
    yield from vote(voter)
    yield SetFault("count-fails", {"to": "results + 1 h"})
    yield Advance("closing_grace")
    yield Wait(seconds=2 * 3600)
    yield Open("/portail/resultats", refused="no-result-yet")
    yield Wait(seconds=3600)
    yield Open("/portail/resultats", lands_on=RESULTS)


@journey(TROUBLED, Shows(faults=("identifier-overwritten",)))
def have_ones_identifier_overwritten(voter: Voter) -> Journey[None]:
    """Type an identifier that a new one has replaced: nobody knows it any more."""
    yield SetFault("identifier-overwritten", {"who": voter.identifier})
    yield from ask_for_the_link(voter)
    yield LiftFault("identifier-overwritten")
    yield Submit("RETOUR", lands_on=IDENTIFICATION)
    yield from identify(voter.identifier)
