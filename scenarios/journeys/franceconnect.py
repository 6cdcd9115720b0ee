"""A new vote code through FranceConnect: six providers, and what goes wrong on the way."""

from collections.abc import Sequence

from scenarios.journeys.renewing import (
    ASKS,
    RENEWS,
    come_back_with,
    regenerate,
)
from scenarios.journeys.screens import BLANK, MESSAGE_SENT, MINISTERIAL
from scenarios.journeys.signing_in import SIGNING_IN, sign_in
from scenarios.journeys.voting import cast, reach_the_code
from scenarios.registry import Account, Citizen, Needs, Shows, journey
from scenarios.seen import Seen, Strayed
from scenarios.steps import (
    Follow,
    Journey,
    ReadMessage,
    Submit,
    Value,
)
from scenarios.tutorial import Tutorial

BUTTON = "FranceConnect (simulateur)"
CHOICE = "Avec quel compte voulez-vous continuer ?"
RECOGNISED = "Vous êtes reconnu"
TITLES = {
    "impots": "Impots.gouv.fr",
    "ameli": "Ameli.fr",
    "laposte": "L'Identité Numérique La Poste",
    "msa": "MSA",
    "mcm": "Mobile Connect et moi",
    "yris": "Yris",
}
_SOCIAL = "Numéro de sécurité sociale (13 chiffres, ou 15 avec la clé)"
LOGINS = {
    "impots": "Numéro fiscal (13 chiffres)",
    "ameli": _SOCIAL,
    "laposte": "Adresse électronique",
    "msa": _SOCIAL,
    "mcm": "Numéro de mobile",
    "yris": "Numéro de mobile",
}
SECRET, APPROVED = "Mot de passe", ("laposte", "yris")

CONNECTS = (Tutorial.FRANCECONNECT, Tutorial.PROVIDER, Tutorial.PROVIDER_LOGIN)
CONNECTED = Shows(
    (*ASKS, *CONNECTS, Tutorial.FRANCECONNECT_MAIL, *RENEWS),
    moves=(*SIGNING_IN, "signed-in/leave-for-provider", "at-provider/return-from-provider"),
)


def needs(provider: str, *levers: str) -> Needs:
    """Return what it takes to connect with one provider, and other levers."""
    return Needs(levers=("captcha", *levers), has=(f"franceconnect:{provider}",))


def starting_with(words: str, names: Sequence[str]) -> str:
    """Return the one name that begins with some words. Refuses: Strayed."""
    found = [name for name in names if name.startswith(words)]
    if len(found) != 1:
        raise Strayed(f"one button or link « {words} … », among {', '.join(names)}")
    return found[0]


def account(voter: Citizen, provider: str) -> Account:
    """Return a voter's account at a provider. Refuses: Strayed."""
    for one in voter.franceconnect:
        if one.provider == provider:
            return one
    raise Strayed(f"an account at {provider}")


def leave_for_franceconnect(voter: Citizen) -> Journey[Seen]:
    """Sign in without a code and press the button of FranceConnect."""
    yield from sign_in(voter)
    yield from reach_the_code()
    yield Follow("Cliquez ici pour obtenir un réassort de votre code de vote")
    return (yield Submit(BUTTON, reads=(CHOICE, *TITLES.values())))


def choose_provider(choice: Seen, provider: str) -> Journey[Seen]:
    """Press a provider's button."""
    return (yield Submit(starting_with(TITLES[provider], choice.buttons)))


def log_in(one: Account, login: str = "", lands_on: str = "") -> Journey[Seen]:
    """Type what a provider asks for."""
    fields: dict[str, Value] = {LOGINS[one.provider]: login or one.login}
    if one.secret:
        fields[SECRET] = one.secret
    return (yield Submit("Se connecter", fields, lands_on=lands_on))


def confirm(voter: Citizen, provider: str) -> Journey[Seen]:
    """Give the second factor: approve on the phone, or type the code received."""
    if provider in APPROVED:
        return (yield Submit("Approuver", lands_on=RECOGNISED))
    sms = yield ReadMessage("provider-code", "sms", voter.identifier)
    code = sms.find(r"\b(\d{4})\b")
    return (yield Submit("Valider", {"Code reçu": code}, lands_on=RECOGNISED))


def identify_oneself(voter: Citizen, choice: Seen, provider: str, login: str = "") -> Journey[Seen]:
    """Choose a provider, log in, give the second factor: one is recognised."""
    yield from choose_provider(choice, provider)
    one = account(voter, provider)
    if provider not in (*APPROVED, "mcm"):
        return (yield from log_in(one, login, RECOGNISED))
    yield from log_in(one, login)
    return (yield from confirm(voter, provider))


def continue_to_the_portal(seen: Seen, lands_on: str = "", refused: str = "") -> Journey[Seen]:
    """Press « Continuer sur … »."""
    button = starting_with("Continuer sur", seen.buttons)
    return (yield Submit(button, lands_on=lands_on, refused=refused))


def reissue_with(voter: Citizen, provider: str) -> Journey[str]:
    """Have a link sent to the mailbox of a FranceConnect account, and vote with the new code."""
    choice = yield from leave_for_franceconnect(voter)
    seen = yield from identify_oneself(voter, choice, provider)
    yield from continue_to_the_portal(seen, lands_on=MESSAGE_SENT)
    mail = yield ReadMessage("reissue-link", "mail", voter.identifier)
    code = yield from regenerate(mail.link())
    yield from come_back_with(code)
    return (yield from cast(MINISTERIAL, BLANK))


@journey(needs("impots", "messages"), CONNECTED)
def reissue_with_impots(voter: Citizen) -> Journey[str]:
    """Get a new code through FranceConnect with a tax account."""
    return (yield from reissue_with(voter, "impots"))


@journey(needs("ameli", "messages"), CONNECTED)
def reissue_with_ameli(voter: Citizen) -> Journey[str]:
    """Get a new code through FranceConnect with a health-insurance account."""
    return (yield from reissue_with(voter, "ameli"))


@journey(needs("laposte", "messages"), CONNECTED)
def reissue_with_laposte(voter: Citizen) -> Journey[str]:
    """Get a new code through FranceConnect with the post office, approving on the phone."""
    return (yield from reissue_with(voter, "laposte"))


@journey(needs("msa", "messages"), CONNECTED)
def reissue_with_msa(voter: Citizen) -> Journey[str]:
    """Get a new code through FranceConnect with a farmers' insurance account."""
    return (yield from reissue_with(voter, "msa"))


@journey(needs("mcm", "messages"), CONNECTED)
def reissue_with_mobile_connect(voter: Citizen) -> Journey[str]:
    """Get a new code through FranceConnect with a mobile number and a code by SMS."""
    return (yield from reissue_with(voter, "mcm"))


@journey(needs("yris", "messages"), CONNECTED)
def reissue_with_yris(voter: Citizen) -> Journey[str]:
    """Get a new code through FranceConnect with Yris, approving on the phone."""
    return (yield from reissue_with(voter, "yris"))
