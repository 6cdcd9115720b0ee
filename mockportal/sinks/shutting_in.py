"""Somebody else's HTML, shown so that it runs nothing and calls nobody."""

from aiohttp import web
from selectolax.lexbor import LexborHTMLParser

MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
"""What somebody else's HTML may do here: look like something, and have its links followed."""

_FRAMES = ["iframe", "frame", "object", "embed"]


def shut_in(html: str) -> str:
    """Return a mail's page without its frames, its links opening elsewhere.

    The policy forbids frames too, but Chromium connects to where one would lead before it asks.
    """
    page = LexborHTMLParser(html)
    page.strip_tags(_FRAMES)
    return f'<!doctype html><base target="_blank">{page.html or ""}'


def shut_in_answer(html: str) -> web.Response:
    """Return the answer that shows a mail's page."""
    response = web.Response(text=shut_in(html), content_type="text/html")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    response.headers["X-DNS-Prefetch-Control"] = "off"
    return response
