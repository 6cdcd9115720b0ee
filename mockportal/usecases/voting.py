"""The vote: the code that opens it, the choice, the one final ballot of each scrutin."""

from dataclasses import dataclass, replace

from mockportal.domain.ballot import BLANK, Mark, Receipt, is_nonce, reference
from mockportal.domain.instants import Millis
from mockportal.domain.refusals import (
    AlreadyVoted,
    CandidatesHidden,
    Closed,
    CodeReplaced,
    CodeRevoked,
    CodeWrong,
    NoChoice,
    OutOfOrder,
    ScrutinSuspended,
    UnknownPage,
    Unreadable,
    remembered,
)
from mockportal.domain.secrets import fingerprint, hmac_hex, same
from mockportal.domain.stages import BEFORE_CODE, Gesture, Move, Stage, Step
from mockportal.domain.visit import Visit
from mockportal.election import Scrutin
from mockportal.electorate import Elector
from mockportal.usecases import visits
from mockportal.usecases.records import Records
from mockportal.usecases.renewing import code_fingerprint
from mockportal.usecases.suffering import suspended


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one confirmed form carries. Empty nonce and reference: the server makes them.

    ``shown`` tells whether this visit was shown this very choice to confirm.
    """

    scrutin: str
    choice: str
    nonce: str
    reference: str
    form_key: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One scrutin of a voter: when it was voted, whether it is stopped, how many voted."""

    scrutin: Scrutin
    voted_at: Millis | None
    suspended: bool
    voters: int


def look_at_code(tx: Records, now: Millis, *, visit: Visit) -> str:
    """Show the screen of the vote code; return a fresh challenge.

    Refuses: OutOfOrder, VoteNotOpen, Closed.
    """
    visits.voter(tx, visit)
    if visit.stage not in BEFORE_CODE:
        raise OutOfOrder(visit.stage)
    visits.check_vote_open(tx, now, visit)
    return visits.new_captcha(tx, now, visit)


def enter_code(
    tx: Records, now: Millis, *, visit: Visit, typed: str, captcha_id: str, answer: str
) -> Visit:
    """Open the scrutins with the vote code, under a new visit number. The CAPTCHA comes first.

    Refuses: OutOfOrder, VoteNotOpen, Closed, TooMany, CaptchaWrong, CodeWrong, CodeReplaced.
    """
    elector = visits.voter(tx, visit)
    moved = visit.moved(Move.ENTER_CODE)
    visits.check_vote_open(tx, now, visit)
    visits.answer_captcha(tx, now, visit, captcha_id, answer)
    account = tx.account(elector.rank)
    with remembered():
        visits.check_tries(tx, now, "code", str(elector.rank))
        _check_code(tx, now, elector, typed.strip())
    tx.forget_tries("code", str(elector.rank))
    return visits.renumber(tx, replace(moved, code_version=account.code_version))


def scrutins(tx: Records, now: Millis, *, visit: Visit) -> list[Row]:
    """Return the voter's scrutins and where each stands. Refuses: OutOfOrder."""
    elector = visits.voter(tx, visit)
    marks, stopped = tx.marks(elector.rank), suspended(tx, now, elector.scrutins, rank=elector.rank)
    own = (tx.world.election.scrutin(name) for name in elector.scrutins)
    return [
        Row(
            one,
            marks[one.id].at if one.id in marks else None,
            one.id in stopped,
            tx.ballots(one.id) if tx.world.election.display.show_turnout else 0,
        )
        for one in own
        if one is not None
    ]


def candidates(tx: Records, now: Millis, *, visit: Visit, scrutin: str) -> Scrutin:
    """Return the lists of a scrutin. Refuses: OutOfOrder, UnknownPage, CandidatesHidden."""
    found = own_scrutin(tx, visits.voter(tx, visit), scrutin)
    visible = tx.world.election.calendar.instants.candidates_visible
    if now < visible:
        raise CandidatesHidden(visible)
    return found


def look_at_ballot(tx: Records, now: Millis, *, visit: Visit, scrutin: str) -> Step:
    """Return where the voter stands in a scrutin not yet cast.

    Refuses: OutOfOrder, UnknownPage, CodeRevoked, VoteNotOpen, Closed, ScrutinSuspended,
    AlreadyVoted.
    """
    _check_may_vote(tx, now, visit, scrutin)
    return visit.step(scrutin)


def want_to_vote(tx: Records, now: Millis, *, visit: Visit, scrutin: str) -> None:
    """Make the tiles selectable. Refuses: as look_at_ballot."""
    _step(tx, now, visit, scrutin, Gesture.WANT_TO_VOTE)


def step_back(tx: Records, now: Millis, *, visit: Visit, scrutin: str) -> None:
    """Go back one screen in a scrutin. Refuses: as look_at_ballot."""
    _step(tx, now, visit, scrutin, Gesture.GO_BACK)


def pick(tx: Records, now: Millis, *, visit: Visit, scrutin: str, choice: str) -> None:
    """Pick a tile; the choice itself is not written anywhere.

    Refuses: as look_at_ballot, NoChoice.
    """
    _check_may_vote(tx, now, visit, scrutin)
    check_choice(tx, scrutin, choice)
    _step(tx, now, visit, scrutin, Gesture.PICK)


def cast_ballot(tx: Records, now: Millis, *, visit: Visit, ballot: Ballot) -> Receipt:
    """Put one final ballot in the urn: mark, ballot and journal, wholly or not at all.

    The same form again returns the same receipt; any other is refused.
    Refuses: OutOfOrder, UnknownPage, CodeRevoked, VoteNotOpen, Closed, ScrutinSuspended,
    AlreadyVoted, NoChoice, Unreadable.
    """
    elector = visits.voter(tx, visit)
    own_scrutin(tx, elector, ballot.scrutin)
    check_choice(tx, ballot.scrutin, ballot.choice)
    ref, by_server = _checked_reference(tx, ballot)
    key = fingerprint(tx.world.secret, "cast", ballot.form_key, ref)
    mark = Mark(ballot.scrutin, elector.rank, now, key)
    before = tx.mark(mark.scrutin, mark.rank)
    if before is None:
        _check_entitled(tx, now, visit, ballot.scrutin)
        if not ballot.shown:
            raise OutOfOrder(visit.stage)
        if not tx.add_mark(mark):  # another connection was first, with this form perhaps
            before = tx.mark(mark.scrutin, mark.rank) or replace(mark, form_key=None)
    if before is not None:
        return Receipt(ballot.scrutin, _same_form(before, key).at, ref, by_server)
    cast = visit.moved(Move.CAST_BALLOT).stepped(ballot.scrutin, Gesture.CAST_BALLOT)
    tx.add_ballot(ballot.scrutin, ref, ballot.choice)
    visits.save(tx, cast)
    if tx.journal("ballot-cast", ballot.scrutin) is not None:
        raise Closed  # sealed on another connection while this one was under way
    return Receipt(ballot.scrutin, now // 1000 * 1000, ref, by_server)


def voted_at(tx: Records, now: Millis, *, visit: Visit, scrutin: str) -> Millis:
    """Return when the voter voted in a scrutin. Refuses: OutOfOrder, UnknownPage."""
    elector = visits.voter(tx, visit)
    own_scrutin(tx, elector, scrutin)
    mark = tx.mark(scrutin, elector.rank)
    if mark is None:
        raise OutOfOrder(visit.stage)
    return mark.at


def own_scrutin(tx: Records, elector: Elector, scrutin: str) -> Scrutin:
    """Return a scrutin the voter takes part in. Refuses: UnknownPage."""
    found = tx.world.election.scrutin(scrutin)
    if found is None or scrutin not in elector.scrutins:
        raise UnknownPage
    return found


def check_choice(tx: Records, scrutin: str, choice: str) -> None:
    """Pass when a choice is a list of the scrutin or the blank vote. Refuses: NoChoice."""
    found = tx.world.election.scrutin(scrutin)
    if choice != BLANK and (found is None or all(one.id != choice for one in found.lists)):
        raise NoChoice


def _check_code(tx: Records, now: Millis, elector: Elector, typed: str) -> None:
    account = tx.account(elector.rank)
    if account.code_version == 0:
        right = same(typed, elector.vote_code)
    else:
        right = same(code_fingerprint(tx.world.pepper, typed), account.code or "")
    if right:
        return
    rules, subject = tx.world.election.lockout, str(elector.rank)
    visits.count_failure(tx, now, "code", subject, most=rules.tries, lock=rules.millis)
    if account.code_version > 0 and same(typed, elector.vote_code):
        raise CodeReplaced
    raise CodeWrong


def _check_may_vote(tx: Records, now: Millis, visit: Visit, scrutin: str) -> None:
    _check_entitled(tx, now, visit, scrutin)
    mark = tx.mark(scrutin, visit.voter)
    if mark is not None:
        raise AlreadyVoted(mark.at)


def _check_entitled(tx: Records, now: Millis, visit: Visit, scrutin: str) -> None:
    """Pass when nothing but an earlier vote could be in the way."""
    elector = visits.voter(tx, visit)
    own_scrutin(tx, elector, scrutin)
    visits.check_vote_open(tx, now, visit)
    if visit.lost_code:
        raise CodeRevoked
    if visit.stage is not Stage.VOTING:
        raise OutOfOrder(visit.stage)
    if scrutin in suspended(tx, now, (scrutin,), rank=elector.rank):
        raise ScrutinSuspended


def _step(tx: Records, now: Millis, visit: Visit, scrutin: str, gesture: Gesture) -> None:
    _check_may_vote(tx, now, visit, scrutin)
    visits.save(tx, visit.stepped(scrutin, gesture))


def _checked_reference(tx: Records, ballot: Ballot) -> tuple[str, bool]:
    """Return the reference, and whether the server drew its nonce.

    Without JavaScript the nonce follows from the form's own key, so that the same form sent
    again is the same ballot; nobody keeps it.
    """
    election, scrutin = tx.world.name, ballot.scrutin
    if not ballot.nonce and not ballot.reference:
        drawn = hmac_hex(tx.world.secret, "nonce", ballot.form_key, ballot.choice)
        return reference(election, scrutin, ballot.choice, drawn), True
    ref = reference(election, scrutin, ballot.choice, ballot.nonce)
    if not is_nonce(ballot.nonce) or not same(ballot.reference, ref):
        raise Unreadable
    return ref, False


def _same_form(before: Mark, key: str) -> Mark:
    """Return a mark that the same form has left. Refuses: AlreadyVoted."""
    if before.form_key is None or not same(before.form_key, key):
        raise AlreadyVoted(before.at)
    return before
