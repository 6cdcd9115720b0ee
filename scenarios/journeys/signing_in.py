"""Saying who one is: identifier, CAPTCHA, password; and leaving."""

from scenarios.journeys.screens import (
    CODE,
    FORGOTTEN_IDENTIFIER,
    HOME,
    IDENTIFICATION,
    MESSAGE_SENT,
    PASSWORD,
    SPACE,
)
from scenarios.registry import Needs, Shows, Voter, journey
from scenarios.steps import SOLVED, Follow, Journey, Open, Reload, Submit, UseTab, Wait
from scenarios.tutorial import Tutorial

SIGNING_IN = ("visitor/identify", "identified/sign-in")
SIGNS_IN = (Tutorial.HOME, Tutorial.IDENTIFIER, Tutorial.CAPTCHA, Tutorial.PASSWORD)


def reach_identification() -> Journey[None]:
    """Enter by the front door."""
    yield Open("/portail/accueil", lands_on=HOME)
    yield Follow("ACCÉDER AU PORTAIL ÉLECTIONS", lands_on=IDENTIFICATION)


def identify(identifier: str, lands_on: str = PASSWORD, refused: str = "") -> Journey[None]:
    """Type an identifier and copy the CAPTCHA."""
    yield Submit(
        "CONNEXION",
        {"Identifiant": identifier, "CAPTCHA": SOLVED},
        lands_on=lands_on,
        refused=refused,
    )


def give_password(password: str, lands_on: str = SPACE, refused: str = "") -> Journey[None]:
    """Type a password."""
    yield Submit(
        "CONNEXION", {"Mot de passe Elections": password}, lands_on=lands_on, refused=refused
    )


@journey(
    shows=Shows(
        tutorial=(*SIGNS_IN, Tutorial.SPACE, Tutorial.COUNTDOWN_TO_CLOSING), moves=SIGNING_IN
    )
)
def sign_in(voter: Voter) -> Journey[None]:
    """Sign in by the front door and arrive in one's own space."""
    yield from reach_identification()
    yield from identify(voter.identifier)
    yield from give_password(voter.password)


def sign_out() -> Journey[None]:
    """Leave by the button every signed-in screen has."""
    yield Submit("Se déconnecter", lands_on=HOME)


@journey(shows=Shows(moves=(*SIGNING_IN, "signed-in/sign-out")))
def leave_and_find_the_door_closed(voter: Voter) -> Journey[None]:
    """Sign out; the space then asks who one is."""
    yield from sign_in(voter)
    yield from sign_out()
    yield Open("/portail/espace", lands_on=IDENTIFICATION)


@journey(shows=Shows(moves=("identified/go-back",)))
def hesitate_at_the_password(voter: Voter) -> Journey[None]:
    """Go back from the password to the identifier, to the home page, and start again."""
    yield from reach_identification()
    yield from identify(voter.identifier)
    yield Submit("RETOUR", lands_on=IDENTIFICATION)
    yield Follow("RETOUR", lands_on=HOME)
    yield from sign_in(voter)


@journey(shows=Shows(moves=("mail-sent/go-back", "visitor/ask-activation")))
def type_an_unknown_identifier(voter: Voter) -> Journey[None]:
    """Mistype one's identifier, see the page everybody sees, and type it right."""
    yield from reach_identification()
    yield Submit(
        "CONNEXION",
        {"Identifiant": "personne.inconnue@ac-fictive.example", "CAPTCHA": SOLVED},
        lands_on=MESSAGE_SENT,
        reads=("Si cette adresse est connue, un message a été envoyé.",),
    )
    yield Submit("RETOUR", lands_on=IDENTIFICATION)
    yield from identify(voter.identifier)


@journey(
    shows=Shows(refusals=("identifier-empty", "identifier-form", "outside-fiction", "real-data"))
)
def stumble_over_the_identifier(voter: Voter) -> Journey[None]:
    """Leave the identifier empty, mistype it, give an address from outside the simulation."""
    yield from reach_identification()
    yield from identify("", IDENTIFICATION, "identifier-empty")
    yield from identify("pas une adresse", IDENTIFICATION, "identifier-form")
    yield from identify("prenom.nom@ailleurs.org", IDENTIFICATION, "outside-fiction")
    yield from identify("prenom.nom@ac-inventee.fr", "Arrêt : donnée réelle", "real-data")
    yield Follow("Revenir à l'accueil", lands_on=HOME)
    yield from sign_in(voter)


@journey()
def forget_the_identifier(voter: Voter) -> Journey[None]:
    """Ask what one's identifier is, read where to ask, and sign in."""
    yield from reach_identification()
    yield Follow("Vous ne connaissez pas votre identifiant ?", lands_on=FORGOTTEN_IDENTIFIER)
    yield Follow("RETOUR", lands_on=IDENTIFICATION)
    yield from identify(voter.identifier)
    yield from give_password(voter.password)


@journey(shows=Shows(refusals=("password-wrong",)))
def mistype_the_password(voter: Voter) -> Journey[None]:
    """Mistype the password once, then type it right."""
    yield from reach_identification()
    yield from identify(voter.identifier)
    yield from give_password("Mauvais-mot-2022", PASSWORD, "password-wrong")
    yield from give_password(voter.password)


@journey(Needs(levers=("captcha", "clock")), Shows(refusals=("password-wrong", "too-many")))
def guess_the_password_until_throttled(voter: Voter) -> Journey[None]:
    """Mistype the password five times; even the right one must then wait fifteen minutes."""
    yield from reach_identification()
    yield from identify(voter.identifier)
    for _ in range(5):
        yield from give_password("Mauvais-mot-2022", PASSWORD, "password-wrong")
    yield from give_password(voter.password, PASSWORD, "too-many")
    yield Wait(seconds=15 * 60)
    yield from reach_identification()
    yield from identify(voter.identifier)
    yield from give_password(voter.password)


@journey(
    Needs(levers=("captcha", "clock")),
    Shows(moves=("signed-in/time-out",)),
)
def fall_asleep(voter: Voter) -> Journey[None]:
    """Do nothing for fifteen minutes after signing in, and sign in again."""
    yield from sign_in(voter)
    yield Wait(seconds=15 * 60)
    yield Reload(lands_on=IDENTIFICATION)
    yield from sign_in(voter)


@journey(Needs(levers=("captcha", "clock")))
def stay_too_long(voter: Voter) -> Journey[None]:
    """Keep a visit busy; after two hours it ends all the same."""
    yield from sign_in(voter)
    for _ in range(8):
        yield Wait(seconds=14 * 60)
        yield Open("/portail/espace", lands_on=SPACE)
    yield Wait(seconds=8 * 60)
    yield Open("/portail/espace", lands_on=IDENTIFICATION)


@journey(shows=Shows(refusals=("out-of-order",)))
def press_a_button_of_the_step_before(voter: Voter) -> Journey[None]:
    """Go back in one tab, then press a button of the other: it is no longer its turn."""
    yield from reach_identification()
    yield from identify(voter.identifier)
    yield UseTab("second")
    yield Open("/portail/mot-de-passe", lands_on=PASSWORD)
    yield Submit("RETOUR", lands_on=IDENTIFICATION)
    yield UseTab("")
    yield from give_password(voter.password, "", "out-of-order")


@journey(shows=Shows(refusals=("form-expired",)))
def press_a_button_of_a_visit_that_ended(voter: Voter) -> Journey[None]:
    """Sign out in one tab, then press a button of the other: the page has expired."""
    yield from sign_in(voter)
    yield UseTab("second")
    yield Open("/portail/code-de-vote", lands_on=CODE)
    yield UseTab("")
    yield from sign_out()
    yield UseTab("second")
    yield Submit("Se déconnecter", refused="form-expired")
