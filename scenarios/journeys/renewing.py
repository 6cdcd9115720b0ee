"""A new vote code by the question défi and the NUMEN: the heart of the tutorial."""

from scenarios.journeys.screens import (
    CODE,
    MESSAGE_SENT,
    REISSUE,
    REISSUE_CHOICE,
    REISSUE_REQUEST,
    SCRUTINS,
    SPACE,
)
from scenarios.journeys.signing_in import SIGNING_IN, SIGNS_IN, sign_in
from scenarios.journeys.voting import cast_all, enter_with_the_code, reach_the_code, type_the_code
from scenarios.registry import Needs, Shows, Voter, journey
from scenarios.seen import Seen
from scenarios.steps import (
    Follow,
    Journey,
    Open,
    ReadMessage,
    Submit,
    UseBrowser,
    Value,
)
from scenarios.tutorial import Tutorial

ASK = "Cliquez ici pour obtenir un réassort de votre code de vote"
BY_SMS = "Envoi du lien d'activation par SMS sur votre smartphone personnel"
BY_MAIL = (
    "Envoi du lien d'activation par E-MAIL sur votre messagerie personnelle (cette messagerie "
    "personnelle doit être impérativement différente de celle qui est utilisée pour vous "
    "identifier au portail élections)"
)
REGENERATE = "REGENERER MON CODE DE VOTE"
NEW_CODE = r"Votre nouveau code de vote : (\S{8,}) "

MAILED = Needs(levers=("captcha", "messages"))
ASKING = "signed-in/ask-link"
RENEWING = (ASKING, "issued/look", "issued/regenerate", "link-sent/enter-code")
ASKS = (Tutorial.VOTE_CODE, Tutorial.ASK_REISSUE, Tutorial.CHOICE)
BY_NUMEN = (*ASKS, Tutorial.QUESTION, Tutorial.NUMEN, Tutorial.SEND)
RENEWS = (
    Tutorial.MESSAGE,
    Tutorial.SINGLE_USE_LINK,
    Tutorial.REGENERATE,
    Tutorial.REVEAL,
    Tutorial.BACK_TO_VOTE,
)
BALLOTS = (Tutorial.BALLOT_1, Tutorial.BALLOT_2, Tutorial.BALLOT_3)


def reach_the_request() -> Journey[None]:
    """Go from the vote code to the form of the question défi."""
    yield Follow(ASK, lands_on=REISSUE_CHOICE)
    yield Follow("cliquez ici", lands_on=REISSUE_REQUEST)


def answers(voter: Voter) -> dict[str, Value]:
    """Return what proves who one is."""
    return {
        "Saisissez votre réponse secrète :": voter.secret_answer,
        "Saisissez votre NUMEN": voter.numen,
    }


def by_sms(voter: Voter) -> dict[str, Value]:
    """Return the request for a link by SMS."""
    return answers(voter) | {BY_SMS: True, "Numéro de téléphone mobile personnel": voter.phone}


def by_mail(voter: Voter) -> dict[str, Value]:
    """Return the request for a link by mail."""
    return answers(voter) | {BY_MAIL: True, "Adresse mail personnelle": voter.personal_mail}


def reach_the_form(voter: Voter) -> Journey[None]:
    """Sign in without a code and reach the form of the question défi."""
    yield from sign_in(voter)
    yield from reach_the_code()
    yield from reach_the_request()


def ask_by_sms(voter: Voter) -> Journey[Seen]:
    """Sign in without a code and have a link sent by SMS."""
    yield from reach_the_form(voter)
    return (yield Submit("ENVOYER", by_sms(voter), lands_on=MESSAGE_SENT))


def ask_by_mail(voter: Voter) -> Journey[Seen]:
    """Sign in without a code and have a link sent to one's personal mailbox."""
    yield from reach_the_form(voter)
    return (yield Submit("ENVOYER", by_mail(voter), lands_on=MESSAGE_SENT))


def ask_again_by_sms(voter: Voter, refused: str = "") -> Journey[Seen]:
    """Have one more link sent from the message that one was sent."""
    yield Open("/portail/reassort/defi", lands_on=REISSUE_REQUEST)
    landing = "" if refused else MESSAGE_SENT
    return (yield Submit("ENVOYER", by_sms(voter), lands_on=landing, refused=refused))


def read_sms(voter: Voter) -> Journey[str]:
    """Read the SMS and return its link."""
    sms = yield ReadMessage("reissue-link", "sms", voter.identifier, to=voter.phone)
    return sms.link()


def read_mail(voter: Voter) -> Journey[str]:
    """Read the mail and return its link."""
    mail = yield ReadMessage("reissue-link", "mail", voter.identifier, to=voter.personal_mail)
    return mail.link()


def link_by_sms(voter: Voter) -> Journey[str]:
    """Ask for a link by SMS and return it."""
    yield from ask_by_sms(voter)
    return (yield from read_sms(voter))


def regenerate(link: str) -> Journey[str]:
    """Open a link and press its button; return the code on screen."""
    yield Open(link, lands_on=REISSUE)
    reveal = yield Submit(REGENERATE, lands_on=REISSUE, reads=("Temps restant",))
    return reveal.find(NEW_CODE)


def regenerate_on_the_phone(link: str) -> Journey[str]:
    """Open a link on the phone that got it, then turn back to the computer."""
    yield UseBrowser("téléphone")
    code = yield from regenerate(link)
    yield UseBrowser("")
    return code


def come_back_with(code: str) -> Journey[Seen]:
    """Go back to the vote code and type a new one."""
    yield Open("/portail/code-de-vote", lands_on=CODE)
    return (yield from type_the_code(code))


@journey(MAILED, Shows((*BY_NUMEN, *RENEWS, Tutorial.BY_SMS), moves=(*SIGNING_IN, *RENEWING)))
def reissue_by_sms(voter: Voter) -> Journey[list[str]]:
    """Have a link sent by SMS, open it on the phone, note the new code, and vote with it."""
    link = yield from link_by_sms(voter)
    code = yield from regenerate_on_the_phone(link)
    scrutins = yield from come_back_with(code)
    return (yield from cast_all(scrutins))


@journey(MAILED, Shows((*BY_NUMEN, *RENEWS, Tutorial.BY_MAIL), moves=(*SIGNING_IN, *RENEWING)))
def reissue_by_mail(voter: Voter) -> Journey[list[str]]:
    """Have a link sent to one's personal mailbox, note the new code, and vote with it."""
    yield from ask_by_mail(voter)
    link = yield from read_mail(voter)
    code = yield from regenerate(link)
    scrutins = yield from come_back_with(code)
    return (yield from cast_all(scrutins))


@journey(
    Needs(levers=("captcha", "messages"), persona="Alix Quidam"),
    Shows((*SIGNS_IN, *BY_NUMEN, *RENEWS, *BALLOTS), moves=(*SIGNING_IN, *RENEWING)),
)
def follow_the_tutorial(voter: Voter) -> Journey[list[str]]:
    """Do what the tutorial shows, from the home page to the three ballots."""
    yield from ask_by_sms(voter)
    link = yield from read_sms(voter)
    yield UseBrowser("téléphone")
    code = yield from regenerate(link)
    yield Follow("Retourner au portail", lands_on="ACCÈS AU PORTAIL ÉLECTIONS")
    yield UseBrowser("")
    yield Submit("RETOUR", lands_on=SPACE)
    yield from enter_with_the_code(code)
    scrutins = yield Open(
        "/portail/scrutins",
        lands_on=SCRUTINS,
        reads=("CSA ministériel", "CSA académique", "CCP"),
    )
    return (yield from cast_all(scrutins))
