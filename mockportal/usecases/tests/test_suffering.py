"""Whom a fault strikes, when, and what that costs."""

import statistics

import pytest

from mockportal.domain.dice import die
from mockportal.domain.instants import HOUR, MINUTE
from mockportal.election import load, revised
from mockportal.tests.pace import in_hashes
from mockportal.usecases import closing, faulting, suffering
from mockportal.usecases.suffering import VOTERS_NOTED, suffers
from mockportal.usecases.tests.table import Table

OPENS = load("formation").calendar.instants.opens


def table(*faults, at=OPENS):
    """Return an election on the table whose file declares some faults."""
    changes = {"fault": list(faults), "count": {"automatic": True}}
    return Table(revised(load("formation"), changes), at)


def struck(at_hand, name, **reasons):
    """Tell whether a fault strikes now."""
    tx = at_hand.records()
    return suffers(tx, tx.now, name, **reasons) is not None


def test_a_die_depends_on_its_reasons_alone():
    assert die(1, "fault", "maintenance", 7) == die(1, "fault", "maintenance", 7)
    assert len({die(seed, name, rank) for seed in (1, 2) for name in "ab" for rank in (1, 2)}) == 8
    assert 0.47 < statistics.mean(die(1, "x", rank) for rank in range(4000)) < 0.53


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_a_share_is_of_voters_and_the_same_ones_each_time(share):
    at_hand = table({"name": "notice-missing", "share": share})
    draws = [[struck(at_hand, "notice-missing", rank=rank) for rank in range(60)] for _ in "ab"]

    assert draws[0] == draws[1]
    assert abs(sum(draws[0]) / 60 - share) <= (0.2 if 0 < share < 1 else 0)


def test_another_election_of_the_same_seed_draws_the_same():
    fault = {"name": "notice-missing", "share": 0.5}
    one, other = (
        Table(revised(load("formation"), {"id": name, "fault": [fault]}), OPENS) for name in "ab"
    )
    draws = [[struck(each, "notice-missing", rank=k) for k in range(40)] for each in (one, other)]

    assert draws[0] == draws[1]


@pytest.mark.parametrize(
    ("moment", "on"), [(-1, False), (0, True), (HOUR - 1, True), (HOUR, False)]
)
def test_a_spell_is_half_open_on_the_elections_clock(moment, on):
    fault = {"name": "maintenance", "from": "opening + 30 min", "to": "opening + 90 min"}
    at_hand = table(fault, at=OPENS + 30 * MINUTE + moment)

    assert struck(at_hand, "maintenance") is on


def test_two_spells_of_one_fault_follow_each_other():
    first = {"name": "reissue-unavailable", "to": "opening + 1 h"}
    second = {"name": "reissue-unavailable", "from": "opening + 1 h", "share": 0.0}
    at_hand = table(first, second)
    before = struck(at_hand, "reissue-unavailable", rank=1)
    at_hand.advance(HOUR)

    assert (before, struck(at_hand, "reissue-unavailable", rank=1)) == (True, False)


def test_a_fault_for_somebody_strikes_no_stranger():
    at_hand = table({"name": "maintenance", "who": "prive"})

    assert not struck(at_hand, "maintenance")


def test_a_tester_sets_a_fault_and_lifts_the_files():
    at_hand = table({"name": "sms-late"})
    at_hand.do(faulting.set_fault, name="maintenance", settings={})
    at_hand.do(faulting.lift_fault, name="sms-late")

    assert struck(at_hand, "maintenance")
    assert not struck(at_hand, "sms-late")


def test_what_is_met_is_journaled_once_for_each_spell():
    at_hand = table()
    met = [("maintenance", since, rank) for since in (5, 6) for rank in (-1, 3, 3, 4)]
    for _ in range(2):
        at_hand.do(suffering.write_down, met=tuple(met))
    entries = [one for one in at_hand.records().entries(0, 100) if one.kind == "fault-met"]

    assert [one.detail for one in entries] == [
        '{"name": "maintenance", "since": 5}',
        '{"name": "maintenance", "since": 6}',
    ]


def test_so_many_voters_are_noted_and_no_more():
    at_hand = table()
    world = at_hand.records().world
    met = tuple(("maintenance", 5, rank) for rank in range(VOTERS_NOTED + 100))
    noted = suffering.news(world, met)
    at_hand.do(suffering.write_down, met=met)
    rows = at_hand.records().run("SELECT rank FROM fault_use WHERE world = :world").fetchall()

    assert len(noted) == VOTERS_NOTED + 1
    assert suffering.news(world, met) == ()
    assert len(rows) == VOTERS_NOTED + 1


def test_nothing_wrong_costs_less_than_a_hash():
    tx = table().records()

    assert in_hashes(lambda: suffers(tx, tx.now, "maintenance", rank=3), times=20_000) < 1


@pytest.fixture
def voted():
    """Return an election on the table just before its count, which a fault stops for an hour."""
    fault = {"name": "count-fails", "to": "count + 1 h"}
    at_hand = table(fault)
    at_hand.advance(at_hand.election.calendar.instants.counts - at_hand.now)
    return at_hand


def test_a_count_that_fails_starts_again_and_leaves_the_seal(voted):
    at = [voted.do(closing.catch_up), voted.do(closing.catch_up)]
    sealed, counted = voted.records().state.sealed_at, voted.records().state.counted_at
    voted.advance(HOUR)
    later = voted.do(closing.catch_up)

    assert "counts" not in at[0]
    assert at[1] == []
    assert (sealed is not None, counted) == (True, None)
    assert later[0] == "counts"
    assert voted.records().state.counted_at is not None


def test_a_count_by_hand_needs_not_wait(voted):
    voted.do(closing.catch_up)
    voted.do(closing.count)
    by_hand = voted.do(closing.outcomes)
    sound = table(at=OPENS)
    sound.advance(sound.election.calendar.instants.results - sound.now)
    sound.do(closing.catch_up)

    assert by_hand == sound.do(closing.outcomes)


def test_after_a_count_by_hand_the_calendar_goes_on(voted):
    voted.do(closing.catch_up)
    voted.do(closing.count)
    voted.advance(HOUR)
    crossed = voted.do(closing.catch_up)

    assert crossed[0] == "counts"
    assert not closing.is_due(voted.records(), voted.now)
