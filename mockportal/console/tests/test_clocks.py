"""The clock of an election: forward only, within a century, by spans and by landmarks."""

import pytest

from mockportal.client import ControlError

START = "2022-12-01T08:47:00+01:00"
BACKWARDS = "L'horloge d'une élection ne recule pas. Restaurez une copie."


def shown(remote) -> str:
    """Return what the clock shows."""
    return remote.clock().at.isoformat()


FORWARD = {
    "seconds": ({"seconds": 120}, "2022-12-01T08:49:00+01:00"),
    "milliseconds": ({"seconds": 0.125}, "2022-12-01T08:47:00.125000+01:00"),
    "nothing": ({"seconds": 0}, START),
    "closing": ({"to": "closing"}, "2022-12-08T17:00:00+01:00"),
    "grace": ({"to": "closing_grace"}, "2022-12-08T17:20:00+01:00"),
    "count": ({"to": "count"}, "2022-12-08T18:00:00+01:00"),
    "results": ({"to": "results"}, "2022-12-08T19:00:00+01:00"),
}


@pytest.mark.parametrize("case", FORWARD)
def test_the_clock_moves_forward(remote, case):
    step, expected = FORWARD[case]

    remote.advance(**step)

    assert shown(remote) == expected


def test_the_landmarks_before_the_vote_are_known_too(control):
    early = control.create("formation", at="2022-10-01T00:00", frozen=True)

    seen = [
        early.advance(to=name).at.isoformat() for name in ("activation", "candidates", "opening")
    ]

    assert seen == [
        "2022-10-13T08:00:00+02:00",
        "2022-11-16T08:00:00+01:00",
        "2022-12-01T08:00:00+01:00",
    ]


@pytest.mark.attack("G01")
@pytest.mark.parametrize("step", [{"seconds": -1}, {"seconds": -0.001}, {"to": "opening"}])
def test_no_step_leads_back(remote, step):
    with pytest.raises(ControlError) as refused:
        remote.advance(**step)

    assert (refused.value.status, refused.value.problem.detail) == (409, BACKWARDS)
    assert shown(remote) == START


@pytest.mark.attack("G01")
@pytest.mark.parametrize("at", ["2022-12-01T08:46:59.999+01:00", "2000-01-01T01:00"])
def test_no_setting_leads_back(remote, at):
    with pytest.raises(ControlError) as refused:
        remote.set_clock(at=at)

    assert (refused.value.status, refused.value.problem.detail) == (409, BACKWARDS)
    assert shown(remote) == START


@pytest.mark.attack("G02")
def test_a_jump_over_the_closing_does_everything_once_and_in_order(remote):
    remote.set_clock(at="2022-12-09T08:47:00+01:00")

    kinds = [entry.kind for entry in remote.journal()]
    assert kinds == [
        "calendar-closes",
        "calendar-seals",
        "calendar-counts",
        "calendar-results",
    ]
    assert remote.look().sealed


@pytest.mark.attack("G03")
def test_an_hour_that_paris_skips_is_no_instant(remote):
    with pytest.raises(ControlError) as refused:
        remote.set_clock(at="2023-03-26T02:30:00")

    assert refused.value.problem.detail == "Date hors limites."


@pytest.mark.attack("G03")
def test_an_hour_that_comes_twice_is_told_by_its_offset(control):
    early = control.create("formation", at="2022-10-30T02:30:00+02:00", frozen=True)

    second = early.advance(seconds=3600)

    assert second.at.isoformat() == "2022-10-30T02:30:00+01:00"


@pytest.mark.attack("G05")
def test_a_frozen_clock_stands_still(remote):
    first, second = shown(remote), shown(remote)

    assert first == second == START
    assert remote.clock().frozen


@pytest.mark.attack("G06")
@pytest.mark.parametrize(
    "at",
    [
        "2022-12-01T23:59:60",
        "1969-12-31T23:00:00+01:00",
        "1999-12-31T23:59:59Z",
        "2100-01-01T00:00:00Z",
        "9999-12-31T23:59:59+01:00",
        "2022-13-01T00:00:00",
        "2022-12-01",
        "0001-01-01T00:00:00+14:00",
        "",
        1_669_880_820,
    ],
)
def test_an_instant_out_of_range_is_refused(api, remote, at):
    answer = api.put(f"/api/elections/{remote.id}/clock", json={"at": at})

    assert (answer.status_code, answer.json()["detail"]) == (422, "Date hors limites.")
    assert shown(remote) == START


@pytest.mark.attack("G06")
def test_a_span_that_leads_out_of_range_is_refused(remote):
    with pytest.raises(ControlError) as refused:
        remote.advance(seconds=3e9)

    assert (refused.value.status, refused.value.problem.detail) == (409, "Date hors limites.")
    assert shown(remote) == START


@pytest.mark.attack("G06")
def test_2038_works(remote):
    remote.set_clock(at="2038-01-19T03:14:08Z")

    assert shown(remote) == "2038-01-19T04:14:08+01:00"


def test_speed_and_freeze_are_set_apart(remote):
    remote.set_clock(speed=60)
    thawed = remote.set_clock(frozen=False)

    assert (thawed.speed, thawed.frozen) == (60, False)
    assert remote.clock().at >= thawed.at


@pytest.mark.parametrize("body", [{"speed": 0}, {"speed": -1}, {"speed": 1e6}, {"frozen": "yes"}])
def test_a_setting_that_makes_no_sense_is_refused(api, remote, body):
    before = remote.clock()

    answer = api.put(f"/api/elections/{remote.id}/clock", json=body)

    assert answer.status_code == 422
    assert remote.clock() == before


@pytest.mark.parametrize(
    "body", [{}, {"seconds": 1, "to": "closing"}, {"to": "tomorrow"}, {"seconds": "1"}, []]
)
def test_a_step_is_a_span_or_a_landmark(api, remote, body):
    answer = api.post(f"/api/elections/{remote.id}/clock/advance", json=body)

    assert answer.status_code == 422
    assert shown(remote) == START


def test_steps_taken_at_once_all_count(remote, in_parallel):
    in_parallel(20, lambda: remote.advance(seconds=1))

    assert shown(remote) == "2022-12-01T08:47:20+01:00"
