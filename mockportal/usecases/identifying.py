"""Saying who one is: the first screen, and the mail to whoever has no active account."""

import hashlib
from dataclasses import dataclass, replace

from mockportal.domain import canonical
from mockportal.domain.instants import Millis
from mockportal.domain.links import LinkKind
from mockportal.domain.refusals import OutOfOrder, remembered
from mockportal.domain.secrets import new_token
from mockportal.domain.stages import Move, Stage
from mockportal.domain.visit import Visit
from mockportal.usecases import letters, visits
from mockportal.usecases.linking import issue_link
from mockportal.usecases.misreading import rank_typed
from mockportal.usecases.records import Records


@dataclass(frozen=True, slots=True)
class Entrance:
    """The first screen: a visit, and a fresh challenge."""

    visit: Visit
    captcha_id: str


def look(tx: Records, now: Millis, *, visit: Visit) -> Entrance:
    """Show the first screen. Refuses: NotYetOpen, Closed, OutOfOrder (signed in already)."""
    visits.check_accounts_open(tx, now)
    if visit.signed_in:
        raise OutOfOrder(visit.stage)
    return Entrance(visit, visits.new_captcha(tx, now, visit))


def regenerate(tx: Records, now: Millis, *, visit: Visit, captcha_id: str) -> None:
    """Kill the challenge on screen; the page is drawn again with another."""
    visits.drop_captcha(tx, now, visit, captcha_id)


def identify(
    tx: Records,
    now: Millis,
    *,
    visit: Visit,
    typed: str,
    captcha_id: str,
    answer: str,
    address: str,
) -> Visit:
    """Say who one is; return where the visit stands: at the password, or told of a mail.

    Unknown and inactive identifiers take the same path, with the same writes: nobody's rank is
    negative, and its mail is dropped on the way out.
    Refuses: RealData, TooMany, CaptchaWrong, IdentifierEmpty, IdentifierForm, OutsideFiction,
    NotYetOpen, Closed, OutOfOrder.
    """
    election = tx.world.election
    canonical.stop_real_address(typed.strip().casefold(), election.safety.stop_domains)
    visits.check_accounts_open(tx, now)
    if visit.signed_in:
        raise OutOfOrder(visit.stage)
    visits.answer_captcha(tx, now, visit, captcha_id, answer)
    with remembered():
        identifier = canonical.identifier(typed, election.safety.stop_domains)
        rank = rank_or_nobody(tx, now, typed, identifier)
        check_password_tries(tx, now, rank, address)
    start = visit if visit.stage is Stage.VISITOR else visit.moved(Move.GO_BACK)
    if _may_type_password(tx, rank):
        moved = start.moved(Move.IDENTIFY)
    else:
        moved = start.moved(Move.ASK_ACTIVATION)
        ask_activation(tx, now, rank, identifier)
    identified = replace(moved, rank=rank, started_at=now)
    tx.save_visit(identified, was=visit.id)
    return identified


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a link went, masked, and whether FranceConnect vouched for the voter."""

    to: str
    franceconnect: bool


def look_at_message(tx: Records, now: Millis, *, visit: Visit) -> Sent | None:
    """Tell that a message left: to where for a reissue, None for an identifier's mail.

    Refuses: OutOfOrder.
    """
    if visit.stage is Stage.MAIL_SENT:
        return None
    if visit.stage is not Stage.LINK_SENT:
        raise OutOfOrder(visit.stage)
    span = tx.world.election.session.total_millis
    links = tx.links(visit.voter, LinkKind.REISSUE, now - span)
    if not links:
        raise OutOfOrder(visit.stage)
    masked = canonical.masked_phone if links[0].channel == "sms" else canonical.masked_mail
    return Sent(masked(links[0].destination), links[0].channel == "franceconnect")


def step_back(tx: Records, now: Millis, *, visit: Visit) -> Visit:
    """Go to the screen before. Refuses: OutOfOrder."""
    back = visit.moved(Move.GO_BACK)
    if back.stage is Stage.VISITOR:
        tx.end_visit(visit.id)
        return Visit(visit.id)
    visits.save(tx, back)
    return back


def sign_out(tx: Records, now: Millis, *, visit: Visit) -> Visit:
    """End a visit: draft and receipt go with it, and its number is dead."""
    visits.sign_out(tx, now, visit=visit)
    return Visit(new_token())


def ask_activation(tx: Records, now: Millis, rank: int, identifier: str) -> None:
    """Mail a link that activates the account, unless that was asked too often."""
    rules = tx.world.election.activation
    recent = tx.links(rank, LinkKind.ACTIVATION, now - 60 * 60 * 1000)
    if len(recent) >= rules.per_hour:
        return
    token = issue_link(tx, now, LinkKind.ACTIVATION, rank, rules.link_millis, to=identifier)
    tx.send(letters.activation_again(tx, rank, identifier, token), now)


def rank_or_nobody(tx: Records, now: Millis, typed: str, identifier: str) -> int:
    """Return the rank of an identifier; a negative number of its own when it is unknown."""
    rank = rank_typed(tx, now, typed, identifier)
    if rank is not None:
        return rank
    digest = hashlib.blake2b(identifier.encode(), key=tx.world.secret[:64], digest_size=6)
    return -1 - int.from_bytes(digest.digest())


def check_password_tries(tx: Records, now: Millis, rank: int, address: str) -> None:
    """Pass while an identifier, and an address if it has a budget, may try. Refuses: TooMany."""
    visits.check_tries(tx, now, "password", password_subject(rank, address))
    if tx.world.election.lockout.per_address is not None:
        visits.check_tries(tx, now, "address", address)


def password_subject(rank: int, address: str) -> str:
    """Return what wrong passwords are counted on: the identifier typed and where from."""
    return f"{rank} {address}"


def _may_type_password(tx: Records, rank: int) -> bool:
    account = tx.account(rank)
    active = rank >= 0 and visits.is_active(account, tx.world.electors[rank])
    return active or tx.world.election.identification.neutral
