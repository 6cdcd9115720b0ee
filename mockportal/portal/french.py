"""Durations and numbers as a French page writes them."""

from mockportal.domain.instants import Millis

_THIN = "\u202f"


def countdown(left: Millis) -> tuple[str, str, str]:
    """Return days, hours and minutes, two digits each, rounded down."""
    minutes = max(left, 0) // 60_000
    return f"{minutes // 1440:02}", f"{minutes // 60 % 24:02}", f"{minutes % 60:02}"


def number(value: int) -> str:
    """Return « 12 345 », with the narrow space of French typography."""
    return f"{value:,}".replace(",", _THIN)


def percent(share: float) -> str:
    """Return a share of 1 as « 39,8 % »."""
    return f"{share * 100:.1f}".replace(".", ",") + f"{_THIN}%"
