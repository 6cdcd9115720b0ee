"""Accounts: activation, password, sign-in. Hashes are made outside the transaction."""

from dataclasses import dataclass, replace

from mockportal.domain import canonical
from mockportal.domain.instants import Millis
from mockportal.domain.links import LinkKind
from mockportal.domain.refusals import (
    Closed,
    OutOfOrder,
    PasswordWrong,
)
from mockportal.domain.secrets import fingerprint
from mockportal.domain.stages import Move, Stage
from mockportal.domain.visit import Visit
from mockportal.electorate import Elector
from mockportal.usecases import letters, linking, visits
from mockportal.usecases.identifying import check_password_tries, password_subject
from mockportal.usecases.misreading import identifier_of
from mockportal.usecases.records import Records


@dataclass(frozen=True, slots=True)
class Expected:
    """What a typed password is to be compared with.

    An elector active from the start has no hash: the roll knows the password itself. Nobody has
    neither, and costs the same work.
    """

    hash: str | None
    plain: str | None


def look_at_password(tx: Records, now: Millis, *, visit: Visit) -> None:
    """Show the password screen. Refuses: Closed, NotYetOpen, OutOfOrder."""
    visits.check_accounts_open(tx, now)
    if visit.stage is not Stage.IDENTIFIED:
        raise OutOfOrder(visit.stage)


def expected_password(tx: Records, now: Millis, *, visit: Visit, address: str) -> Expected:
    """Return what the password is compared with. Refuses: Closed, OutOfOrder, TooMany."""
    look_at_password(tx, now, visit=visit)
    return _expected(tx, now, visit.rank or 0, address)


def look_at_own_page(tx: Records, now: Millis, *, visit: Visit) -> Elector:
    """Return the signed-in voter. Refuses: OutOfOrder, Closed (the vote is sealed)."""
    if now >= tx.world.election.calendar.instants.closes and not visit.signed_in:
        raise Closed
    return visits.voter(tx, visit)


def own_password(tx: Records, now: Millis, *, visit: Visit, address: str) -> Expected:
    """Return what a signed-in voter's password is compared with. Refuses: OutOfOrder, TooMany."""
    return _expected(tx, now, visit.voter, address)


def sign_in(tx: Records, now: Millis, *, visit: Visit, right: bool, address: str) -> Visit:
    """Open the voter's space, under a new visit number. Refuses: PasswordWrong, Closed, TooMany."""
    look_at_password(tx, now, visit=visit)
    rank = visit.rank or 0
    subject = password_subject(rank, address)
    check_password_tries(tx, now, rank, address)
    if not right or rank < 0:
        _count_wrong_password(tx, now, subject, address)
        raise PasswordWrong().kept()
    tx.forget_tries("password", subject)
    return visits.begin(tx, now, visit, Move.SIGN_IN, rank)


def ask_password(tx: Records, now: Millis, *, visit: Visit) -> Visit:
    """Mail a link that sets a new password. Refuses: OutOfOrder, Closed."""
    look_at_password(tx, now, visit=visit)
    rank = visit.rank or 0
    rules = tx.world.election.activation
    if len(tx.links(rank, LinkKind.PASSWORD, now - 60 * 60 * 1000)) < rules.per_hour:
        to = identifier_of(tx, now, rank) if rank >= 0 else ""
        token = linking.issue_link(tx, now, LinkKind.PASSWORD, rank, rules.link_millis, to=to)
        tx.send(letters.password_reset(tx, rank, to, token), now)
    told = visit.moved(Move.ASK_PASSWORD)
    visits.save(tx, told)
    return told


def look_at_link(
    tx: Records, now: Millis, *, visit: Visit, kind: LinkKind, token: str, address: str
) -> None:
    """Show the form behind a link; nothing is consumed.

    Refuses: NotYetOpen, Closed, TooMany, LinkUnknown, LinkUsed, LinkReplaced, LinkExpired.
    """
    visits.check_accounts_open(tx, now)
    linking.check_guesses(tx, now, address)
    linking.live_link(tx, now, kind, token)


def activate(
    tx: Records,
    now: Millis,
    *,
    visit: Visit,
    token: str,
    cle: str,
    password: str,
    question: str,
    answer: str,
) -> Visit:
    """Give an account its password (hashed) and its question; return the signed-in visit.

    Refuses: NotYetOpen, Closed, AnswerForm, LinkUnknown, LinkUsed, LinkReplaced, LinkExpired.
    """
    visits.check_accounts_open(tx, now)
    link = linking.known_link(tx, LinkKind.ACTIVATION, token)
    linking.use(tx, now, link, cle)
    folded = fingerprint_answer(tx, canonical.secret_answer(answer, question))
    account = replace(
        tx.account(link.rank), active_at=now, password=password, question=question, answer=folded
    )
    tx.save_account(account)
    tx.journal("account-activated")
    return _enter(tx, now, visit, Move.ACTIVATE, link.rank)


def set_password(
    tx: Records, now: Millis, *, visit: Visit, token: str, cle: str, password: str
) -> Visit:
    """Set a new password (hashed) behind a link; the voter's other visits end.

    Refuses: NotYetOpen, Closed, LinkUnknown, LinkUsed, LinkReplaced, LinkExpired.
    """
    visits.check_accounts_open(tx, now)
    link = linking.known_link(tx, LinkKind.PASSWORD, token)
    linking.use(tx, now, link, cle)
    tx.save_account(replace(tx.account(link.rank), active_at=now, password=password))
    letters.notify(tx, now, link.rank, "Votre mot de passe a été changé.")
    entered = _enter(tx, now, visit, Move.SET_PASSWORD, link.rank)
    tx.end_other_visits(link.rank, entered.id)
    return entered


def change_password(
    tx: Records, now: Millis, *, visit: Visit, right: bool, address: str, password: str
) -> None:
    """Change a signed-in voter's password (hashed); the voter's other visits end.

    Refuses: OutOfOrder, TooMany, PasswordWrong.
    """
    subject = password_subject(visit.voter, address)
    check_password_tries(tx, now, visit.voter, address)
    if not right:
        _count_wrong_password(tx, now, subject, address)
        raise PasswordWrong().kept()
    account = tx.account(visit.voter)
    tx.save_account(replace(account, active_at=account.active_at or now, password=password))
    letters.notify(tx, now, visit.voter, "Votre mot de passe a été changé.")
    tx.end_other_visits(visit.voter, visit.id)


def fingerprint_answer(tx: Records, folded: str) -> str:
    """Return how the store knows a secret answer: guesses are throttled, hence no slow hash."""
    return fingerprint(tx.world.pepper, "answer", folded)


def _expected(tx: Records, now: Millis, rank: int, address: str) -> Expected:
    check_password_tries(tx, now, rank, address)
    stored = tx.account(rank).password
    if stored is not None:
        return Expected(stored, None)
    elector = tx.world.electors[rank] if rank >= 0 else None
    return Expected(None, elector.password if elector and elector.activated else None)


def _count_wrong_password(tx: Records, now: Millis, subject: str, address: str) -> None:
    rules = tx.world.election.lockout
    visits.count_failure(tx, now, "password", subject, most=rules.tries, lock=rules.millis)
    if rules.per_address is not None:
        most = rules.per_address
        visits.count_failure(tx, now, "address", address, most=most, lock=rules.millis)


def _enter(tx: Records, now: Millis, visit: Visit, move: Move, rank: int) -> Visit:
    """Sign in behind a link; a browser signed in already starts a visit of its own."""
    start = Visit(visit.id) if visit.signed_in else visit
    return visits.begin(tx, now, start, move, rank)
