"""The picture of a CAPTCHA: digits of a pool made in advance, laid on a noisy ground.

A pixel is four bits: two for the ink of a digit, two for the ground. Digits side by side and a
ground of the same size are therefore joined by one OR of two long integers.
"""

from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files
from itertools import chain
from typing import NamedTuple

from mockportal.portal.captcha import png

TILE_WIDTH, HEIGHT, MARGIN = 52, 76, 16
VARIANTS, GROUNDS = 12, 8
MOST_DIGITS = 8  # as many as an election file may ask for

_INKS: tuple[tuple[png.Colour, png.Colour, png.Colour], ...] = (
    ((24, 42, 98), (126, 150, 204), (240, 244, 252)),
    ((86, 28, 78), (190, 140, 180), (251, 241, 249)),
    ((14, 74, 62), (118, 176, 160), (238, 249, 245)),
    ((104, 42, 16), (208, 158, 122), (253, 245, 237)),
    ((52, 46, 60), (156, 150, 168), (245, 244, 247)),
    ((10, 66, 96), (112, 170, 196), (237, 247, 251)),
)


class _Pool(NamedTuple):
    tiles: tuple[tuple[tuple[bytes, ...], ...], ...]
    grounds: tuple[tuple[bytes, ...], ...]


@lru_cache(maxsize=128)
def image(captcha_id: str, digits: str) -> bytes:
    """Return the PNG of a challenge: always the same for one id, on every process."""
    pool = _pool()
    ground, ink, *variants = blake2b(captcha_id.encode(), digest_size=2 + len(digits)).digest()
    width = 2 * MARGIN + TILE_WIDTH * len(digits)
    columns: list[tuple[bytes, ...]] = [_blank(1 + MARGIN // 2)]
    for digit, variant in zip(digits, variants, strict=True):
        columns.append(pool.tiles[int(digit)][variant % VARIANTS])
    columns.append(_blank(MARGIN // 2))
    above = b"".join(chain.from_iterable(zip(*columns, strict=True)))
    below = b"".join(b"\0" + row[: width // 2] for row in pool.grounds[ground % GROUNDS])
    both = int.from_bytes(above) | int.from_bytes(below)
    return png.encode(width, both.to_bytes(len(above)), palette(ink % len(_INKS)))


def _blank(width: int) -> tuple[bytes, ...]:
    return (bytes(width),) * HEIGHT


@lru_cache
def _pool() -> _Pool:
    """Read the pool, once: about 1 MB."""
    here = files(__package__)
    digits = png.decode((here / "digits.png").read_bytes())
    grounds = png.decode((here / "grounds.png").read_bytes())
    step = TILE_WIDTH // 2
    return _Pool(
        tiles=tuple(
            tuple(
                tuple(row[digit * step : (digit + 1) * step] for row in _band(digits, variant))
                for variant in range(VARIANTS)
            )
            for digit in range(10)
        ),
        grounds=tuple(_band(grounds, ground) for ground in range(GROUNDS)),
    )


def _band(rows: tuple[bytes, ...], index: int) -> tuple[bytes, ...]:
    return rows[index * HEIGHT : (index + 1) * HEIGHT]


@lru_cache
def palette(index: int) -> tuple[png.Colour, ...]:
    """Return the colour of every pair of ink (two high bits) and ground (two low bits)."""
    ink, noise, paper = _INKS[index]
    return tuple(
        _mix(_mix(paper, noise, ground), ink, pressure)
        for pressure in range(4)
        for ground in range(4)
    )


def _mix(below: png.Colour, above: png.Colour, thirds: int) -> png.Colour:
    red, green, blue = (
        (under * (3 - thirds) + over * thirds) // 3
        for under, over in zip(below, above, strict=True)
    )
    return red, green, blue
