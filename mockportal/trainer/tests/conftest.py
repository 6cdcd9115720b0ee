"""A trainer at the console, a class, and pupils at their browsers."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import httpx
import pytest

from mockportal.client.classes import ClassStanding
from mockportal.console.admission import FORM_TOKEN, form_token
from mockportal.tests import plain
from mockportal.tests.live import LiveServer


@pytest.fixture
def trainer(server) -> Iterator[httpx.Client]:
    """Give the trainer's browser: it has exchanged the token for a cookie."""
    own = {"Origin": server.console, FORM_TOKEN: form_token(server.token)}
    with plain.Client(base_url=server.console, headers=own) as browser:
        browser.get("/", params={"token": server.token})
        yield browser


@pytest.fixture
def classroom(control) -> Callable[..., ClassStanding]:
    """Return how to open a class."""

    def opened(**told) -> ClassStanding:
        return control.call(ClassStanding, "POST", "classes", {"seats": 3, **told})

    return opened


@dataclass
class Pupil:
    """A pupil's browser."""

    browser: httpx.Client

    def join(self, code: str) -> httpx.Response:
        """Press the button of the class's page."""
        return self.browser.post(f"/classe/{code}")

    def desk(self) -> str:
        """Read one's own desk."""
        return self.browser.get("/classe/moi").text

    @property
    def seat(self) -> int:
        """Return the seat the desk tells."""
        return int(re.search(r'class="place">Place <b>(\d+)', self.desk())[1])


@pytest.fixture
def pupils(server: LiveServer) -> Iterator[Callable[[], Pupil]]:
    """Give a way to have one more pupil."""
    with ExitStack() as kept:

        def come() -> Pupil:
            browser = plain.Client(base_url=server.portal)
            return Pupil(kept.enter_context(browser))

        yield come


@pytest.fixture
def standing(control) -> Callable[[ClassStanding], ClassStanding]:
    """Return how a class stands now."""
    return lambda one: control.call(ClassStanding, "GET", f"elections/{one.election}/class")
