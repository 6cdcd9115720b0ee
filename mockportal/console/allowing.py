"""Which methods an address of the API knows."""

import re
from collections.abc import Iterable

from aiohttp import hdrs

from mockportal.console.calls import Described
from mockportal.console.routes import CALLS

Shapes = tuple[tuple[re.Pattern[str], str], ...]
"""Addresses as patterns, each with a method."""


def shapes(calls: Iterable[Described]) -> Shapes:
    """Return the addresses of some calls."""
    return tuple(
        (re.compile("/api" + re.sub(r"{[a-z]+}", "[^/]+", call.path)), call.method)
        for call in calls
    )


def methods_at(path: str, known: Shapes) -> tuple[str, ...]:
    """Return the methods of an address of the API; none for any other address."""
    found = {method for shape, method in known if shape.fullmatch(path)}
    if path.endswith(("/voters/claim", "/authorizations/direct")):
        found -= {hdrs.METH_GET}
    return tuple(sorted(found | ({hdrs.METH_HEAD} if hdrs.METH_GET in found else set())))


OWN = shapes(CALLS)
