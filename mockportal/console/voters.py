"""Cards of voters, and voters handed out."""

from mockportal.client.models import Voter, Voters
from mockportal.console import asking, telling
from mockportal.console.calls import Asking
from mockportal.domain.operator_refusals import NoVoterLeft
from mockportal.usecases import handing_out
from mockportal.usecases.handing_out import Wanted


async def list_voters(it: Asking[asking.VotersQuery, asking.Nothing]) -> Voters:
    """GET /elections/{election}/voters."""
    wanted, cards, start = it.query, list[Voter](), it.query.after
    while True:
        left = wanted.limit - len(cards)
        sheet = await it.ask(handing_out.voters, state=wanted.state, start=start, limit=left)
        cards += [telling.voter(card) for card in sheet.cards]
        if not sheet.unfinished or len(cards) == wanted.limit or sheet.next is None:
            return Voters(voters=tuple(cards), next=sheet.next)
        start = sheet.next


async def get_voter(it: Asking[asking.Nothing, asking.Nothing]) -> Voter:
    """GET /elections/{election}/voters/{identifier}."""
    return telling.voter(await it.ask(handing_out.voter, identifier=it.part("identifier")))


async def claim_voter(it: Asking[asking.Nothing, asking.Claiming]) -> Voter:
    """POST /elections/{election}/voters/claim."""
    wanted = Wanted(it.body.state, frozenset(it.body.has), it.body.scrutins)
    while True:
        handout = await it.perform(handing_out.claim, wanted=wanted)
        if handout.card is not None:
            return telling.voter(handout.card)
        if not handout.unfinished:
            raise NoVoterLeft
