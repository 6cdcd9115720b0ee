"""Two ways at once, two tabs, somebody else's computer: visits that do not go straight."""

from scenarios.journeys.activating import ask_for_the_link, fill_in, read_the_mail
from scenarios.journeys.franceconnect import BUTTON, CHOICE
from scenarios.journeys.passwords import SECOND, link_to_a_new_password, twice
from scenarios.journeys.renewing import (
    MAILED,
    by_sms,
    reach_the_request,
    read_sms,
    regenerate_on_the_phone,
)
from scenarios.journeys.screens import (
    BLANK,
    CODE,
    MESSAGE_SENT,
    MINISTERIAL,
    NEW_PASSWORD,
    RECEIPT,
    REISSUE_CHOICE,
    SCRUTINS,
    SPACE,
)
from scenarios.journeys.signing_in import sign_in, sign_out
from scenarios.journeys.standing import (
    be_at_the_provider,
    be_identified,
    be_voting,
    have_a_link_sent,
)
from scenarios.journeys.voting import choose, pick, reach_the_code, type_the_code
from scenarios.registry import Needs, Shows, Voter, journey
from scenarios.steps import Follow, Journey, Open, Submit, UseBrowser, UseTab


@journey(
    MAILED,
    Shows(
        moves=(
            "link-sent/leave-for-provider",
            "at-provider/leave-for-provider",
            "at-provider/go-back",
            "at-provider/ask-link",
        )
    ),
)
def waver_between_the_two_ways(voter: Voter) -> Journey[str]:
    """Ask for an SMS, leave for FranceConnect, leave again, come back and wait for the SMS."""
    yield from have_a_link_sent(voter)
    for _ in range(2):
        yield Open("/portail/reassort", lands_on=REISSUE_CHOICE)
        yield Submit(BUTTON, reads=(CHOICE,))
    yield Open("/portail/code-de-vote", lands_on=CODE)
    yield from reach_the_request()
    yield Submit("ENVOYER", by_sms(voter), lands_on=MESSAGE_SENT)
    link = yield from read_sms(voter)
    return (yield from regenerate_on_the_phone(link))


@journey(Needs(), Shows(moves=("link-sent/go-back", "signed-in/go-back")))
def go_back_in_two_tabs(voter: Voter) -> Journey[None]:
    """Press « RETOUR » on « Message envoyé » in two tabs: the second finds nothing to undo."""
    yield from have_a_link_sent(voter)
    yield UseTab("second")
    yield Open("/portail/message-envoye", lands_on=MESSAGE_SENT)
    yield UseTab("")
    yield Submit("RETOUR", lands_on=SPACE)
    yield UseTab("second")
    yield Submit("RETOUR", lands_on=SPACE)


@journey(Needs(), Shows(moves=("at-provider/enter-code",)))
def find_the_notice_at_last(voter: Voter) -> Journey[None]:
    """Leave for FranceConnect, find the paper notice meanwhile, and type its code."""
    yield from be_at_the_provider(voter)
    yield Open("/portail/code-de-vote", lands_on=CODE)
    yield from type_the_code(voter.vote_code)


@journey(Needs(), Shows(refusals=("form-expired",)))
def type_the_code_in_two_tabs(voter: Voter) -> Journey[None]:
    """Type the vote code in one tab, then in the other, whose page is then of an earlier visit."""
    yield from sign_in(voter)
    yield from reach_the_code()
    yield UseTab("second")
    yield Open("/portail/code-de-vote", lands_on=CODE)
    yield from type_the_code(voter.vote_code)
    yield UseTab("")
    yield from type_the_code(voter.vote_code, CODE, "form-expired")
    yield Open("/portail/scrutins", lands_on=SCRUTINS, reads=("À voter",))


@journey(
    Needs(),
    Shows(
        moves=("choosing/want-to-vote", "confirming/pick", "confirming/want-to-vote"),
    ),
)
def choose_in_two_tabs(voter: Voter) -> Journey[None]:
    """Press « Je veux voter » in two tabs, pick in both: the last tile picked is confirmed."""
    yield from be_voting(voter)
    yield Follow("Voter", within=MINISTERIAL, lands_on=MINISTERIAL)
    yield UseTab("second")
    yield Open("/portail/vote/csa-ministeriel", lands_on=MINISTERIAL)
    yield UseTab("")
    yield Submit("Je veux voter", lands_on=MINISTERIAL)
    yield UseTab("second")
    yield Submit("Je veux voter", lands_on=MINISTERIAL)
    yield UseTab("")
    yield from pick("Liste Dune")
    yield UseTab("second")
    yield from pick(BLANK)
    yield Submit("Je vote", lands_on=RECEIPT)


@journey(
    Needs(),
    Shows(moves=("to-cast/leave", "choosing/leave", "confirming/leave", "cast/leave")),
)
def leave_at_every_step_of_the_ballot(voter: Voter) -> Journey[None]:
    """Sign out before choosing, while choosing, before confirming, after voting."""
    yield from be_voting(voter)
    yield from sign_out()
    yield from be_voting(voter)
    yield Follow("Voter", within=MINISTERIAL, lands_on=MINISTERIAL)
    yield Submit("Je veux voter", lands_on=MINISTERIAL)
    yield from sign_out()
    yield from be_voting(voter)
    yield from choose(MINISTERIAL, BLANK)
    yield from sign_out()
    yield from be_voting(voter)
    yield from choose(MINISTERIAL, BLANK)
    yield Submit("Je vote", lands_on=RECEIPT)
    yield from sign_out()
    yield from be_voting(voter)
    yield Open("/portail/scrutins", lands_on=SCRUTINS, reads=("Voté le",))


@journey(
    Needs(levers=("captcha", "messages"), state="new", neighbour="activated"),
    Shows(moves=("identified/activate", "invited/activate")),
)
def activate_at_a_neighbours_computer(voter: Voter, neighbour: Voter) -> Journey[None]:
    """Open one's activation link where a neighbour has just typed an identifier."""
    yield from ask_for_the_link(voter)
    link = yield from read_the_mail(voter)
    yield UseBrowser("ordinateur du voisin")
    yield from be_identified(neighbour)
    yield from fill_in(link)


@journey(
    Needs(levers=("captcha", "messages")),
    Shows(moves=("identified/set-password", "visitor/set-password", "active/set-password")),
)
def renew_the_password_from_elsewhere(voter: Voter) -> Journey[None]:
    """Open the link for a new password in another browser, then one in mid-identification."""
    link = yield from link_to_a_new_password(voter)
    yield UseBrowser("téléphone")
    yield Open(link, lands_on=NEW_PASSWORD)
    yield Submit("ENREGISTRER", twice(SECOND), lands_on=SPACE)
    yield UseBrowser("")
    second = yield from link_to_a_new_password(voter)
    yield UseBrowser("autre ordinateur")
    yield from be_identified(voter)
    yield Open(second, lands_on=NEW_PASSWORD)
    yield Submit("ENREGISTRER", twice("Un-troisieme-mot-2022"), lands_on=SPACE)
