"""Every statement about classes; they name elections, not worlds."""

_ROOM = "election, code, own, joinable, seats, wanted"
_PUPIL = "classroom, seat, token, election, rank, joined_at"

CLASSROOM = f"SELECT {_ROOM} FROM classroom WHERE election = :name"
CLASSROOM_OF_CODE = f"SELECT {_ROOM} FROM classroom WHERE code = :code"
HOLD_CLASSROOM = f"""
    UPDATE classroom SET joinable = joinable WHERE election = :name RETURNING {_ROOM}
"""
ADD_CLASSROOM = f"""
    INSERT INTO classroom ({_ROOM}) VALUES (:name, :code, :own, :joinable, :seats, :wanted)
    ON CONFLICT DO NOTHING
"""
SET_JOINABLE = "UPDATE classroom SET joinable = :joinable WHERE election = :name"
DROP_CLASSROOM = "DELETE FROM classroom WHERE election = :name"

PUPILS = f"SELECT {_PUPIL} FROM pupil WHERE classroom = :name ORDER BY seat"
PUPIL = f"SELECT {_PUPIL} FROM pupil WHERE token = :token"
ADD_PUPIL = f"""
    INSERT INTO pupil ({_PUPIL}) VALUES (:name, :seat, :token, :election, :rank, :joined_at)
"""
DROP_PUPIL = "DELETE FROM pupil WHERE classroom = :name AND seat = :seat"
DROP_PUPILS = "DELETE FROM pupil WHERE classroom = :name"
DROP_PUPILS_OF = "DELETE FROM pupil WHERE election = :name"
"""Pupils whose own election is deleted."""
OWN_ELECTIONS = "SELECT DISTINCT election FROM pupil WHERE election <> classroom"
CLASSROOMS = f"SELECT {_ROOM} FROM classroom"
