"""Which methods an address of the API knows."""

import re

from aiohttp import hdrs

from mockportal.console.routes import CALLS


def methods_at(path: str) -> tuple[str, ...]:
    """Return the methods of an address of the API; none for any other address."""
    found = {call.method for shape, call in _SHAPES if shape.fullmatch(path)}
    if path.endswith("/voters/claim"):
        found -= {hdrs.METH_GET}
    return tuple(sorted(found | ({hdrs.METH_HEAD} if hdrs.METH_GET in found else set())))


_SHAPES = [(re.compile("/api" + re.sub(r"{[a-z]+}", "[^/]+", call.path)), call) for call in CALLS]
