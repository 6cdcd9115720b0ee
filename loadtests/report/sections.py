"""The sections of the page, in their order."""

from collections.abc import Iterator

from loadtests.report.health_sections import errors, generator, messages, portal
from loadtests.report.load_sections import arrivals, latency, steps
from loadtests.report.sizing import sizing
from loadtests.report.telling import Section, Told


def sections(told: Told) -> Iterator[Section]:
    """Yield each section that the run has figures for."""
    yield arrivals(told)
    yield latency(told)
    yield steps(told)
    yield errors(told)
    yield from messages(told)
    yield generator(told)
    yield from portal(told)
    yield from sizing(told)
