"""A class in the middle of its work, for tests and pictures."""

from dataclasses import dataclass

from loadtests.class_pupils import ClassTransport
from mockportal.client import Control
from mockportal.client.classes import ClassStanding
from mockportal.tests.live import LiveServer
from scenarios.http_driver import HttpDriver
from scenarios.journeys import renewing, signing_in, voting
from scenarios.levers import Stagehand
from scenarios.steps import Journey, play

WRONG = "Faux-mot-de-passe-1"


@dataclass(frozen=True)
class Stage:
    """A class at work, and the cookies of its seats."""

    portal: str
    console: str
    token: str
    election: str
    code: str
    seats: tuple[str, ...]
    voter: str


def set_stage(server: LiveServer, pupils: int = 3) -> Stage:
    """Open a class and have pupils come to different places."""
    with server.control() as control:
        room = control.call(ClassStanding, "POST", "classes", {"seats": 30})
        seats = [_seated(room) for _ in range(pupils)]
        room = control.call(ClassStanding, "GET", f"elections/{room.election}/class")
        for one, seat in zip(room.pupils, seats, strict=True):
            _come(control, room, one.seat, one.voter, seat)
    return Stage(
        server.portal,
        server.console,
        server.token,
        room.election,
        room.code,
        tuple(seat.seat for seat in seats),
        room.pupils[0].voter,
    )


def _seated(room: ClassStanding) -> ClassTransport:
    transport = ClassTransport()
    transport.join(room.join_url)
    return transport


def _come(
    control: Control, room: ClassStanding, seat: int, identifier: str, transport: ClassTransport
) -> None:
    election = control.election(room.election)
    voter = election.voter(identifier)
    driver = HttpDriver(transport, election.url, Stagehand(election))
    match seat % 7:
        case 1:
            _part(voting.vote_in_all(voter), driver, 9)
        case 2:
            _part(signing_in.sign_in(voter), driver, 3)
            for _ in range(2):
                play(
                    signing_in.give_password(WRONG, lands_on="", refused="password-wrong"),
                    driver.perform,
                )
        case 3 | 6:
            play(voting.vote_in_all(voter), driver.perform)
        case 4:
            _part(renewing.reissue_by_sms(voter), driver, 8)
        case 5:
            _part(signing_in.sign_in(voter), driver, 2)
    transport.close()


def _part(journey: Journey[object], driver: HttpDriver, steps: int) -> None:
    """Play the beginning of a journey."""
    step = next(journey)
    for _ in range(steps - 1):
        step = journey.send(driver.perform(step))
    driver.perform(step)
