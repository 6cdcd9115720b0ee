"""The calendar: too early, on the stroke, at the last minute, in the grace period, too late."""

from scenarios.journeys.renewing import by_sms, reach_the_request
from scenarios.journeys.screens import (
    BLANK,
    HOME,
    MINISTERIAL,
    RECEIPT,
    SCRUTINS,
    SIGN_OUT,
    SPACE,
)
from scenarios.journeys.signing_in import identify, reach_identification, sign_in
from scenarios.journeys.voting import (
    REFERENCE,
    cast,
    choose,
    enter_with_the_code,
    reach_the_code,
)
from scenarios.registry import Needs, Shows, Voter, journey
from scenarios.steps import Advance, Follow, Journey, Open, Reload, Submit, Wait

CONSULT = "Consulter les scrutins, les candidatures et voter"
LAST_MINUTES = "2022-12-08T16:55:00+01:00"
LATE = Needs(levers=("captcha", "clock"), starts=LAST_MINUTES)
KEPT = ("signed-in/close", "voting/close")


@journey(
    Needs(levers=(), state="new", starts="2022-10-12T09:00:00+02:00"),
    Shows(refusals=("not-yet-open",)),
)
def come_too_early(voter: Voter) -> Journey[None]:
    """Try to sign in the day before accounts may be activated."""
    yield Open("/portail/accueil", lands_on=HOME, reads=("Ouverture du vote dans",))
    yield Follow("ACCÉDER AU PORTAIL ÉLECTIONS", refused="not-yet-open")


@journey(
    Needs(levers=("captcha", "clock"), starts="2022-11-10T09:00:00+01:00"),
    Shows(refusals=("candidates-hidden", "vote-not-open")),
)
def prepare_before_the_candidates_are_known(voter: Voter) -> Journey[None]:
    """Sign in weeks before the vote; candidates are shown from 16 November, the vote is not."""
    yield from sign_in(voter)
    yield Follow(CONSULT, lands_on=SCRUTINS)
    yield Open("/portail/scrutins/csa-ministeriel/candidatures", refused="candidates-hidden")
    yield Open("/portail/code-de-vote", refused="vote-not-open")
    yield Open("/portail/reassort", refused="vote-not-open")
    yield Advance("candidates")
    yield from sign_in(voter)
    yield Follow(CONSULT, lands_on=SCRUTINS)
    yield Follow(
        "Consulter les candidatures", within=MINISTERIAL, lands_on=f"Candidatures – {MINISTERIAL}"
    )
    yield Follow("RETOUR", lands_on=SCRUTINS)


@journey(
    Needs(levers=("captcha", "clock"), starts="2022-12-01T07:59:00+01:00"),
    Shows(refusals=("vote-not-open",)),
)
def vote_on_the_stroke_of_eight(voter: Voter) -> Journey[str]:
    """Wait in one's space for the opening and vote the moment it comes."""
    yield from sign_in(voter)
    yield Open("/portail/vote/csa-ministeriel", refused="vote-not-open")
    yield Open("/portail/espace", lands_on=SPACE, reads=("Ouverture du vote dans",))
    yield Advance("opening")
    yield Reload(lands_on=SPACE, reads=("Fermeture du vote dans",))
    yield from enter_with_the_code(voter.vote_code)
    return (yield from cast(MINISTERIAL, BLANK))


@journey(LATE)
def vote_in_the_last_minute(voter: Voter) -> Journey[str]:
    """Sign in minutes before the close and vote in the last of them."""
    yield from sign_in(voter)
    yield from enter_with_the_code(voter.vote_code)
    yield Wait(seconds=4 * 60 + 30)
    return (yield from cast(MINISTERIAL, BLANK))


@journey(LATE, Shows(moves=KEPT))
def vote_during_the_grace(voter: Voter) -> Journey[str]:
    """Sign in before the close, find the vote over but one's visit kept, and vote."""
    yield from sign_in(voter)
    yield Advance("closing")
    yield Reload(lands_on=SPACE, reads=("Le scrutin est clos.",))
    yield from enter_with_the_code(voter.vote_code)
    return (yield from cast(MINISTERIAL, BLANK))


@journey(LATE, Shows(refusals=("closed",)))
def leave_during_the_grace(voter: Voter) -> Journey[None]:
    """Sign out after the close, in spite of the warning: one cannot come back."""
    yield from sign_in(voter)
    yield Advance("closing")
    yield Reload(lands_on=SPACE)
    yield Submit("Se déconnecter", lands_on=SIGN_OUT, reads=("Toute déconnexion est définitive.",))
    yield Follow("RETOUR", lands_on=SPACE)
    yield Submit("Se déconnecter", lands_on=SIGN_OUT)
    yield Submit("Me déconnecter définitivement", lands_on=HOME)
    yield Follow("ACCÉDER AU PORTAIL ÉLECTIONS", refused="closed")


@journey(
    Needs(levers=("captcha", "clock"), starts="2022-12-08T16:59:00+01:00"),
    Shows(refusals=("closed",), moves=("visitor/close",)),
)
def arrive_after_the_close(voter: Voter) -> Journey[None]:
    """Type one's identifier a minute too late."""
    yield from reach_identification()
    yield Wait(seconds=60)
    yield from identify(voter.identifier, "", "closed")


@journey(LATE, Shows(refusals=("closed",)))
def ask_for_a_code_during_the_grace(voter: Voter) -> Journey[None]:
    """Ask for a new code after the close: too late, even for a kept visit."""
    yield from sign_in(voter)
    yield from reach_the_code()
    yield from reach_the_request()
    yield Advance("closing")
    yield Submit("ENVOYER", by_sms(voter), refused="closed")


@journey(LATE, Shows(refusals=("closed",), moves=("voting/seal",)))
def confirm_after_the_seal(voter: Voter) -> Journey[None]:
    """Pick a list in the grace period and confirm when the urn is sealed: nothing is cast."""
    yield from sign_in(voter)
    yield Advance("closing")
    yield from enter_with_the_code(voter.vote_code)
    yield Wait(seconds=10 * 60)
    yield from choose(MINISTERIAL, BLANK)
    yield Advance("closing_grace")
    yield Submit("Je vote", refused="closed")


@journey(LATE)
def confirm_in_the_last_second_of_the_grace(voter: Voter) -> Journey[str]:
    """Confirm one second before the urn is sealed: the ballot counts."""
    yield from sign_in(voter)
    yield from enter_with_the_code(voter.vote_code)
    yield Wait(seconds=14 * 60)
    yield from choose(MINISTERIAL, BLANK)
    yield Wait(seconds=10 * 60 + 59)
    receipt = yield Submit("Je vote", lands_on=RECEIPT)
    return receipt.find(REFERENCE)
