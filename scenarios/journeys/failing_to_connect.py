"""FranceConnect, when it does not work out: given up, refused, unknown, closed, silent."""

from scenarios.journeys.franceconnect import (
    BUTTON,
    CHOICE,
    account,
    choose_provider,
    continue_to_the_portal,
    identify_oneself,
    leave_for_franceconnect,
    log_in,
    needs,
    starting_with,
)
from scenarios.journeys.renewing import by_sms, read_sms, regenerate
from scenarios.journeys.screens import MESSAGE_SENT, REISSUE_CHOICE
from scenarios.registry import Citizen, Needs, Shows, journey
from scenarios.steps import Follow, Journey, LiftFault, SetFault, Submit

NOT_CONFIRMED = "n'a pas confirmé votre identité. Réessayez ou prenez un autre compte."


def answer_the_challenge_instead(voter: Citizen) -> Journey[str]:
    """Turn to the question défi and get the code by SMS."""
    yield Follow("cliquez ici")
    yield Submit("ENVOYER", by_sms(voter), lands_on=MESSAGE_SENT)
    link = yield from read_sms(voter)
    return (yield from regenerate(link))


@journey(
    needs("impots", "messages"),
    Shows(refusals=("provider-cancelled",), moves=("at-provider/give-up-provider",)),
)
def give_up_at_the_choice(voter: Citizen) -> Journey[str]:
    """Go back to the portal from the choice of providers, and answer one's question défi."""
    choice = yield from leave_for_franceconnect(voter)
    back = starting_with("Retourner sur", choice.links)
    yield Follow(back, lands_on=REISSUE_CHOICE, refused="provider-cancelled")
    return (yield from answer_the_challenge_instead(voter))


@journey(needs("impots"))
def change_provider(voter: Citizen) -> Journey[None]:
    """Cancel at one provider and take another."""
    choice = yield from leave_for_franceconnect(voter)
    yield from choose_provider(choice, "yris")
    again = yield Follow("Annuler", reads=(CHOICE, NOT_CONFIRMED))
    seen = yield from identify_oneself(voter, again, "impots")
    yield from continue_to_the_portal(seen, lands_on=MESSAGE_SENT)


@journey(needs("impots"))
def mistype_the_account(voter: Citizen) -> Journey[None]:
    """Give an account that does not exist, then one's own."""
    choice = yield from leave_for_franceconnect(voter)
    yield from choose_provider(choice, "impots")
    wrong = yield from log_in(account(voter, "impots"), login="9000000000000")
    wrong.find("(Identifiant ou mot de passe incorrect.)")
    seen = yield from log_in(account(voter, "impots"))
    yield from continue_to_the_portal(seen, lands_on=MESSAGE_SENT)


@journey(needs("laposte"))
def refuse_on_the_phone(voter: Citizen) -> Journey[None]:
    """Refuse the connection on the phone: back to the choice of providers."""
    choice = yield from leave_for_franceconnect(voter)
    yield from choose_provider(choice, "laposte")
    yield from log_in(account(voter, "laposte"))
    yield Submit("Refuser", reads=(CHOICE, NOT_CONFIRMED))


@journey(
    Needs(persona="Firmin Sanscarte"),
    Shows(refusals=("identity-unknown",)),
)
def be_taken_for_somebody_else(voter: Citizen) -> Journey[None]:
    """Be recognised by FranceConnect, but not by the portal."""
    choice = yield from leave_for_franceconnect(voter)
    seen = yield from identify_oneself(voter, choice, "impots")
    yield from continue_to_the_portal(seen, refused="identity-unknown")


@journey(Needs(persona="Élie d'Arc-en-Ciel"))
def have_a_name_of_many_signs(voter: Citizen) -> Journey[None]:
    """Be recognised whatever the apostrophes, hyphens and accents of one's name."""
    choice = yield from leave_for_franceconnect(voter)
    seen = yield from identify_oneself(voter, choice, "impots")
    yield from continue_to_the_portal(seen, lands_on=MESSAGE_SENT)


@journey(needs("impots"), Shows(refusals=("provider-no-mail",)))
def have_an_account_without_a_mailbox(voter: Citizen) -> Journey[None]:
    """Be recognised through an account that has no address to write to."""
    choice = yield from leave_for_franceconnect(voter)
    login = f"panne-ui_no_mail@{account(voter, 'impots').login}"
    seen = yield from identify_oneself(voter, choice, "impots", login)
    yield from continue_to_the_portal(seen, refused="provider-no-mail")


@journey(needs("impots"), Shows(refusals=("provider-failed",)))
def get_a_forged_answer(voter: Citizen) -> Journey[None]:
    """Come back with an answer whose signature is wrong: nothing is sent."""
    choice = yield from leave_for_franceconnect(voter)
    login = f"panne-jwt_bad_signature@{account(voter, 'impots').login}"
    seen = yield from identify_oneself(voter, choice, "impots", login)
    yield from continue_to_the_portal(seen, refused="provider-failed")


@journey(
    needs("impots", "faults"), Shows(refusals=("provider-silent",), faults=("provider-silent",))
)
def get_no_answer_from_franceconnect(voter: Citizen) -> Journey[None]:
    """Come back to a portal that cannot reach FranceConnect."""
    choice = yield from leave_for_franceconnect(voter)
    seen = yield from identify_oneself(voter, choice, "impots")
    yield SetFault("provider-silent", {"status": 503})
    yield from continue_to_the_portal(seen, refused="provider-silent")


@journey(needs("impots", "faults"), Shows(faults=("provider-unavailable",)))
def find_a_provider_closed(voter: Citizen) -> Journey[None]:
    """Find one provider closed, and take another."""
    yield SetFault("provider-unavailable", {"provider": "ameli"})
    choice = yield from leave_for_franceconnect(voter)
    choice.find("(Ameli.fr [^—]*— momentanément indisponible)")
    seen = yield from identify_oneself(voter, choice, "impots")
    yield from continue_to_the_portal(seen, lands_on=MESSAGE_SENT)


@journey(
    needs("impots", "faults"),
    Shows(refusals=("identity-unknown",), faults=("identity-not-recognised",)),
)
def be_missing_from_the_file(voter: Citizen) -> Journey[None]:
    """Not be recognised for want of a number in the file; it works once that is mended."""
    yield SetFault("identity-not-recognised", {"who": voter.identifier})
    choice = yield from leave_for_franceconnect(voter)
    seen = yield from identify_oneself(voter, choice, "impots")
    yield from continue_to_the_portal(seen, refused="identity-unknown")
    yield LiftFault("identity-not-recognised")
    yield Follow("Revenir à mon espace")
    yield Follow("Consulter les scrutins, les candidatures et voter")
    yield Follow("Cliquez ici pour obtenir un réassort de votre code de vote")
    known = yield Submit(BUTTON)
    yield from continue_to_the_portal(known, lands_on=MESSAGE_SENT)
