"""Where letters may go besides this machine: only where the configuration says so."""

import asyncio

import pytest

from mockportal.sinks.targets import Target, TargetRefused
from mockportal.tests.live import Loop


@pytest.fixture
def loop():
    """Give a loop of its own: a browser's may be running in this thread."""
    loop = Loop()
    yield loop
    loop.close()


@pytest.mark.attack("J07")
@pytest.mark.parametrize(
    "place",
    [
        "169.254.169.254:25",
        "[::ffff:127.0.0.1]:25",
        "[::ffff:169.254.169.254]:25",
        "2130706433:25",
        "0x7f.1:25",
        "0.0.0.0:25",
        "10.0.0.1:25",
        "relais.example:25",
        "file:///etc/passwd",
        "relais.example",
        ":25",
        "relais.example:0",
        "relais.example:٢٥",
    ],
)
def test_a_relay_that_is_not_named_is_refused(place):
    with pytest.raises(TargetRefused):
        Target.named(place, ["autre.example:25"])


@pytest.mark.attack("J07")
@pytest.mark.parametrize("place", ["169.254.169.254:25", "[::ffff:127.0.0.1]:25", "0.0.0.0:25"])
def test_even_a_named_relay_is_not_called_at_an_address_that_is_none(loop, place):
    target = Target.named(place, [place.replace("[", "").replace("]", "")])

    with pytest.raises(TargetRefused):
        loop.run(target.connect())


@pytest.mark.parametrize("place", ["127.0.0.1:2525", "localhost:25", "[::1]:25"])
def test_this_machine_is_allowed(place):
    Target.named(place, [])


@pytest.mark.attack("J07")
def test_a_name_that_leads_elsewhere_than_it_did_is_refused_at_the_connection(loop, monkeypatch):
    target = Target.named("localhost:25", [])

    async def rebound(self, *_, **__):
        return [(2, 1, 6, "", ("10.1.2.3", 25))]

    monkeypatch.setattr(asyncio.SelectorEventLoop, "getaddrinfo", rebound)

    with pytest.raises(TargetRefused, match="allow-list"):
        loop.run(target.connect())
