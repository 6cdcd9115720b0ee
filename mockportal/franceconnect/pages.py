"""The stub's pages: templates compiled once, small enough to be rendered for each request."""

import json
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from mockportal.domain.franceconnect.codes import PAGES, WITH_HELP, Family
from mockportal.franceconnect import wording
from mockportal.franceconnect.assets import hashed

_TEMPLATES = Path(__file__).parent / "templates"


def render(name: str, prefix: str, **facts: Any) -> bytes:
    """Return a page; ``prefix`` is what the paths of this election begin with.

    Pages that differ by one token alone are rendered once and filled in: nobody's data is kept.
    """
    hole = _HOLES.get(name)
    if hole is None:
        return _template(name).render(prefix=prefix, **facts).encode()
    token = facts.pop(hole).encode()
    return _shape(name, hole, json.dumps({**facts, "prefix": prefix})).replace(_MARK, token)


_HOLES = {"choice": "csrf", "login": "state"}
_MARK = b"\x00hole\x00"


@lru_cache(maxsize=512)
def _shape(name: str, hole: str, facts: str) -> bytes:
    """Return a page with a mark where its token goes; tokens are of URL-safe characters."""
    return _template(name).render({**json.loads(facts), hole: _MARK.decode()}).encode()


def error_page(code: str, prefix: str, service: str = "") -> tuple[int, bytes]:
    """Return status and page of an error code, of either dialect."""
    known = f"Y{code[1:]}"
    family, status = PAGES[known]
    body = render(
        "error",
        prefix,
        code=code,
        message=wording.MESSAGES[family],
        service=service,
        reference=str(uuid4()),
        help=known in WITH_HELP,
    )
    return status, body


def codes_page(prefix: str) -> bytes:
    """Return the page that lists every code, family by family."""
    families = {
        family: sorted(code for code, (found, _) in PAGES.items() if found is family)
        for family in Family
    }
    return render("codes", prefix, families=families, messages=wording.MESSAGES, pages=PAGES)


@cache
def _template(name: str) -> Template:
    return _environment().get_template(f"{name}.html")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(
        hashed=hashed,
        name=wording.NAME,
        banner=wording.BANNER,
        identifiers=wording.IDENTIFIERS,
        wrongs=wording.WRONG,
        describe=wording.told,
        claims=wording.CLAIMS,
    )
    return environment
