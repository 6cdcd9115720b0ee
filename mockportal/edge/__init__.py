"""What all listeners share: the hardened server, the checks of a request, the reading of bodies."""

from mockportal.edge.answers import SECURITY_HEADERS, Answers, headers_with_form_action
from mockportal.edge.arrivals import EdgeSite
from mockportal.edge.assets import Asset, Assets
from mockportal.edge.bodies import read_body, read_form, read_json, read_query
from mockportal.edge.checks import LOOPBACK, check
from mockportal.edge.cookies import cookie_values
from mockportal.edge.forms import parse_form
from mockportal.edge.jsontext import Json, parse_json
from mockportal.edge.limits import Limits
from mockportal.edge.refusals import (
    Host,
    Incident,
    Media,
    Slow,
    TooLarge,
    TooLong,
    Version,
    WrongMethod,
    status,
)
from mockportal.edge.server import runner, short_of_room

__all__ = [
    "LOOPBACK",
    "SECURITY_HEADERS",
    "Answers",
    "Asset",
    "Assets",
    "EdgeSite",
    "Host",
    "Incident",
    "Json",
    "Limits",
    "Media",
    "Slow",
    "TooLarge",
    "TooLong",
    "Version",
    "WrongMethod",
    "check",
    "cookie_values",
    "headers_with_form_action",
    "parse_form",
    "parse_json",
    "read_body",
    "read_form",
    "read_json",
    "read_query",
    "runner",
    "short_of_room",
    "status",
]
