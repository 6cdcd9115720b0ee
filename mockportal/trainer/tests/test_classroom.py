"""A class: joined by a code, one voter each, back to the start with everybody in their seat."""

import pytest

from mockportal.client import ControlError
from scenarios.http_driver import HttpDriver
from scenarios.journeys import activating, voting
from scenarios.levers import Stagehand
from scenarios.steps import play
from scenarios.transport import PlainTransport


@pytest.fixture
def walk(control):
    """Return how a voter of an election plays a journey."""
    transport = PlainTransport()

    def walk_journey(election, identifier, tell):
        remote = control.election(election)
        driver = HttpDriver(transport, remote.url, Stagehand(remote))
        return play(tell(remote.voter(identifier)), driver.perform)

    yield walk_journey
    transport.close()


def test_each_pupil_gets_a_voter_of_their_own(classroom, pupils, standing):
    room, first, second = classroom(), pupils(), pupils()

    joined = [one.join(room.code.lower()) for one in (first, second)]

    assert [one.headers["Location"] for one in joined] == ["/classe/moi", "/classe/moi"]
    one, two = standing(room).pupils
    assert (first.seat, second.seat) == (one.seat, two.seat) == (1, 2)
    assert one.voter in first.desk()
    assert one.voter not in second.desk()
    assert two.voter in second.desk()


def test_joining_again_keeps_the_seat(classroom, pupils, standing):
    room, pupil = classroom(), pupils()

    pupil.join(room.code)
    pupil.join(room.code)
    page = pupil.browser.get(f"/classe/{room.code}")

    assert page.headers["Location"] == "/classe/moi"
    assert len(standing(room).pupils) == 1


def test_a_full_class_takes_nobody(classroom, pupils):
    room = classroom(seats=1)
    pupils().join(room.code)

    answer = pupils().join(room.code)

    assert answer.status_code == 409
    assert "Toutes les places sont prises." in answer.text


def test_a_closed_class_takes_nobody_until_it_is_open_again(control, classroom, pupils):
    room, pupil = classroom(), pupils()
    path = f"elections/{room.election}/class"
    closed = control.call(type(room), "PATCH", path, {"joinable": False})

    refused = pupil.join(room.code)
    control.call(type(room), "PATCH", path, {"joinable": True})
    joined = pupil.join(room.code)

    assert (closed.joinable, refused.status_code, joined.status_code) == (False, 409, 303)


@pytest.mark.parametrize("code", ["XXXXX", "%00", "é", "a" * 300, "..", "moi%2F.."])
def test_a_wrong_code_says_so(pupils, code):
    answer = pupils().browser.get(f"/classe/{code}")

    assert answer.status_code in (303, 400, 404)


def test_another_site_seats_nobody(classroom, pupils, standing):
    room = classroom()

    answer = pupils().browser.post(
        f"/classe/{room.code}", headers={"Origin": "http://evil.example"}
    )

    assert answer.status_code == 403
    assert standing(room).pupils == ()


def test_a_pupil_reads_no_mail_but_their_own(classroom, pupils, standing, control, walk):
    room, first, second = classroom(start="activation"), pupils(), pupils()
    for one in (first, second):
        one.join(room.code)
    voter = standing(room).pupils[0].voter
    walk(room.election, voter, activating.ask_for_the_link)
    control.election(room.election).messages(voter=voter, wait=10)

    desks = first.desk(), second.desk()

    assert "Activation de votre compte" in desks[0]
    assert "Activation de votre compte" not in desks[1]


def test_a_class_goes_back_to_its_start_and_keeps_its_seats(
    classroom, pupils, standing, control, walk
):
    room, pupil = classroom(), pupils()
    pupil.join(room.code)
    voter = standing(room).pupils[0].voter
    walk(room.election, voter, voting.vote_in_all)
    voted = standing(room).pupils[0]

    path = f"elections/{room.election}/class/restart"
    with pytest.raises(ControlError) as unconfirmed:
        control.call(type(room), "POST", path)
    after = control.call(type(room), "POST", path, query={"confirm": room.election})

    assert (voted.step, voted.voted) == ("done", voted.scrutins)
    assert unconfirmed.value.problem.refusal == "unconfirmed"
    assert [(one.seat, one.voter, one.voted) for one in after.pupils] == [(1, voter, 0)]
    assert control.election(room.election).look().clock.frozen
    later = pupils()
    later.join(room.code)
    assert standing(room).pupils[1].voter != voter


def test_pupils_with_an_election_each_do_not_meet(classroom, pupils, standing, walk):
    room, first, second = classroom(own=True), pupils(), pupils()
    for one in (first, second):
        one.join(room.code)
    one, two = standing(room).pupils

    walk(one.election, one.voter, voting.vote_in_all)

    assert len({room.election, one.election, two.election}) == 3
    assert [each.voted for each in standing(room).pupils] == [one.scrutins, 0]


def test_pupils_elections_end_with_their_class_once_confirmed(classroom, pupils, control):
    room = classroom(own=True)
    pupils().join(room.code)
    path = f"elections/{room.election}/class"

    with pytest.raises(ControlError) as unconfirmed:
        control.command("DELETE", path)
    control.command("DELETE", path, query={"confirm": room.election})

    left = {one.id for one in control.elections()}
    assert unconfirmed.value.status == 422
    assert room.election in left
    assert f"{room.election}-p01" not in left


def test_a_freed_seat_sends_its_pupil_to_the_door(classroom, pupils, control):
    room, pupil = classroom(), pupils()
    pupil.join(room.code)

    control.command("DELETE", f"elections/{room.election}/class/pupils/1")

    assert pupil.browser.get("/classe/moi").headers["Location"] == "/classe"


def test_a_deleted_election_takes_its_class_along(classroom, pupils, control):
    room, pupil = classroom(), pupils()
    pupil.join(room.code)

    control.election(room.election).delete(confirm=room.election)

    assert pupil.browser.get("/classe/moi").headers["Location"] == "/classe"
    assert pupil.browser.get(f"/classe/{room.code}").status_code == 404


def test_classes_race_for_seats_and_nobody_sits_on_another(
    classroom, pupils, standing, in_parallel
):
    room = classroom(seats=8)
    room_for = [pupils() for _ in range(10)]

    answers = in_parallel(10, lambda: room_for.pop().join(room.code).status_code)

    seats = standing(room).pupils
    assert sorted(answers) == [303] * 8 + [409] * 2
    assert len({one.seat for one in seats}) == len({one.voter for one in seats}) == 8
