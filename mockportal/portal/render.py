"""Pages as bytes: Jinja2 once per shape, then only holes to fill.

A *shape* is what decides the structure of a page: phase, refusal, where each scrutin stands.
Templates are rendered once per election, template and shape; ``{{ hole("name") }}`` leaves a
mark where a request puts its own text, escaped. Rendering anew cost 77-127 microseconds a
page, filling costs a few: most of what one processor can serve.
"""

import re
from collections.abc import Hashable, Mapping
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from mockportal.election import Election
from mockportal.portal import french
from mockportal.portal.assets import static
from mockportal.portal.candidates import candidates
from mockportal.portal.choices import choice_holes
from mockportal.portal.guidance import guidance

TEMPLATES = Path(__file__).parent / "templates"
"""One template per page, named like its path."""

COMMON = frozenset(
    {"now_ms", "speed", "frozen", "session_ms", "jeton", "cle", "refusal_text"}
    | {"days", "hours", "minutes"}
)
"""Holes any request may offer, whether or not the page in hand has them."""

_MARK = "\x00"
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_INDENTS = re.compile(r"\s*\n\s*")
_CORRECTED = (("Veillez choisir", "Veuillez choisir"), ("Elections", "Élections"))


class WrongHoles(ValueError):
    """A request offered other holes than the page has."""


class Page:
    """One shape of a page: constant bytes and, between them, holes."""

    __slots__ = ("_parts", "_slots", "names")

    def __init__(self, rendered: str) -> None:
        pieces = rendered.split(_MARK)
        names = pieces[1::2]
        self._parts = [piece.encode() for piece in pieces]
        self._slots = tuple(zip(range(1, len(pieces), 2), names, strict=True))
        self.names = frozenset(names)

    def fill(self, holes: Mapping[str, str]) -> bytes:
        """Return the page with each hole replaced by its escaped text.

        ``Markup`` passes unescaped, for constants of our own such as a drawing.
        Refuses: WrongHoles, when one is missing or is unknown and not in ``COMMON``.
        """
        if len(holes) != len(self.names):
            self._check(holes)
        parts = self._parts.copy()
        try:
            for place, name in self._slots:
                parts[place] = escape(holes[name]).encode()
        except KeyError:
            self._check(holes)
            raise
        return b"".join(parts)

    def _check(self, holes: Mapping[str, str]) -> None:
        missing, unknown = self.names - holes.keys(), holes.keys() - self.names - COMMON
        if missing or unknown:
            raise WrongHoles(f"missing {sorted(missing)}, unknown {sorted(unknown)}")


class Pages:
    """The pages of one election, kept in the shapes that were asked for last."""

    def __init__(self, election: Election, *, kept: int = 256) -> None:
        self._constants = _constants(election)
        self._corrected = election.wording.corrected
        self._kept = lru_cache(maxsize=kept)(self.once)
        self._choices = lru_cache(maxsize=kept)(partial(_choice, election))

    def page(self, template: str, **shape: Hashable) -> Page:
        """Return a page, rendered the first time this shape is asked for."""
        return self._kept(template, **shape)

    def choice(self, scrutin_id: str, choice: str) -> Mapping[str, str]:
        """Return what ``vote-confirmation.html`` shows of a list, or of the blank vote."""
        return self._choices(scrutin_id, choice)

    def once(self, template: str, **shape: Any) -> Page:
        """Return a page rendered for this call only: for shapes without bound."""
        wanted = {"refusal": "", "next": False, "bare_lists": frozenset(), **shape}
        rendered = _environment().get_template(template).render(self._constants, **wanted)
        text = _INDENTS.sub("\n", rendered)
        for seed, corrected in _CORRECTED if self._corrected else ():
            text = text.replace(seed, corrected)
        return Page(text)


def bare_page(title: str, refusal: str, text: str) -> bytes:
    """Return a refusal that speaks for no election: the banner, a heading, a sentence."""
    return _bare("_bare.html").fill({"title": title, "refusal": refusal, "refusal_text": text})


@cache
def waiting_page(refusal: str, text: str, seconds: int) -> bytes:
    """Return a page that reloads by itself, made once: whoever has no time gives it away."""
    holes = {"title": "Veuillez patienter", "refusal": refusal, "refusal_text": text}
    return _bare("_busy.html").fill({**holes, "refresh_s": str(seconds)})


def hole(name: str) -> Markup:
    """Mark a place that each request fills with its own text."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"not the name of a hole: {name!r}")
    return Markup(f"{_MARK}{name}{_MARK}")


def _choice(election: Election, scrutin_id: str, choice: str) -> Mapping[str, str]:
    scrutin = election.scrutin(scrutin_id)
    if scrutin is None:
        raise KeyError(scrutin_id)
    return choice_holes(scrutin, choice)


def _constants(election: Election) -> dict[str, Any]:
    instants = election.calendar.instants
    return {
        "election": election,
        "base": f"/{election.id}/portail",
        "seed": election.electorate.seed,
        "opens_ms": instants.opens,
        "closes_ms": instants.closes,
        "open_line": election.calendar.in_words,
    }


@cache
def _bare(template: str) -> Page:
    return Page(_INDENTS.sub("\n", _environment().get_template(template).render()))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(hole=hole, static=static, candidates=candidates)
    environment.globals.update(guidance=guidance())
    environment.filters.update(number=french.number, percent=french.percent)
    return environment
