"""Classes over any SQL connection, and how one is found by a code or a browser."""

from typing import Any

from mockportal.storage import class_queries as queries
from mockportal.storage.connection import Connection, Execute
from mockportal.usecases.class_records import Classroom, Pupil


class SqlClasses(Connection):
    """The class around one election."""

    __slots__ = ()

    def classroom(self) -> Classroom | None:
        """Return the class around this election."""
        return _room(self.run(queries.CLASSROOM, name=self.world.name).fetchone())

    def hold_classroom(self) -> Classroom | None:
        """Return the class; nobody else takes a seat before the commit."""
        return _room(self.run(queries.HOLD_CLASSROOM, name=self.world.name).fetchone())

    def add_classroom(self, room: Classroom) -> bool:
        """Open a class; tell whether neither the election nor the code had one."""
        cursor = self.run(
            queries.ADD_CLASSROOM,
            name=self.world.name,
            code=room.code,
            own=int(room.own),
            joinable=int(room.joinable),
            seats=room.seats,
            wanted=room.wanted,
        )
        return cursor.rowcount == 1

    def set_joinable(self, *, joinable: bool) -> None:
        """Let pupils join, or not any more."""
        self.run(queries.SET_JOINABLE, name=self.world.name, joinable=int(joinable))

    def drop_classroom(self) -> None:
        """Forget the class and its pupils."""
        forget_class(self._execute, self.world.name)

    def pupils(self) -> list[Pupil]:
        """Return the pupils of the class by seat."""
        rows = self.run(queries.PUPILS, name=self.world.name).fetchall()
        return [Pupil(*row) for row in rows]

    def add_pupil(self, pupil: Pupil) -> None:
        """Write a seat taken."""
        self.run(
            queries.ADD_PUPIL,
            name=pupil.classroom,
            seat=pupil.seat,
            token=pupil.token,
            election=pupil.election,
            rank=pupil.rank,
            joined_at=pupil.joined_at,
        )

    def drop_pupil(self, seat: int) -> bool:
        """Free a seat; tell whether it was taken."""
        return self.run(queries.DROP_PUPIL, name=self.world.name, seat=seat).rowcount == 1


def class_of_code(run: Execute, code: str) -> Classroom | None:
    """Return the class of a join code."""
    return _room(run(queries.CLASSROOM_OF_CODE, {"code": code}).fetchone())


def pupil_of(run: Execute, token: str) -> Pupil | None:
    """Return who a browser is, by the digest of its token."""
    row = run(queries.PUPIL, {"token": token}).fetchone()
    return None if row is None else Pupil(*row)


def own_elections(run: Execute) -> frozenset[str]:
    """Return the elections that were made for one pupil each."""
    return frozenset(row[0] for row in run(queries.OWN_ELECTIONS, {}).fetchall())


def classes(run: Execute) -> dict[str, Classroom]:
    """Return every class by its election."""
    rooms = [_room(row) for row in run(queries.CLASSROOMS, {}).fetchall()]
    return {room.election: room for room in rooms if room is not None}


def forget_class(run: Execute, election: str) -> None:
    """Forget the class around an election that goes."""
    for statement in (queries.DROP_CLASSROOM, queries.DROP_PUPILS):
        run(statement, {"name": election})


def forget_pupils(run: Execute, election: str) -> None:
    """Forget who voted in an election that goes, and the class around it."""
    forget_class(run, election)
    run(queries.DROP_PUPILS_OF, {"name": election})


def _room(row: Any) -> Classroom | None:
    if row is None:
        return None
    election, code, own, joinable, seats, wanted = row
    return Classroom(election, code, bool(own), bool(joinable), seats, wanted)
