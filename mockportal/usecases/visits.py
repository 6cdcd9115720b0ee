"""Who is at the door: from a cookie to a visit, and back."""

from collections.abc import Sequence
from dataclasses import replace

from mockportal.domain import captcha
from mockportal.domain.account import Account, Tries
from mockportal.domain.cookies import form_token, read_visit
from mockportal.domain.instants import Millis
from mockportal.domain.refusals import (
    CaptchaWrong,
    Closed,
    FormExpired,
    NotYetOpen,
    OutOfOrder,
    TooMany,
    VoteNotOpen,
)
from mockportal.domain.secrets import new_token, same
from mockportal.domain.stages import Move, Stage
from mockportal.domain.visit import Visit
from mockportal.electorate import Elector
from mockportal.usecases.records import Records


def arrive(tx: Records, now: Millis, cookies: Sequence[str]) -> tuple[Visit, Millis | None]:
    """Return the visit of the first valid cookie and when it was last seen.

    A cookie that is altered, of another election, or too old stands for a fresh visit.
    """
    for cookie in cookies:
        known = read_visit(tx.world.secret, cookie)
        if known is not None:
            return _visit(tx, now, *known), known[1]
    return Visit(new_token()), None


def _visit(tx: Records, now: Millis, visit_id: str, seen: Millis) -> Visit:
    rules = tx.world.election.session
    if now - seen >= rules.idle_millis:
        return Visit(new_token())
    visit = tx.visit(visit_id)
    if visit is None:
        return Visit(visit_id)
    if now - visit.started_at >= rules.total_millis:
        return Visit(new_token())
    return _as_of(tx, now, visit)


def check_form(tx: Records, visit: Visit, jeton: str) -> None:
    """Pass when a form comes from a page of this visit. Refuses: FormExpired."""
    if not same(jeton, form_token(tx.world.secret, visit.id)):
        raise FormExpired


def save(tx: Records, visit: Visit) -> None:
    """Write where a visit stands. Refuses: OutOfOrder, when another tab moved it meanwhile."""
    if visit.stored is None:
        tx.save_visit(visit)
    elif not tx.move_visit(visit):
        raise OutOfOrder(visit.stage)


def renumber(tx: Records, visit: Visit) -> Visit:
    """Give a visit a new number, so that one known before is worth nothing after."""
    fresh = replace(visit, id=new_token())
    tx.save_visit(fresh, was=visit.id)
    return replace(fresh, stored=fresh.stage)


def begin(tx: Records, now: Millis, visit: Visit, move: Move, rank: int) -> Visit:
    """Start a signed-in visit under a new number. Refuses: OutOfOrder."""
    return renumber(tx, replace(visit.moved(move), rank=rank, started_at=now, steps={}))


def sign_out(tx: Records, now: Millis, *, visit: Visit) -> None:
    """End a visit: draft and receipt go with it."""
    tx.end_visit(visit.moved(Move.SIGN_OUT).id)


def voter(tx: Records, visit: Visit) -> Elector:
    """Return the signed-in voter. Refuses: Closed (over), OutOfOrder (not signed in)."""
    return tx.world.electors[visit.voter]


def is_active(account: Account, elector: Elector) -> bool:
    """Tell whether an account has a password: by its own record, or since the start."""
    return account.active_at is not None or elector.activated


def check_accounts_open(tx: Records, now: Millis) -> None:
    """Pass while one may sign in. Refuses: NotYetOpen, Closed."""
    instants = tx.world.election.calendar.instants
    if now < instants.activation_opens:
        raise NotYetOpen(instants.activation_opens)
    if now >= instants.closes:
        raise Closed


def check_vote_open(tx: Records, now: Millis, visit: Visit) -> None:
    """Pass while this visit may vote: the vote, then the grace of kept visits.

    Refuses: VoteNotOpen, Closed.
    """
    instants = tx.world.election.calendar.instants
    if now < instants.opens:
        raise VoteNotOpen(instants.opens)
    if tx.state.sealed_at is not None or now >= instants.seals:
        raise Closed
    if now >= instants.closes and not visit.signed_in:
        raise Closed


def check_tries(tx: Records, now: Millis, kind: str, subject: str) -> None:
    """Pass while tries of one kind are not locked. Refuses: TooMany."""
    locked_until = tx.tries(kind, subject).locked_until
    if now < locked_until:
        raise TooMany(locked_until - now)


def count_failure(
    tx: Records, now: Millis, kind: str, subject: str, *, most: int, lock: Millis
) -> bool:
    """Count a wrong answer; tell whether it was the one that locks.

    After ``most`` failures within ``lock`` even the right answer is refused for ``lock``.
    """
    tries = tx.tries(kind, subject)
    if now - tries.since >= lock:
        tries = Tries(since=now)
    failures = tries.failures + 1
    locks = failures >= most
    until = now + lock if locks else 0
    tx.save_tries(kind, subject, Tries(0 if locks else failures, tries.since, until))
    return locks


def answer_captcha(tx: Records, now: Millis, visit: Visit, captcha_id: str, typed: str) -> None:
    """Kill a challenge with an answer. Refuses: TooMany, CaptchaWrong."""
    rules, secret = tx.world.election.captcha, tx.world.secret
    check_tries(tx, now, "captcha", visit.id)
    right = captcha.answer(secret, captcha_id, rules) if _mine(tx, visit, captcha_id) else None
    if right is not None:
        young = now - captcha.issued_at(captcha_id) < rules.lifetime_millis
        unused = tx.use_captcha(captcha_id, now)
        if young and unused and typed.isascii() and same(typed.strip(), right):
            return
    most, span = rules.failures, rules.failures_millis
    count_failure(tx, now, "captcha", visit.id, most=most, lock=span)
    raise CaptchaWrong().kept()


def drop_captcha(tx: Records, now: Millis, visit: Visit, captcha_id: str) -> None:
    """Kill a challenge that the voter cannot read."""
    if _mine(tx, visit, captcha_id):
        tx.use_captcha(captcha_id, now)


def show_captcha(tx: Records, now: Millis, *, visit: Visit, captcha_id: str) -> str | None:
    """Return the digits of a live challenge of this visit, to be drawn or spoken."""
    if not _mine(tx, visit, captcha_id) or tx.captcha_used(captcha_id):
        return None
    return captcha.answer(tx.world.secret, captcha_id, tx.world.election.captcha)


def new_captcha(tx: Records, now: Millis, visit: Visit) -> str:
    """Return a fresh challenge for a visit."""
    return captcha.issue(tx.world.secret, visit.id, now)


def _mine(tx: Records, visit: Visit, captcha_id: str) -> bool:
    return captcha.belongs(tx.world.secret, captcha_id, visit.id)


def _as_of(tx: Records, now: Millis, visit: Visit) -> Visit:
    instants = tx.world.election.calendar.instants
    sealed = tx.state.sealed_at is not None or now >= instants.seals
    needs_code = tx.world.election.grace.needs == "code-accepted"
    here = visit.at(closed=now >= instants.closes, sealed=sealed, grace_needs_code=needs_code)
    if here.stage is not Stage.VOTING:
        return here
    valid = tx.account(here.voter).code_version == here.code_version
    return here if valid else here.without_code()
