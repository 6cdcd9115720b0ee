"""Voting: the code, the lists, the choice, the receipt; once and for good."""

from scenarios.journeys.screens import (
    ACADEMIC,
    BLANK,
    CODE,
    CONFIRMATION,
    HOME,
    MINISTERIAL,
    PERSONAL,
    RECEIPT,
    SCRUTINS,
    SPACE,
)
from scenarios.journeys.signing_in import SIGNING_IN, sign_in, sign_out
from scenarios.registry import Needs, Shows, Voter, journey
from scenarios.seen import Seen
from scenarios.steps import (
    SOLVED,
    Download,
    Follow,
    GoBack,
    Journey,
    Open,
    PressTwice,
    Submit,
    UseTab,
    Wait,
)
from scenarios.tutorial import Tutorial

DUNE, FALAISE = "Liste Dune", "Liste Falaise"
REFERENCE = r"Référence ([0-9a-f]{8}(?: [0-9a-f]{8}){7})"
VOTED = "Voté le"
ENTERING = "signed-in/enter-code"
CASTING = (
    ENTERING,
    "voting/cast-ballot",
    "to-cast/want-to-vote",
    "choosing/pick",
    "confirming/cast-ballot",
)


def reach_the_code() -> Journey[None]:
    """Go from one's space to the vote code."""
    link = "Consulter les scrutins, les candidatures et voter"
    yield Follow(link, lands_on=CODE)


def type_the_code(code: str, lands_on: str = SCRUTINS, refused: str = "") -> Journey[Seen]:
    """Type a vote code and copy the second CAPTCHA."""
    return (
        yield Submit(
            "CONNEXION",
            {"Code de vote": code, "CAPTCHA": SOLVED},
            lands_on=lands_on,
            refused=refused,
        )
    )


def enter_with_the_code(code: str) -> Journey[Seen]:
    """Go from one's space to the scrutins, through the vote code."""
    yield from reach_the_code()
    return (yield from type_the_code(code))


def choose(scrutin: str, choice: str) -> Journey[None]:
    """Open a scrutin and pick a tile."""
    yield Follow("Voter", within=scrutin, lands_on=scrutin)
    yield Submit("Je veux voter", lands_on=scrutin)
    yield from pick(choice)


def pick(choice: str) -> Journey[None]:
    """Pick a tile."""
    yield Submit(choice, lands_on=CONFIRMATION, reads=(choice, "Ce vote sera définitif."))


def cast(scrutin: str, choice: str) -> Journey[str]:
    """Vote in one scrutin; return the reference on the receipt."""
    yield from choose(scrutin, choice)
    receipt = yield Submit("Je vote", lands_on=RECEIPT)
    return receipt.find(REFERENCE)


def cast_all(scrutins: Seen) -> Journey[list[str]]:
    """Vote in every scrutin still open, list or blank by chance of the name; return references."""
    references: list[str] = []
    while "Voter" in scrutins.links:
        yield Follow("Voter", first=True)
        lists = yield Submit("Je veux voter", reads=(BLANK,))
        tiles = [name for name in lists.buttons if name not in ("RETOUR", "Se déconnecter")]
        yield Submit(tiles[len(references) % len(tiles)], lands_on=CONFIRMATION)
        receipt = yield Submit("Je vote", lands_on=RECEIPT)
        references.append(receipt.find(REFERENCE))
        scrutins = yield Follow("Scrutin suivant", lands_on=SCRUTINS)
    return references


@journey(
    shows=Shows((Tutorial.VOTE_CODE, Tutorial.BALLOT_1), moves=(*SIGNING_IN, *CASTING)),
)
def vote(voter: Voter, scrutin: str = MINISTERIAL, choice: str = DUNE) -> Journey[str]:
    """Sign in with the code in hand and vote in one scrutin."""
    yield from sign_in(voter)
    yield from enter_with_the_code(voter.vote_code)
    return (yield from cast(scrutin, choice))


@journey(shows=Shows(moves=(*SIGNING_IN, *CASTING)))
def vote_in_all(voter: Voter) -> Journey[list[str]]:
    """Sign in with the code in hand and vote in every scrutin of one's own."""
    yield from sign_in(voter)
    scrutins = yield from enter_with_the_code(voter.vote_code)
    references = yield from cast_all(scrutins)
    yield from sign_out()
    return references


@journey()
def vote_blank(voter: Voter) -> Journey[str]:
    """Cast a blank vote."""
    return (yield from vote(voter, choice=BLANK))


@journey(Needs(levers=("captcha", "clock")), Shows(moves=("voting/sign-out",)))
def vote_in_parts(voter: Voter) -> Journey[tuple[str, str]]:
    """Vote in one scrutin on the first day, in another the day after."""
    first = yield from vote(voter)
    yield from sign_out()
    yield Wait(seconds=24 * 3600)
    yield from sign_in(voter)
    scrutins = yield from enter_with_the_code(voter.vote_code)
    scrutins.find(f"({VOTED} jeudi 01 décembre 2022)")
    return first, (yield from cast(ACADEMIC, BLANK))


@journey(
    shows=Shows(
        moves=("confirming/go-back", "choosing/go-back", "to-cast/go-back", "voting/go-back")
    ),
)
def change_ones_mind(voter: Voter) -> Journey[str]:
    """Pick a list, go back as far as the scrutins, come back and vote for another list."""
    yield from sign_in(voter)
    yield from enter_with_the_code(voter.vote_code)
    yield from choose(MINISTERIAL, DUNE)
    yield Submit("RETOUR", lands_on=MINISTERIAL)
    yield Submit("RETOUR", lands_on=SCRUTINS)
    yield Follow("RETOUR", lands_on=SPACE)
    yield Follow("Consulter les scrutins, les candidatures et voter", lands_on=SCRUTINS)
    return (yield from cast(MINISTERIAL, FALAISE))


@journey(shows=Shows(refusals=("already-voted",), moves=("cast/go-back",)))
def vote_in_two_tabs(voter: Voter) -> Journey[str]:
    """Pick a different list in each of two tabs: the one confirmed first is the vote."""
    yield from sign_in(voter)
    yield from enter_with_the_code(voter.vote_code)
    yield from choose(MINISTERIAL, DUNE)
    yield UseTab("second")
    yield Open("/portail/scrutins", lands_on=SCRUTINS)
    yield Follow("Voter", within=MINISTERIAL, lands_on=MINISTERIAL)
    yield from pick(FALAISE)
    receipt = yield Submit("Je vote", lands_on=RECEIPT)
    yield UseTab("")
    yield Submit("Je vote", refused="already-voted")
    return receipt.find(REFERENCE)


@journey()
def press_je_vote_twice(voter: Voter) -> Journey[str]:
    """Press « Je vote » twice: one ballot, the same receipt."""
    yield from sign_in(voter)
    yield from enter_with_the_code(voter.vote_code)
    yield from choose(MINISTERIAL, DUNE)
    receipt = yield PressTwice("Je vote", lands_on=RECEIPT)
    return receipt.find(REFERENCE)


@journey(shows=Shows(refusals=("already-voted",), moves=CASTING))
def go_back_after_the_receipt(voter: Voter) -> Journey[None]:
    """Press the back button after the receipt, and try to vote again."""
    yield from vote(voter)
    yield GoBack(refused="already-voted")
    yield Open("/portail/vote/csa-ministeriel", refused="already-voted")
    yield Open("/portail/scrutins", lands_on=SCRUTINS, reads=(VOTED,))


@journey()
def keep_the_proof(voter: Voter) -> Journey[str]:
    """Save the proof of one's vote and find the reference of the receipt in it."""
    reference = yield from vote(voter)
    proof = yield Download("Télécharger la preuve de vote", reads=(reference, MINISTERIAL))
    proof.find("^(SIMULATION – aucun vote réel)")
    return reference


@journey(Needs(levers=("captcha", "clock")), Shows(refusals=("receipt-gone",)))
def come_back_for_the_receipt(voter: Voter) -> Journey[None]:
    """Sign out after voting and come back later for the receipt: only the fact remains."""
    yield from vote(voter)
    yield from sign_out()
    yield Wait(seconds=60)
    yield from sign_in(voter)
    yield Open("/portail/vote/csa-ministeriel/accuse", refused="receipt-gone")


@journey(Needs(levers=("captcha", "clock")), Shows(refusals=("code-wrong", "too-many")))
def guess_the_code_until_throttled(voter: Voter) -> Journey[None]:
    """Mistype the vote code five times; even the right one must then wait fifteen minutes."""
    yield from sign_in(voter)
    yield from reach_the_code()
    for _ in range(5):
        yield from type_the_code("T-F9Ae*B/5L?VqUm", CODE, "code-wrong")
    yield from type_the_code(voter.vote_code, CODE, "too-many")
    yield Wait(seconds=14 * 60)
    yield Open("/portail/espace", lands_on=SPACE)
    yield Wait(seconds=60)
    yield from enter_with_the_code(voter.vote_code)


@journey(
    Needs(levers=("captcha", "clock")),
    Shows(refusals=("form-expired",), moves=("voting/time-out", "confirming/leave")),
)
def fall_asleep_before_confirming(voter: Voter) -> Journey[str]:
    """Pick a list, do nothing for fifteen minutes: nothing is cast, and one may start again."""
    yield from sign_in(voter)
    yield from enter_with_the_code(voter.vote_code)
    yield from choose(MINISTERIAL, DUNE)
    yield Wait(seconds=15 * 60)
    yield Submit("Je vote", refused="form-expired")
    return (yield from vote(voter))


@journey()
def read_ones_own_record(voter: Voter) -> Journey[None]:
    """Read what the portal knows of oneself."""
    yield from sign_in(voter)
    yield Follow("Mes informations personnelles", lands_on=PERSONAL, reads=(voter.identifier,))
    yield Follow("RETOUR", lands_on=SPACE)
    yield Open("/portail/accueil", lands_on=HOME)
    yield Follow("ACCÉDER AU PORTAIL ÉLECTIONS", lands_on=SPACE)
