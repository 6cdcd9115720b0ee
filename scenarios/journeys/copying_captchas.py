"""The CAPTCHA: copied wrong, drawn again, listened to."""

from scenarios.journeys.screens import IDENTIFICATION, PASSWORD
from scenarios.journeys.signing_in import identify, reach_identification
from scenarios.registry import Needs, Shows, Voter, journey
from scenarios.steps import MISTYPED, SOLVED, Journey, Listen, Submit, Wait
from scenarios.tutorial import Tutorial

ANOTHER, SPOKEN = "Générer un autre code", "Écouter le code"


def miscopy(identifier: str, refused: str = "captcha-wrong") -> Journey[str]:
    """Copy the CAPTCHA with one digit wrong; return what the portal says."""
    seen = yield Submit(
        "CONNEXION",
        {"Identifiant": identifier, "CAPTCHA": MISTYPED},
        lands_on=IDENTIFICATION,
        refused=refused,
    )
    return seen.message


@journey(shows=Shows((Tutorial.CAPTCHA_REFUSED,), ("captcha-wrong",)))
def miscopy_the_captcha(voter: Voter) -> Journey[str]:
    """Copy the CAPTCHA wrong, read why it is refused, copy the next one right."""
    yield from reach_identification()
    reason = yield from miscopy(voter.identifier)
    yield from identify(voter.identifier)
    return reason


@journey(Needs(levers=("captcha", "clock")), Shows(refusals=("captcha-wrong", "too-many")))
def miscopy_captchas_until_throttled(voter: Voter) -> Journey[None]:
    """Copy five CAPTCHAs wrong; the right answer must then wait ten minutes."""
    yield from reach_identification()
    for _ in range(5):
        yield from miscopy(voter.identifier)
    yield from identify(voter.identifier, IDENTIFICATION, "too-many")
    yield Wait(seconds=10 * 60)
    yield from reach_identification()
    yield from identify(voter.identifier)


@journey()
def ask_for_another_captcha(voter: Voter) -> Journey[None]:
    """Find the CAPTCHA unreadable, ask for another one; the identifier need not be typed again."""
    yield from reach_identification()
    yield Submit(ANOTHER, {"Identifiant": voter.identifier}, lands_on=IDENTIFICATION)
    yield Submit("CONNEXION", {"CAPTCHA": SOLVED}, lands_on=PASSWORD)


@journey()
def listen_to_the_captcha(voter: Voter) -> Journey[str]:
    """Have the CAPTCHA said aloud, and type what one heard."""
    yield from reach_identification()
    sound = yield Listen(SPOKEN)
    yield from identify(voter.identifier)
    return sound.heading


@journey(Needs(levers=("captcha", "clock")), Shows(refusals=("captcha-wrong",)))
def copy_a_captcha_too_late(voter: Voter) -> Journey[None]:
    """Look away for ten minutes: the CAPTCHA on screen no longer counts."""
    yield from reach_identification()
    yield Wait(seconds=10 * 60)
    yield from identify(voter.identifier, IDENTIFICATION, "captcha-wrong")
    yield from identify(voter.identifier)
