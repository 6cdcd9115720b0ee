"""The password: forgotten, changed, and its links."""

from scenarios.journeys.activating import AGAIN, PASSWORD
from scenarios.journeys.screens import (
    IDENTIFICATION,
    MESSAGE_SENT,
    NEW_PASSWORD,
    PERSONAL,
    SPACE,
)
from scenarios.journeys.signing_in import (
    give_password,
    identify,
    reach_identification,
    sign_in,
    sign_out,
)
from scenarios.registry import Needs, Shows, Voter, journey
from scenarios.steps import (
    Follow,
    Journey,
    Open,
    ReadMessage,
    Submit,
    UseBrowser,
    Value,
    Wait,
)
from scenarios.tutorial import Tutorial

CURRENT, SECOND = "Mot de passe Elections actuel", "Un-second-mot-2022"

MAILED = Needs(levers=("captcha", "messages"))
TIMED = Needs(levers=("captcha", "messages", "clock"))


def twice(password: str) -> dict[str, Value]:
    """Return a new password, typed twice."""
    return {PASSWORD: password, AGAIN: password}


def link_to_a_new_password(voter: Voter) -> Journey[str]:
    """Say that one has forgotten the password, and return the link that comes."""
    yield from reach_identification()
    yield from identify(voter.identifier)
    yield Follow("Besoin du réassort de votre mot de passe Elections ?", lands_on=NEW_PASSWORD)
    yield Submit("ENVOYER", lands_on=MESSAGE_SENT)
    mail = yield ReadMessage("password-reset", "mail", voter.identifier, to=voter.identifier)
    return mail.link()


@journey(
    MAILED,
    Shows(
        (Tutorial.PASSWORD_FORGOTTEN,),
        refusals=("password-wrong",),
        moves=("identified/ask-password", "mail-sent/set-password", "issued/set-password"),
    ),
)
def forget_the_password(voter: Voter) -> Journey[None]:
    """Have a link sent, choose a new password, and sign in with it."""
    link = yield from link_to_a_new_password(voter)
    yield Open(link, lands_on=NEW_PASSWORD)
    yield Submit("ENREGISTRER", twice(SECOND), lands_on=SPACE)
    yield from sign_out()
    yield from reach_identification()
    yield from identify(voter.identifier)
    yield from give_password(voter.password, "Saisie du mot de passe Élections", "password-wrong")
    yield from give_password(SECOND)


@journey(MAILED, Shows(refusals=("password-rule", "password-mismatch", "link-used")))
def stumble_over_the_new_password(voter: Voter) -> Journey[None]:
    """Choose a weak password, then two different ones; afterwards the link is used."""
    link = yield from link_to_a_new_password(voter)
    yield Open(link, lands_on=NEW_PASSWORD)
    for refused, fields in (
        ("password-rule", twice("motdepasse")),
        ("password-mismatch", twice(SECOND) | {AGAIN: "Un-autre-mot-2022"}),
    ):
        yield Submit("ENREGISTRER", fields, lands_on=NEW_PASSWORD, refused=refused)
    yield Submit("ENREGISTRER", twice(SECOND), lands_on=SPACE)
    yield from sign_out()
    yield Open(link, lands_on=NEW_PASSWORD, refused="link-used")


@journey(TIMED, Shows(refusals=("link-replaced", "link-expired")))
def use_old_password_links(voter: Voter) -> Journey[None]:
    """Open the older of two links, then the newer one a day too late."""
    first = yield from link_to_a_new_password(voter)
    yield Wait(seconds=5 * 60)
    second = yield from link_to_a_new_password(voter)
    yield Open(first, lands_on=NEW_PASSWORD, refused="link-replaced")
    yield Wait(seconds=24 * 3600)
    yield Open(second, lands_on=NEW_PASSWORD, refused="link-expired")


@journey(Needs(), Shows(refusals=("password-wrong", "password-rule", "password-mismatch")))
def change_the_password(voter: Voter) -> Journey[None]:
    """Change the password in one's own space; a visit left open elsewhere ends."""
    yield UseBrowser("autre ordinateur")
    yield from sign_in(voter)
    yield UseBrowser("")
    yield from sign_in(voter)
    yield Follow("Mes informations personnelles", lands_on=PERSONAL)
    for refused, fields in (
        ("password-wrong", {CURRENT: "Mauvais-mot-2022"} | twice(SECOND)),
        ("password-rule", {CURRENT: voter.password} | twice("motdepasse")),
        ("password-mismatch", {CURRENT: voter.password} | twice(SECOND) | {AGAIN: "x"}),
    ):
        yield Submit("ENREGISTRER", fields, lands_on=PERSONAL, refused=refused)
    yield Submit("ENREGISTRER", {CURRENT: voter.password} | twice(SECOND), lands_on=PERSONAL)
    yield UseBrowser("autre ordinateur")
    yield Open("/portail/espace", lands_on=IDENTIFICATION)
    yield from identify(voter.identifier)
    yield from give_password(SECOND)
