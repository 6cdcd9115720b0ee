"""How a class stands, as the control API tells it."""

from typing import Any

from mockportal.client.classes import ClassStanding, PupilSeat
from mockportal.console.calls import Asking
from mockportal.trainer.activity import ACTIVITY
from mockportal.trainer.progress import Class, Standing, class_of


async def report(it: Asking[Any, Any], election: str) -> ClassStanding:
    """Tell how the class around an election stands. Refuses: NoClass."""
    activity = it.request.app[ACTIVITY]
    return _told(await class_of(it.store, activity, election), it.place.portal)


def join_url(portal: str, code: str) -> str:
    """Return what pupils open to join a class."""
    return f"{portal}/classe/{code}"


def _told(seen: Class, portal: str) -> ClassStanding:
    room = seen.room
    return ClassStanding(
        election=room.election,
        code=room.code,
        join_url=join_url(portal, room.code),
        own=room.own,
        joinable=room.joinable,
        seats=room.seats,
        pupils=tuple(_seat(one) for one in seen.pupils),
    )


def _seat(one: Standing) -> PupilSeat:
    doing = one.doing
    return PupilSeat(
        seat=one.pupil.seat,
        election=one.pupil.election,
        voter=one.card.elector.identifier,
        step=one.step,
        page=doing.title if doing else "",
        refused=doing.refused if doing else "",
        stuck=one.stuck,
        voted=len(one.card.voted),
        scrutins=len(one.card.elector.scrutins),
    )
