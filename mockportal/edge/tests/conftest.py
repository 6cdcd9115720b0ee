"""Sites behind the edge, on both event loops."""

import asyncio

import pytest
import uvloop

from mockportal.edge.tests import small_site

LOOPS = {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}


@pytest.fixture(scope="session", params=LOOPS)
def standing_site(request):
    """Return a site with the limits of production, kept for the whole run."""
    with small_site.running(LOOPS[request.param]) as site:
        yield site


@pytest.fixture
def site(standing_site):
    """Return a site to which nobody has spoken yet."""
    standing_site.seen.clear()
    return standing_site


@pytest.fixture(params=LOOPS)
def running(request):
    """Return how to run a site of one's own."""

    def run(**options):
        return small_site.running(LOOPS[request.param], **options)

    return run
