"""How each caller got into trouble: journeys that stop where the telephone rings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scenarios.journeys.activating import ask_for_the_link
from scenarios.journeys.franceconnect import (
    LOGINS,
    account,
    choose_provider,
    continue_to_the_portal,
    identify_oneself,
    leave_for_franceconnect,
    needs,
)
from scenarios.journeys.renewing import (
    REGENERATE,
    ask_again_by_sms,
    ask_by_mail,
    by_mail,
    by_sms,
    link_by_sms,
    reach_the_form,
    read_sms,
    regenerate_on_the_phone,
)
from scenarios.journeys.screens import BLANK, CODE, MINISTERIAL, REISSUE, REISSUE_REQUEST
from scenarios.journeys.signing_in import sign_in
from scenarios.journeys.voting import choose, enter_with_the_code, type_the_code
from scenarios.registry import Citizen, Needs, Voter
from scenarios.steps import Journey, Open, Reload, SetFault, Submit, UseBrowser, Wait

ANSWER = "Saisissez votre réponse secrète :"
ANYBODY = Needs()
STORIES: dict[str, "Story"] = {}


@dataclass(frozen=True)
class Story:
    """What a caller did, and who can have done it."""

    name: str
    tell: Callable[..., Journey[Any]]
    needs: Needs


def story(wanted: Needs = ANYBODY) -> Callable[[Callable[..., Journey[Any]]], Any]:
    """Enter a story under its name."""

    def enter(tell: Callable[..., Journey[Any]]) -> Callable[..., Journey[Any]]:
        name = tell.__name__.replace("_", "-")
        STORIES[name] = Story(name, tell, wanted)
        return tell

    return enter


@story()
def late_mail(voter: Voter) -> Journey[None]:
    """Ask by mail while mails take more than an hour; wait twenty minutes."""
    yield SetFault("mail-slow", {"profile": "hour"})
    yield from ask_by_mail(voter)
    yield Wait(seconds=20 * 60)


@story()
def used_link(voter: Voter) -> Journey[None]:
    """Use a link on the phone, then open it on the computer."""
    link = yield from link_by_sms(voter)
    yield from regenerate_on_the_phone(link)
    yield Open(link, lands_on=REISSUE, refused="link-used")


@story()
def expired_link(voter: Voter) -> Journey[None]:
    """Open a link after more than an hour."""
    link = yield from link_by_sms(voter)
    yield Wait(seconds=95 * 60)
    yield UseBrowser("téléphone")
    yield Open(link, lands_on=REISSUE, refused="link-expired")


@story()
def older_link(voter: Voter) -> Journey[None]:
    """Ask twice and open the first message."""
    first = yield from link_by_sms(voter)
    yield Wait(seconds=120)
    yield from ask_again_by_sms(voter)
    yield from read_sms(voter)
    yield Open(first, lands_on=REISSUE, refused="link-replaced")


@story()
def missed_code(voter: Voter) -> Journey[None]:
    """Look away while the code is on screen."""
    link = yield from link_by_sms(voter)
    yield UseBrowser("téléphone")
    yield Open(link, lands_on=REISSUE)
    yield Submit(REGENERATE, lands_on=REISSUE)
    yield Wait(seconds=150)
    yield Reload(lands_on=REISSUE, refused="reveal-gone")


@story(needs("impots"))
def wrong_provider(voter: Citizen) -> Journey[None]:
    """Type one's tax number where one has no account."""
    choice = yield from leave_for_franceconnect(voter)
    held = {one.provider for one in voter.franceconnect}
    elsewhere = next(one for one in ("msa", "ameli") if one not in held)
    yield from choose_provider(choice, elsewhere)
    taxes = account(voter, "impots")
    fields = {LOGINS[elsewhere]: taxes.login, "Mot de passe": taxes.secret}
    yield Submit("Se connecter", fields, reads=("Vérifiez votre identifiant.",))


@story()
def wrong_answer(voter: Voter) -> Journey[None]:
    """Give the right NUMEN and a wrong answer."""
    yield from reach_the_form(voter)
    wrong = by_sms(voter) | {ANSWER: "une autre réponse"}
    yield Submit("ENVOYER", wrong, lands_on=REISSUE_REQUEST, refused="challenge-wrong")


@story()
def throttled(voter: Voter) -> Journey[None]:
    """Give five wrong answers, then the right one."""
    yield from reach_the_form(voter)
    wrong = by_sms(voter) | {ANSWER: "une autre réponse"}
    for _ in range(5):
        yield Submit("ENVOYER", wrong, lands_on=REISSUE_REQUEST, refused="challenge-wrong")
    yield Submit("ENVOYER", by_sms(voter), lands_on=REISSUE_REQUEST, refused="too-many")


@story()
def wrong_day(voter: Voter) -> Journey[None]:
    """Come on the eve."""
    yield from sign_in(voter)
    yield Open("/portail/reassort", refused="vote-not-open")


@story(needs("impots"))
def identity_unknown(voter: Citizen) -> Journey[None]:
    """Be recognised by the taxes, and not by the employer's file."""
    yield SetFault("identity-not-recognised", {"who": voter.identifier})
    choice = yield from leave_for_franceconnect(voter)
    seen = yield from identify_oneself(voter, choice, "impots")
    yield from continue_to_the_portal(seen, refused="identity-unknown")


@story(Needs(state="new"))
def full_mailbox(voter: Voter) -> Journey[None]:
    """Ask for the activation link while one's mailbox is full."""
    yield SetFault("mailbox-full", {"who": voter.identifier})
    yield from ask_for_the_link(voter)
    yield Wait(seconds=10 * 60)


@story(Needs(has=("notice",)))
def old_code(voter: Voter) -> Journey[None]:
    """Find the notice again after a reissue."""
    link = yield from link_by_sms(voter)
    yield from regenerate_on_the_phone(link)
    yield Open("/portail/code-de-vote", lands_on=CODE)
    yield from type_the_code(voter.vote_code, CODE, "code-replaced")


@story(Needs(state="new"))
def not_activated(voter: Voter) -> Journey[None]:
    """Type the identifier of an account that is not active."""
    yield from ask_for_the_link(voter)


@story()
def wrong_address(voter: Voter) -> Journey[None]:
    """Give one's identifier as personal address."""
    yield from reach_the_form(voter)
    given = by_mail(voter) | {"Adresse mail personnelle": voter.identifier}
    yield Submit("ENVOYER", given, lands_on=REISSUE_REQUEST, refused="mail-is-identifier")


@story(Needs(has=("notice",)))
def suspended_scrutin(voter: Voter) -> Journey[None]:
    """Find the scrutin suspended at the moment of confirming."""
    yield from sign_in(voter)
    yield from enter_with_the_code(voter.vote_code)
    yield from choose(MINISTERIAL, BLANK)
    yield SetFault("scrutin-suspended", {"scrutin": "csa-ministeriel"})
    yield Submit("Je vote", refused="scrutin-suspended")
