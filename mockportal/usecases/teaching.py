"""A class around an election: opened, joined, ended."""

import secrets

from mockportal.domain.instants import Millis
from mockportal.domain.operator_refusals import (
    ClassClosed,
    ClassFull,
    ClassOpen,
    NoClass,
    NoPupil,
    NoVoterLeft,
)
from mockportal.usecases import handing_out
from mockportal.usecases.class_records import ClassRecords, Classroom, Pupil
from mockportal.usecases.handing_out import State, Wanted

LETTERS = "BCDFGHJKMNPQRTVWXZ2346789"
"""Of a join code: nothing that is read for something else, nothing that spells a word."""

CODE_LENGTH = 5
NAME_MOST = 32
_STATES: dict[str, State] = {"new": "new", "activated": "activated"}


def new_code() -> str:
    """Draw a join code."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def as_code(typed: str) -> str:
    """Return a join code as it is kept: « k7m-p2 » is K7MP2."""
    return "".join(typed.upper().replace("-", "").split())[:20]


def open_class(
    tx: ClassRecords, now: Millis, *, own: bool, seats: int, wanted: str = ""
) -> Classroom:
    """Open a class around this election. Refuses: ClassOpen."""
    room = Classroom(tx.world.name, new_code(), own, True, seats, wanted)
    if not tx.add_classroom(room):
        raise ClassOpen
    return room


def classroom(tx: ClassRecords, now: Millis) -> tuple[Classroom, list[Pupil]]:
    """Return the class around this election, and its pupils by seat. Refuses: NoClass."""
    room = tx.classroom()
    if room is None:
        raise NoClass
    return room, tx.pupils()


def let_join(tx: ClassRecords, now: Millis, *, joinable: bool) -> None:
    """Let pupils join, or not any more. Refuses: NoClass."""
    if tx.hold_classroom() is None:
        raise NoClass
    tx.set_joinable(joinable=joinable)


def end_class(tx: ClassRecords, now: Millis) -> list[Pupil]:
    """Send everybody home; return who was there. Refuses: NoClass."""
    if tx.hold_classroom() is None:
        raise NoClass
    pupils = tx.pupils()
    tx.drop_classroom()
    return pupils


def free_seat(tx: ClassRecords, now: Millis, *, seat: int) -> None:
    """Send one pupil home. Refuses: NoClass, NoPupil."""
    if tx.hold_classroom() is None:
        raise NoClass
    if not tx.drop_pupil(seat):
        raise NoPupil


def seat_again(tx: ClassRecords, now: Millis, *, pupil: Pupil) -> None:
    """Give a pupil their seat back, once their own election was made anew."""
    tx.add_pupil(pupil)


def join(tx: ClassRecords, now: Millis, *, token: str, real: Millis) -> Pupil:
    """Take the next seat, with a voter nobody else has been given.

    With an election per pupil it is that of the copy still to be made. Refuses: NoClass,
    ClassClosed, ClassFull, NoVoterLeft.
    """
    room = tx.hold_classroom()
    if room is None:
        raise NoClass
    if not room.joinable:
        raise ClassClosed
    pupils = tx.pupils()
    if len(pupils) >= room.seats:
        raise ClassFull
    seat = max((one.seat for one in pupils), default=0) + 1
    rank = _next_voter(tx, now, room, {one.rank for one in pupils})
    election = own_election(room.election, seat) if room.own else room.election
    pupil = Pupil(room.election, seat, token, election, rank, real)
    tx.add_pupil(pupil)
    return pupil


def own_election(classroom: str, seat: int) -> str:
    """Return the name of one pupil's own election."""
    end = f"-p{seat:02}"
    return classroom[: NAME_MOST - len(end)] + end


def _next_voter(tx: ClassRecords, now: Millis, room: Classroom, taken: set[int]) -> int:
    """Hand out a voter; after a restore those whom pupils hold already are passed over."""
    wanted = Wanted(state=_STATES.get(room.wanted))
    while True:
        handout = handing_out.claim(tx, now, wanted=wanted)
        if handout.card is None and not handout.unfinished:
            raise NoVoterLeft
        if handout.card is not None and handout.card.elector.rank not in taken:
            return handout.card.elector.rank
