"""The form of the reissue, and everything that can be wrong on it."""

from collections.abc import Mapping

from scenarios.journeys.renewing import (
    MAILED,
    answers,
    by_mail,
    by_sms,
    reach_the_form,
    read_mail,
    regenerate,
)
from scenarios.journeys.screens import CODE, MESSAGE_SENT, REISSUE_CHOICE, REISSUE_REQUEST, SPACE
from scenarios.journeys.voting import vote
from scenarios.registry import Needs, Shows, Voter, journey
from scenarios.steps import Follow, Journey, Submit, Value, Wait

PHONE, MAIL = "Numéro de téléphone mobile personnel", "Adresse mail personnelle"


def send(fields: Mapping[str, Value], refused: str) -> Journey[None]:
    """Send the form and have it refused."""
    yield Submit("ENVOYER", fields, lands_on=REISSUE_REQUEST, refused=refused)


@journey(
    MAILED,
    Shows(
        refusals=(
            "numen-form",
            "channel-missing",
            "phone-form",
            "mail-form",
            "mail-is-identifier",
            "outside-fiction",
            "challenge-wrong",
        )
    ),
)
def stumble_over_the_request(voter: Voter) -> Journey[str]:
    """Make every mistake the form allows, one at a time, then send it right."""
    yield from reach_the_form(voter)
    yield from send(answers(voter), "channel-missing")
    yield from send(by_sms(voter) | {"Saisissez votre NUMEN": "12345"}, "numen-form")
    yield from send(by_sms(voter) | {PHONE: "01 99 00 12 34"}, "phone-form")
    yield from send(by_mail(voter) | {MAIL: "prenom.nom"}, "mail-form")
    yield from send(by_mail(voter) | {MAIL: voter.identifier}, "mail-is-identifier")
    yield from send(by_mail(voter) | {MAIL: "prenom.nom@ailleurs.org"}, "outside-fiction")
    wrong = {"Saisissez votre réponse secrète :": "une autre réponse"}
    yield from send(by_mail(voter) | wrong, "challenge-wrong")
    yield Submit("ENVOYER", by_mail(voter), lands_on=MESSAGE_SENT)
    link = yield from read_mail(voter)
    return (yield from regenerate(link))


@journey(Needs(levers=("captcha", "clock")), Shows(refusals=("challenge-wrong", "too-many")))
def guess_the_answer_until_throttled(voter: Voter) -> Journey[None]:
    """Give five wrong answers; even the right one must then wait fifteen minutes."""
    yield from reach_the_form(voter)
    wrong = by_sms(voter) | {"Saisissez votre réponse secrète :": "une autre réponse"}
    for _ in range(5):
        yield from send(wrong, "challenge-wrong")
    yield from send(by_sms(voter), "too-many")
    yield Wait(seconds=14 * 60)
    yield Follow("RETOUR", lands_on=REISSUE_CHOICE)
    yield Wait(seconds=60)
    yield Follow("cliquez ici", lands_on=REISSUE_REQUEST)
    yield Submit("ENVOYER", by_sms(voter), lands_on=MESSAGE_SENT)


@journey(shows=Shows(refusals=("real-data",)))
def give_a_real_numen(voter: Voter) -> Journey[None]:
    """Type a NUMEN of real form: the simulation stops and keeps nothing."""
    yield from reach_the_form(voter)
    real = by_sms(voter) | {"Saisissez votre NUMEN": "01E2201234ABC"}
    yield Submit("ENVOYER", real, refused="real-data")


@journey()
def walk_back_from_the_request(voter: Voter) -> Journey[None]:
    """Look at the form, then walk all the way back to one's space."""
    yield from reach_the_form(voter)
    yield Follow("RETOUR", lands_on=REISSUE_CHOICE)
    yield Follow("RETOUR", lands_on=CODE)
    yield Follow("RETOUR", lands_on=SPACE)


@journey(MAILED, Shows(moves=("link-sent/go-back",)))
def ask_after_having_voted(voter: Voter) -> Journey[str]:
    """Ask for a new code after voting: the answer does not tell that one has voted."""
    yield from vote(voter)
    yield Follow("Scrutin suivant", lands_on="Mes scrutins")
    yield Follow("RETOUR", lands_on=SPACE)
    yield Submit("Se déconnecter", lands_on="ACCÈS AU PORTAIL ÉLECTIONS")
    yield from reach_the_form(voter)
    yield Submit("ENVOYER", by_mail(voter), lands_on=MESSAGE_SENT)
    yield Submit("RETOUR", lands_on=SPACE)
    link = yield from read_mail(voter)
    return (yield from regenerate(link))
