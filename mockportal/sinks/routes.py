"""Every address of the sinks on the console's port."""

from collections.abc import Sequence

from aiohttp import web

from mockportal.sinks.gateway import Gateway
from mockportal.sinks.receiving import Receiver


def routes(receiver: Receiver) -> Sequence[web.RouteDef]:
    """Return the routes to be served by the console's application, behind its token."""
    gateway = Gateway(receiver)
    return [web.post("/sms/messages", gateway.take_json)]
