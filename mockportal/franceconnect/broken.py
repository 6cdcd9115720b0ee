"""Answers that are wrong on purpose: faults of the token and userinfo endpoints."""

import json
from collections.abc import Callable
from typing import Any

from aiohttp import hdrs, web

from mockportal.franceconnect.problems import JSON, json_response

HUGE = 2 * 1024 * 1024
NOWHERE = "http://169.254.169.254/latest/"
"""An address no client should follow a redirect to."""


def broken_answer(name: str, call: web.Request, good: dict[str, Any]) -> web.Response | None:
    """Return the answer of a fault; None when the fault leaves the answer its form."""
    make = _ANSWERS.get(name)
    return make(call, good) if make is not None else None


def _reset(call: web.Request, good: dict[str, Any]) -> web.Response:
    if call.transport is not None:
        call.transport.abort()
    return web.Response(status=500)


def _huge(call: web.Request, good: dict[str, Any]) -> web.Response:
    body = json.dumps({**good, "padding": "x" * HUGE}).encode()
    return web.Response(body=body, content_type=JSON)


def _redirect(call: web.Request, good: dict[str, Any]) -> web.Response:
    return web.Response(status=302, headers={hdrs.LOCATION: NOWHERE})


def _refusal(status: int, error: str) -> Callable[[web.Request, dict[str, Any]], web.Response]:
    told = {"error": error, "error_description": "fault"}
    return lambda call, good: json_response(told, status)


_ANSWERS: dict[str, Callable[[web.Request, dict[str, Any]], web.Response]] = {
    "tok_500": _refusal(500, "server_error"),
    "tok_401": _refusal(401, "invalid_client"),
    "tok_invalid_grant": _refusal(400, "invalid_grant"),
    "tok_reset": _reset,
    "tok_not_json": lambda call, good: web.Response(text="<p>pas du JSON", content_type=JSON),
    "tok_huge": _huge,
    "tok_redirect": _redirect,
    "tok_no_id_token": lambda call, good: json_response(
        {name: value for name, value in good.items() if name != "id_token"}
    ),
    "ui_500": _refusal(500, "server_error"),
    "ui_401": _refusal(401, "invalid_token"),
    "ui_huge": _huge,
}
