"""The cast: everyone once, in the declared mix, the same whoever computes it."""

import math
from types import SimpleNamespace

import pytest

from loadtests import casting, rush_files
from loadtests.plan import Plan
from loadtests.rush import Rush
from mockportal.election import load
from mockportal.election.loading import dumped

_FITS = {"vote": lambda e: e.activated, "activate": lambda e: not e.activated}


class ARoll:
    """Electors of whom one in five is not active."""

    def __init__(self, size):
        self.size = size

    def __len__(self):
        return self.size

    def __getitem__(self, rank):
        return SimpleNamespace(rank=rank, activated=rank % 5 != 0)


def a_rush(rate=100.0, seed=3):
    declared = {
        "title": "a rush",
        "rate": rate,
        "seed": seed,
        "segment": [{"shape": "constant", "lasts": "60 s"}],
        "journey": [
            {"journey": "vote", "share": "85 %"},
            {"journey": "activate", "share": "15 %"},
        ],
    }
    return Rush.model_validate(declared)


def test_nobody_comes_twice_and_everyone_fits_the_journey():
    roll = ARoll(40_000)

    played = list(casting.cast(a_rush(), roll, _FITS))

    assert len({arrival.rank for arrival in played}) == len(played)
    assert all(_FITS[arrival.journey](roll[arrival.rank]) for arrival in played)


def test_the_mix_is_the_declared_one():
    played = list(casting.cast(a_rush(), ARoll(40_000), _FITS))

    activating = sum(arrival.journey == "activate" for arrival in played)

    assert abs(activating - 0.15 * len(played)) < 4.5 * math.sqrt(0.15 * 0.85 * len(played))


def test_two_workers_play_exactly_what_one_would():
    alone = list(casting.cast(a_rush(), ARoll(40_000), _FITS))

    halves = [
        list(casting.part(casting.cast(a_rush(), ARoll(40_000), _FITS), i, 2)) for i in (0, 1)
    ]

    assert sorted(halves[0] + halves[1], key=lambda arrival: arrival.number) == alone
    assert not {a.rank for a in halves[0]} & {a.rank for a in halves[1]}


def test_a_shipped_rush_has_the_same_arrivals_and_voters_for_one_worker_and_for_two():
    election = dumped(load("electionspro2022"))
    plan = Plan("run", rush_files.declared("opening"), {"lasts": 60.0}, election, "http://[::1]")

    alone = list(plan.arrivals(0, 1))
    halves = [list(plan.arrivals(i, 2)) for i in (0, 1)]

    assert len(alone) > 500
    assert sorted(halves[0] + halves[1], key=lambda arrival: arrival.number) == alone


def test_a_roll_that_is_too_small_is_refused_with_what_to_do():
    with pytest.raises(casting.TooFewVoters, match="larger election"):
        list(casting.cast(a_rush(), ARoll(500), _FITS))


def test_the_whole_roll_can_be_used():
    roll = ARoll(997)
    everyone = Rush.model_validate(
        {
            "title": "all",
            "rate": 997,
            "process": "regular",
            "segment": [{"shape": "constant", "lasts": "1 s"}],
            "journey": [{"journey": "any", "share": "100 %"}],
        }
    )

    played = casting.cast(everyone, roll, {"any": lambda elector: True})

    assert sorted(arrival.rank for arrival in played) == list(range(997))
