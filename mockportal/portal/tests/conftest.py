"""What tests of the portal's pages share."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mockportal.election import Election
from mockportal.portal.tests.state import stored
from mockportal.portal.tests.visitor import Visitor
from mockportal.tests.live import LiveServer, StoreAtHand

Browse = Callable[..., Visitor]


@pytest.fixture
def browse(server: LiveServer, election: Election) -> Iterator[Browse]:
    """Give as many browsers as a test asks for, at its election or another."""
    opened: list[Visitor] = []

    def another(at: Election | None = None) -> Visitor:
        opened.append(Visitor(server, at or election))
        return opened[-1]

    yield another
    for visitor in opened:
        visitor.close()


@pytest.fixture
def visitor(browse: Browse) -> Visitor:
    """Return a browser at the test's election."""
    return browse()


@pytest.fixture
def voter(visitor: Visitor) -> Visitor:
    """Return a browser in which an elector has entered the printed code."""
    visitor.vote_ready(visitor.elector())
    return visitor


@pytest.fixture
def state(store: StoreAtHand, election: Election) -> Callable[[], Any]:
    """Give a way to read everything the election has stored."""
    return lambda: store.ask(election.id, stored)


@pytest.fixture
def advance(store: StoreAtHand, election: Election, control: Any) -> Callable[[float], None]:
    """Give a way to let the election's time pass, in seconds."""
    return lambda seconds: control.election(election.id).advance(seconds=seconds)


@pytest.fixture
def remote(control: Any, election: Election) -> Any:
    """Return the test's election in a tester's hand."""
    return control.election(election.id)


@pytest.fixture
def sound(store: StoreAtHand, election: Election) -> Callable[[], dict[str, int]]:
    """Give a check that the audit holds; it returns the ballots of each scrutin."""

    def audit() -> dict[str, int]:
        report = store.loop.run(store.behind.audit(election.id))
        assert report.holds, [one for one in report.checks if not one.holds]
        return report.ballots

    return audit
