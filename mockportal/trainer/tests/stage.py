"""A class in the middle of its work, for tests and pictures."""

from contextlib import closing
from dataclasses import dataclass

from loadtests.class_pupils import ClassTransport
from mockportal.client import Control
from mockportal.client.classes import ClassStanding
from mockportal.trainer.levers import start_of
from scenarios.http_driver import HttpDriver
from scenarios.journeys import REGISTRY, renewing, signing_in, voting
from scenarios.levers import Stagehand
from scenarios.staging import set_scene
from scenarios.steps import Journey, play
from scenarios.transport import PlainTransport

WRONG = "Faux-mot-de-passe-1"


@dataclass(frozen=True)
class Stage:
    """A class at work, the cookies of its seats, and an election that has no class."""

    portal: str
    console: str
    token: str
    election: str
    code: str
    seats: tuple[str, ...]
    voter: str
    apart: str


def set_stage(control: Control, pupils: int = 3) -> Stage:
    """Open a class and have pupils come to different places; elsewhere one uses FranceConnect."""
    server, room = control.server(), control.open_class()
    seats = [_seated(room) for _ in range(pupils)]
    room = control.election(room.election).classroom.look()
    for one, seat in zip(room.pupils, seats, strict=True):
        _come(control, room, one.seat, one.voter, seat)
    return Stage(
        server.portal,
        server.console,
        control.token,
        room.election,
        room.code,
        tuple(seat.seat for seat in seats),
        room.pupils[0].voter,
        _connected(control),
    )


def strike(control: Control, stage: Stage) -> None:
    """Remove what was set."""
    for name in (stage.election, start_of(stage.election), stage.apart):
        control.election(name).delete(confirm=name)


def _connected(control: Control) -> str:
    """Return an election where somebody came through FranceConnect."""
    scene = set_scene(control, REGISTRY["reissue-with-impots"])
    with closing(PlainTransport()) as transport:
        scene.play(HttpDriver(transport, scene.url, scene.stagehand()).perform)
    return scene.election.id


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
