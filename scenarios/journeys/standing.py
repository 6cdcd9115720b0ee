"""Every stage a visit can stand at, and what happens to it there: sleep, the close, the seal."""

from collections.abc import Callable

from scenarios.journeys.franceconnect import BUTTON, CHOICE
from scenarios.journeys.renewing import (
    by_sms,
    reach_the_request,
)
from scenarios.journeys.screens import (
    IDENTIFICATION,
    MESSAGE_SENT,
    SPACE,
)
from scenarios.journeys.signing_in import identify, reach_identification, sign_in, sign_out
from scenarios.journeys.voting import (
    enter_with_the_code,
    reach_the_code,
)
from scenarios.registry import Needs, Shows, Voter, journey
from scenarios.steps import (
    Advance,
    Follow,
    Journey,
    Open,
    Submit,
    UseBrowser,
    Wait,
)

Reach = Callable[[Voter], Journey[None]]
LATE = Needs(levers=("captcha", "clock"), starts="2022-12-08T16:55:00+01:00")


def be_a_visitor(voter: Voter) -> Journey[None]:
    """Stand before the door."""
    yield from reach_identification()


def be_identified(voter: Voter) -> Journey[None]:
    """Stand before the password."""
    yield from reach_identification()
    yield from identify(voter.identifier)


def have_a_mail_sent(voter: Voter) -> Journey[None]:
    """Stand on « Message envoyé », before signing in."""
    yield from reach_identification()
    yield from identify("personne.inconnue@ac-fictive.example", MESSAGE_SENT)


def have_a_link_sent(voter: Voter) -> Journey[None]:
    """Stand on « Message envoyé », signed in."""
    yield from sign_in(voter)
    yield from reach_the_code()
    yield from reach_the_request()
    yield Submit("ENVOYER", by_sms(voter), lands_on=MESSAGE_SENT)


def be_at_the_provider(voter: Voter) -> Journey[None]:
    """Stand before the choice of identity providers."""
    yield from sign_in(voter)
    yield from reach_the_code()
    yield Follow("Cliquez ici pour obtenir un réassort de votre code de vote")
    yield Submit(BUTTON, reads=(CHOICE,))


def be_voting(voter: Voter) -> Journey[None]:
    """Stand before the scrutins, the code accepted."""
    yield from sign_in(voter)
    yield from enter_with_the_code(voter.vote_code)


OUTSIDE: dict[str, Reach] = {
    "visitor": be_a_visitor,
    "identified": be_identified,
    "mail-sent": have_a_mail_sent,
}
INSIDE: dict[str, Reach] = {
    "signed-in": sign_in,
    "link-sent": have_a_link_sent,
    "at-provider": be_at_the_provider,
    "voting": be_voting,
}
EVERYWHERE = OUTSIDE | INSIDE


def spread_out(voter: Voter, stages: dict[str, Reach]) -> Journey[None]:
    """Stand at several stages at once, each in a browser of its own."""
    for stage, reach in stages.items():
        yield UseBrowser(stage)
        yield from reach(voter)


def moves(move: str, stages: dict[str, Reach]) -> tuple[str, ...]:
    """Return one move from several stages."""
    return tuple(f"{stage}/{move}" for stage in stages)


@journey(Needs(levers=("captcha", "clock")), Shows(moves=moves("time-out", EVERYWHERE)))
def fall_asleep_everywhere(voter: Voter) -> Journey[None]:
    """Fall asleep at every stage: whoever wakes up stands before the door again."""
    yield from spread_out(voter, EVERYWHERE)
    yield Wait(seconds=15 * 60)
    for stage in EVERYWHERE:
        yield UseBrowser(stage)
        yield Open("/portail/espace", lands_on=IDENTIFICATION)


@journey(Needs(), Shows(moves=moves("sign-out", INSIDE)))
def sign_out_from_everywhere(voter: Voter) -> Journey[None]:
    """Sign out at every signed-in stage: each visit ends on the home page."""
    yield from spread_out(voter, INSIDE)
    for stage in INSIDE:
        yield UseBrowser(stage)
        yield Open("/portail/espace", lands_on=SPACE)
        yield from sign_out()
        yield Open("/portail/espace", lands_on=IDENTIFICATION)


@journey(LATE, Shows(refusals=("closed",), moves=moves("close", EVERYWHERE)))
def be_surprised_by_the_close_everywhere(voter: Voter) -> Journey[None]:
    """See the vote close from every stage: whoever is inside stays, the others stay outside."""
    yield from spread_out(voter, EVERYWHERE)
    yield Advance("closing")
    for stage in OUTSIDE:
        yield UseBrowser(stage)
        yield Open("/portail/identification", refused="closed")
    for stage in INSIDE:
        yield UseBrowser(stage)
        yield Open("/portail/espace", lands_on=SPACE, reads=("Le scrutin est clos.",))


@journey(LATE, Shows(refusals=("closed",), moves=moves("seal", EVERYWHERE)))
def be_surprised_by_the_seal_everywhere(voter: Voter) -> Journey[None]:
    """See the urn sealed from every stage: nobody is inside any more."""
    yield from spread_out(voter, EVERYWHERE)
    yield Advance("closing")
    yield Wait(seconds=9 * 60)
    for stage in INSIDE:
        yield UseBrowser(stage)
        yield Open("/portail/espace", lands_on=SPACE)
    yield Advance("closing_grace")
    for stage in EVERYWHERE:
        yield UseBrowser(stage)
        yield Open("/portail/espace", refused="closed")
