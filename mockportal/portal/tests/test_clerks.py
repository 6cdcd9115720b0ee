"""A mock that plays a slow system follows the theory of queues, and turns away whom it must."""

from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate
from random import Random
from statistics import fmean

import httpx
import pytest

from mockportal.domain.refusals import Busy
from mockportal.election.capacity import Capacity
from mockportal.portal.clerks import Clerks


def clerks(**declared):
    return Clerks(Capacity(**declared), "seed")


def arrivals(rate, number):
    draw = Random("arrivals").expovariate
    return list(accumulate(draw(rate) for _ in range(number)))


@pytest.mark.parametrize(("use", "wait"), [(0.5, 0.0087), (0.7, 0.0357), (0.9, 0.197)])
def test_the_mean_wait_is_that_of_erlang(use, wait):
    served = clerks(servers=4, service_ms=100)
    instants = arrivals(use * 4 / 0.1, 400_000)

    stays = [served.take(now, "accueil", newcomer=True) - now for now in instants]

    assert fmean(stays) == pytest.approx(0.1 + wait, rel=0.05)


@pytest.mark.parametrize("spread", ["fixed", "exponential", "log-normal"])
def test_services_have_their_mean_whatever_their_spread(spread):
    served = clerks(servers=1, service_ms=50, spread=spread)

    stays = [served.take(now * 100.0, "x", newcomer=False) - now * 100.0 for now in range(20_000)]

    assert fmean(stays) == pytest.approx(0.05, rel=0.03)


def test_a_page_may_take_longer_than_others():
    served = clerks(servers=1, service_ms=10, spread="fixed", steps={"vote-confirmation": 70})

    assert served.take(0, "vote-confirmation", newcomer=False) == pytest.approx(0.07)


def test_who_finds_the_queue_full_is_told_so():
    served = clerks(servers=2, service_ms=1000, spread="fixed", queue=1)
    done = [served.take(0, "x", newcomer=False) for _ in range(3)]

    with pytest.raises(Busy):
        served.take(0.5, "x", newcomer=False)

    assert done == [1, 1, 2]
    assert served.take(1.5, "x", newcomer=False) == 2.5


def test_newcomers_are_kept_outside_before_the_others():
    served = clerks(servers=1, service_ms=1000, spread="fixed", queue=5, room=1)
    served.take(0, "x", newcomer=True)
    served.take(0, "x", newcomer=True)

    with pytest.raises(Busy):
        served.take(0, "accueil", newcomer=True)

    assert served.take(0, "x", newcomer=False) == 3


def test_an_election_is_as_slow_as_it_declares(control):
    capacity = {"servers": 1, "service_ms": 300, "spread": "fixed", "queue": 0}
    election = control.create("formation", settings={"capacity": capacity})
    httpx.get(election.home)  # the clerks are hired

    with ThreadPoolExecutor(3) as visitors:
        answers = list(visitors.map(lambda _: httpx.get(election.home), range(3)))

    assert sorted(one.status_code for one in answers) == [200, 503, 503]
    assert max(one.elapsed.total_seconds() for one in answers) >= 0.3
