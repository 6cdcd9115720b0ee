"""Activating an account: a password and a question défi, through a single-use link."""

from scenarios.journeys.screens import ACTIVATION, IDENTIFICATION, MESSAGE_SENT, SPACE
from scenarios.journeys.signing_in import identify, reach_identification, sign_out
from scenarios.journeys.voting import cast_all, enter_with_the_code
from scenarios.registry import Needs, Shows, Voter, journey
from scenarios.steps import (
    SOLVED,
    Advance,
    FindNoMessage,
    Follow,
    Journey,
    Open,
    ReadMessage,
    Submit,
    Value,
    Wait,
)

PASSWORD, AGAIN = "Mot de passe Elections", "Confirmez le mot de passe"
QUESTION, ANSWER = "Votre question Défi :", "Saisissez votre réponse secrète :"
CHOSEN = "Quel plat ne cuisinerez-vous jamais ?"
CHOSEN_PASSWORD = "Un-mot-de-passe-2022"

NEW = Needs(levers=("captcha", "messages"), state="new")
NEW_TIMED = Needs(levers=("captcha", "messages", "clock"), state="new")
ACTIVATING = ("visitor/ask-activation", "mail-sent/activate", "issued/activate")


def ask_for_the_link(voter: Voter) -> Journey[None]:
    """Type the identifier of an account that is not active."""
    yield from reach_identification()
    yield Submit(
        "CONNEXION",
        {"Identifiant": voter.identifier, "CAPTCHA": SOLVED},
        lands_on=MESSAGE_SENT,
        reads=("L'envoi peut prendre plusieurs minutes.",),
    )


def read_the_mail(voter: Voter) -> Journey[str]:
    """Read the mail and return its link."""
    mail = yield ReadMessage("activation-again", "mail", voter.identifier, to=voter.identifier)
    return mail.link()


def link_to_activate(voter: Voter) -> Journey[str]:
    """Have an activation link sent and return it."""
    yield from ask_for_the_link(voter)
    return (yield from read_the_mail(voter))


def chosen(**other: str) -> dict[str, Value]:
    """Return the form filled well, or with one field filled otherwise."""
    names = {"password": PASSWORD, "again": AGAIN, "question": QUESTION, "answer": ANSWER}
    well: dict[str, Value] = {
        PASSWORD: CHOSEN_PASSWORD,
        AGAIN: CHOSEN_PASSWORD,
        QUESTION: CHOSEN,
        ANSWER: "Les endives au jambon",
    }
    return well | {names[name]: value for name, value in other.items()}


def fill_in(link: str) -> Journey[None]:
    """Open an activation link and fill the form: one is signed in."""
    yield Open(link, lands_on=ACTIVATION)
    yield Submit("ENREGISTRER", chosen(), lands_on=SPACE)


def sign_in_as_chosen(voter: Voter) -> Journey[None]:
    """Sign in with the password chosen at activation."""
    yield from reach_identification()
    yield from identify(voter.identifier)
    yield Submit("CONNEXION", {PASSWORD: CHOSEN_PASSWORD}, lands_on=SPACE)


@journey(NEW, Shows(moves=ACTIVATING))
def activate(voter: Voter) -> Journey[None]:
    """Type one's identifier for the first time, activate the account through the mail."""
    link = yield from link_to_activate(voter)
    yield from fill_in(link)
    yield from sign_out()
    yield from sign_in_as_chosen(voter)


@journey(NEW, Shows(moves=ACTIVATING))
def activate_and_vote(voter: Voter) -> Journey[list[str]]:
    """Activate during the week of the vote, and vote at once with the code in hand."""
    link = yield from link_to_activate(voter)
    yield from fill_in(link)
    scrutins = yield from enter_with_the_code(voter.vote_code)
    return (yield from cast_all(scrutins))


@journey(
    Needs(
        levers=("captcha", "messages", "clock"),
        state="new",
        starts="2022-10-13T07:59:00+02:00",
        settings={"electorate": {"size": 100}},
    ),
    Shows(moves=("visitor/activate",)),
)
def activate_from_the_opening_mail(voter: Voter) -> Journey[None]:
    """Read the mail that announces the opening and activate through its link."""
    yield Advance("activation")
    mail = yield ReadMessage("activation-opening", "mail", voter.identifier, to=voter.identifier)
    yield from fill_in(mail.link())
    yield from sign_out()
    yield from sign_in_as_chosen(voter)


@journey(
    NEW,
    Shows(refusals=("password-rule", "password-mismatch", "challenge-missing", "answer-form")),
)
def stumble_over_the_activation(voter: Voter) -> Journey[None]:
    """Make every mistake the form allows, one at a time, then fill it well."""
    link = yield from link_to_activate(voter)
    yield Open(link, lands_on=ACTIVATION)
    for refused, fields in (
        ("password-rule", chosen(password="court", again="court")),
        ("password-mismatch", chosen(again="Un-autre-mot-2022")),
        ("challenge-missing", chosen(question="Choisissez une question")),
        ("answer-form", chosen(answer="x")),
        ("answer-form", chosen(answer=CHOSEN)),
    ):
        yield Submit("ENREGISTRER", fields, lands_on=ACTIVATION, refused=refused)
    yield Submit("ENREGISTRER", chosen(), lands_on=SPACE)


@journey(NEW, Shows(refusals=("link-used",)))
def activate_twice(voter: Voter) -> Journey[None]:
    """Open the activation link again once the account is active."""
    link = yield from link_to_activate(voter)
    yield from fill_in(link)
    yield from sign_out()
    yield Open(link, lands_on=ACTIVATION, refused="link-used")


@journey(NEW_TIMED, Shows(refusals=("link-expired",)))
def activate_too_late(voter: Voter) -> Journey[None]:
    """Open the activation link a day later, and ask for another one."""
    link = yield from link_to_activate(voter)
    yield Wait(seconds=24 * 3600)
    yield Open(link, lands_on=ACTIVATION, refused="link-expired")
    second = yield from link_to_activate(voter)
    yield from fill_in(second)


@journey(NEW_TIMED, Shows(refusals=("link-replaced",)))
def activate_with_the_older_link(voter: Voter) -> Journey[None]:
    """Ask twice and open the first mail: only the second link is good."""
    first = yield from link_to_activate(voter)
    yield Wait(seconds=5 * 60)
    second = yield from link_to_activate(voter)
    yield Open(first, lands_on=ACTIVATION, refused="link-replaced")
    yield from fill_in(second)


@journey(NEW_TIMED)
def ask_for_too_many_activation_mails(voter: Voter) -> Journey[None]:
    """Ask four times in an hour: the page stays the same, the fourth mail never comes."""
    link = yield from link_to_activate(voter)
    for _ in range(2):
        yield Wait(seconds=5 * 60)
        link = yield from link_to_activate(voter)
    yield Wait(seconds=5 * 60)
    yield from ask_for_the_link(voter)
    yield FindNoMessage("activation-again", voter.identifier)
    yield from fill_in(link)


@journey(NEW, Shows(moves=("mail-sent/go-back",)))
def wait_for_the_mail_on_the_page_before(voter: Voter) -> Journey[None]:
    """Go back from « Message envoyé » to the identifier, then open the mail all the same."""
    link = yield from link_to_activate(voter)
    yield Submit("RETOUR", lands_on=IDENTIFICATION)
    yield from fill_in(link)
    yield Follow("Mes informations personnelles", reads=(voter.identifier,))
