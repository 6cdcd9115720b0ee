"""What anyone may look at: the home page and its countdowns, help, the urn, the results."""

from scenarios.journeys.screens import HOME, LIMITS, RESULTS, SPACE, URN
from scenarios.journeys.signing_in import sign_in
from scenarios.journeys.voting import vote
from scenarios.registry import Needs, Shows, Voter, journey
from scenarios.steps import Advance, Follow, Journey, Open, Submit, Wait
from scenarios.tutorial import Tutorial

PERIOD = (
    "Ouvert du jeudi 01 décembre 2022 à 08h00 au jeudi 08 décembre 2022 à 17h00 (Heure de Paris)"
)
TOPICS = (
    "Edito",
    "Aide en ligne - Foire aux Questions",
    "Comment accéder au portail Élections ?",
)


@journey(
    Needs(levers=(), starts="2022-11-29T15:58:00+01:00"),
    Shows((Tutorial.HOME, Tutorial.COUNTDOWN_TO_OPENING)),
)
def look_before_the_opening(voter: Voter) -> Journey[None]:
    """See on the home page when the vote opens, to the minute."""
    yield Open(
        "/portail/accueil",
        lands_on=HOME,
        reads=("Ouverture du vote dans", "01 Jour(s) 16 Heure(s) 02 Minute(s)", PERIOD),
    )


@journey(Needs(levers=()), Shows((Tutorial.HOME, Tutorial.COUNTDOWN_TO_CLOSING)))
def look_while_the_vote_is_open(voter: Voter) -> Journey[None]:
    """See on the home page when the vote closes, to the minute."""
    yield Open(
        "/portail/accueil",
        lands_on=HOME,
        reads=("Fermeture du vote dans", "07 Jour(s) 08 Heure(s) 13 Minute(s)", PERIOD),
    )


@journey(Needs(levers=("clock",), starts="2022-12-08T16:59:59+01:00"))
def look_after_the_close(voter: Voter) -> Journey[None]:
    """See on the home page that the vote is over."""
    yield Open("/portail/accueil", lands_on=HOME, reads=("Fermeture du vote dans",))
    yield Wait(seconds=1)
    yield Open("/portail/accueil", lands_on=HOME, reads=("Le scrutin est clos.", PERIOD))


@journey(Needs(levers=()), Shows((Tutorial.PRACTICAL_INFORMATION,)))
def read_the_practical_information(voter: Voter) -> Journey[None]:
    """Read the three pages of practical information, and the limits of the simulation."""
    yield Open("/portail/accueil", lands_on=HOME, reads=("Mes informations pratiques",))
    for topic in TOPICS:
        yield Follow(topic, lands_on=topic)
        yield Follow("RETOUR", lands_on=HOME)
    yield Follow("Limites de la simulation", lands_on=LIMITS)


@journey(Needs(levers=()), Shows(refusals=("unknown-page",)))
def mistype_an_address(voter: Voter) -> Journey[None]:
    """Type an address that leads nowhere."""
    yield Open("/portail/nulle-part", refused="unknown-page")


@journey(
    Needs(levers=("captcha",), settings={"urne": {"refresh_s": 0}}),
)
def find_ones_ballot_in_the_urn(voter: Voter) -> Journey[None]:
    """Vote, then find the reference in the urn, and not in another scrutin's."""
    reference = yield from vote(voter)
    yield Follow("l'urne électronique", lands_on=URN)
    yield Follow("CSA ministériel", lands_on=URN)
    typed = {"Référence, ou son début": reference}
    yield Submit("Chercher", typed, lands_on=URN, reads=("Présent dans l'urne.",))
    yield Follow("CSA académique", lands_on=URN)
    yield Submit("Chercher", typed, lands_on=URN, reads=("Absent de l'urne.",))


@journey(
    Needs(levers=("captcha", "clock"), starts="2022-12-08T16:50:00+01:00"),
    Shows(refusals=("no-result-yet",)),
)
def wait_for_the_results(voter: Voter) -> Journey[None]:
    """Vote at the last hour, ask for the results too early, and read them in the evening."""
    yield from vote(voter)
    yield Open("/portail/resultats", refused="no-result-yet")
    yield Advance("closing_grace")
    yield Open("/portail/resultats", refused="no-result-yet")
    yield Wait(seconds=2 * 3600)
    yield Open("/portail/resultats", lands_on=RESULTS, reads=("CSA ministériel", "Votants"))


@journey()
def come_home_signed_in(voter: Voter) -> Journey[None]:
    """Go back to the home page once signed in: it leads straight to one's space."""
    yield from sign_in(voter)
    yield Open("/portail/accueil", lands_on=HOME)
    yield Follow("ACCÉDER AU PORTAIL ÉLECTIONS", lands_on=SPACE)
