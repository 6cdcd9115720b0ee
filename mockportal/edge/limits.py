"""How much and how long one client may ask of a listener; seconds are real seconds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one listener. Deadlines: AUDIT L7; sizes: ATTACKS H07, H08, C06."""

    header_seconds: float = 10
    body_seconds: float = 20
    idle_seconds: float = 15
    linger_seconds: float = 2
    body_bytes: int = 64 * 1024
    line_bytes: int = 8192
    field_bytes: int = 8190  # not the same as a line's: tells which of the two was too long
    headers: int = 100
    pipelined: int = 16
    connections: int = 4096
    per_address: int = 3072
    turned_away: int = 256  # so many at once are told that there is no room, more are cut
