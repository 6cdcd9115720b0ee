"""What the inbox looks like: words and shapes, no requests."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from mockportal import edge
from mockportal.domain.gsm7 import segments, units
from mockportal.domain.instants import Millis, date_in_words, paris
from mockportal.sinks.as_stored import as_it_came
from mockportal.sinks.mailpit import attachments
from mockportal.usecases.message_records import Search
from mockportal.usecases.messages import Seen

ALL = Search()
SOURCE_MOST = 200_000  # characters shown on the page; the rest is a click away
KINDS = {
    "activation-opening": "Ouverture",
    "activation-again": "Activation",
    "password-reset": "Mot de passe",
    "reissue-link": "Code de vote",
    "reissue-code": "Code de vote",
    "security-notice": "Avis",
    "provider-code": "FranceConnect",
    "franceconnect-notice": "FranceConnect",
    "bounce": "Retour à l'expéditeur",
}
STATES = {"repeated": "déjà reçu", "bounced": "refusé"}

_HERE = Path(__file__).parent
_LINK = re.compile(r"https?://[^\s<>\"'`\\^{}|]+[^\s<>\"'`\\^{}|.,;:!?)\]»’]")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is shown, and how."""

    box: str
    title: str
    words: str
    channel: str
    number: int
    most: int
    view: str

    def link(self, **changes: str) -> str:
        """Return the address of this page, with changes."""
        now = {"q": self.words, "canal": self.channel, **changes}
        query = urlencode({key: value for key, value in now.items() if value})
        return f"/inbox/{self.box}?{query}" if query else f"/inbox/{self.box}"


def shelf(listed: Sequence[tuple[str, str, int]]) -> str:
    """Return the page of all boxes."""
    return _environment().get_template("shelf.html").render(listed=listed)


def inbox(asked: Asked, found: Sequence[Seen], opened: Seen | None, spoken: Sequence[Seen]) -> str:
    """Return the page of one box."""
    listed, more = found[: asked.number], len(found) > asked.number
    return (
        _environment()
        .get_template("inbox.html")
        .render(
            asked=asked,
            listed=listed,
            more=min(asked.number * 2, asked.most) if more and asked.number < asked.most else 0,
            opened=opened,
            spoken=spoken,
            pieces=attachments(opened) if opened and opened.message.channel == "mail" else (),
        )
    )


@cache
def assets() -> edge.Assets:
    """Return style and script."""
    return edge.Assets(_HERE / "static")


def linked(text: str) -> Markup:
    """Return a text with its addresses to be followed, everything else escaped."""
    pieces, end = list[Markup](), 0
    for found in _LINK.finditer(text):
        pieces.append(escape(text[end : found.start()]))
        link = '<a href="{0}" target="_blank" rel="noopener noreferrer">{0}</a>'
        pieces.append(Markup(link).format(found[0]))
        end = found.end()
    pieces.append(escape(text[end:]))
    return Markup("").join(pieces)


def hour(at: Millis) -> str:
    """Return « 08:47 »."""
    return f"{paris(at):%H:%M}"


def day(at: Millis) -> str:
    """Return « jeudi 01 décembre 2022 »."""
    return date_in_words(at)


def number(to: str) -> str:
    """Return a French mobile number as it is read: « 06 39 98 22 02 »."""
    found = re.fullmatch(r"\+33([0-9])([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})", to)
    return "\N{NO-BREAK SPACE}".join((f"0{found[1]}", *found.groups()[1:])) if found else to


@dataclass(frozen=True, slots=True)
class Day:
    """What came on one day of the election's clock."""

    day: str
    messages: tuple[Seen, ...]


def by_day(listed: Sequence[Seen]) -> list[Day]:
    """Return messages in the order given, day by day."""
    days = groupby(listed, key=lambda seen: day(seen.message.at))
    return [Day(name, tuple(together)) for name, together in days]


def size(text: str) -> str:
    """Return how many segments a text message takes, in words."""
    taken, parts = units(text), segments(text)
    letters = f"{taken} signes" if taken is not None else "hors alphabet GSM"
    return f"{parts} segment{'s' if parts > 1 else ''}, {letters}"


def source(seen: Seen) -> str:
    """Return a mail as it came, as far as a page shows it."""
    return as_it_came(seen.stored).decode("utf-8", "replace")[:SOURCE_MOST]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(static=lambda name: f"/inbox/static/{assets().name(name)}")
    environment.globals.update(kinds=KINDS, states=STATES)
    shapes = {"linked": linked, "hour": hour, "day": day, "number": number, "size": size}
    environment.filters.update(shapes, source=source, groupby_day=by_day)
    return environment
