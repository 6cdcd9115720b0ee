"""Instants: milliseconds since the epoch, read and written as Paris time."""

from datetime import UTC, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

Millis: TypeAlias = int
"""An instant (since the epoch, UTC) or a duration, in milliseconds."""

SECOND: Millis = 1_000
MINUTE: Millis = 60 * SECOND
HOUR: Millis = 60 * MINUTE
DAY: Millis = 24 * HOUR

PARIS = ZoneInfo("Europe/Paris")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def millis(at: datetime) -> Millis:
    """Return an instant as milliseconds; without an offset it is Paris time."""
    aware = at if at.tzinfo else at.replace(tzinfo=PARIS)
    return (aware - _EPOCH) // timedelta(milliseconds=1)


def paris(at: Millis) -> datetime:
    """Return an instant on the wall clock of Paris."""
    return utc(at).astimezone(PARIS)


def utc(at: Millis) -> datetime:
    """Return an instant as most programs of others read it."""
    return _EPOCH + timedelta(milliseconds=at)


def date_in_words(at: Millis) -> str:
    """Return « jeudi 01 décembre 2022 », as the portal writes a date."""
    day = paris(at)
    return f"{_DAYS[day.weekday()]} {day.day:02} {_MONTHS[day.month - 1]} {day.year}"


def hour_in_words(at: Millis) -> str:
    """Return « 08h00 », as the portal writes an hour."""
    return f"{paris(at):%Hh%M}"
