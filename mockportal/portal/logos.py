"""A neutral drawing for each candidate list: the same everywhere, meaning nothing."""

from functools import lru_cache
from hashlib import blake2b

from markupsafe import escape

_GROUNDS = (
    ("#dfeaf2", "#2f5d7c"), ("#e6efdf", "#4a6b35"), ("#f4e6da", "#8a5227"), ("#ece4f1", "#674a80"),
    ("#f5e1e1", "#8c4246"), ("#dcefec", "#23695f"), ("#f3edd3", "#75621a"), ("#e4e5e9", "#4b5263"),
    ("#e0e6f7", "#3d519b"), ("#f3e1ee", "#86407a"), ("#e9e4da", "#655640"), ("#dff0f5", "#1f677d"),
)  # fmt: skip
_SHAPES = (
    '<circle cx="48" cy="48" r="26"/>',
    '<rect x="24" y="24" width="48" height="48" rx="10"/>',
    '<path d="M48 18 78 48 48 78 18 48Z"/>',
    '<path d="M48 20 80 74H16Z"/>',
    '<path d="M48 17 75 33V63L48 79 21 63V33Z"/>',
    '<path d="M18 62a30 30 0 0 1 60 0Z"/>',
    '<path d="M20 30q28-20 56 0v20q0 20-28 30-28-10-28-30Z"/>',
    '<path d="M36 18h24v18h18v24H60v18H36V60H18V36h18Z"/>',
    '<path d="M18 34h60l-12 28H30Z"/>',
    '<path d="M24 22h24a26 26 0 0 1 0 52H24Z"/>',
)
_TURNS = (0, 8, -8, 16, -16)


@lru_cache(maxsize=4096)
def logo_svg(list_id: str, name: str) -> bytes:
    """Draw the logo of a list: a shape, a colour and the initial of its name."""
    die = int.from_bytes(blake2b(list_id.encode(), digest_size=8).digest(), "big")
    die, ground = divmod(die, len(_GROUNDS))
    die, shape = divmod(die, len(_SHAPES))
    turn = _TURNS[die % len(_TURNS)]
    pale, deep = _GROUNDS[ground]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96"'
        f' aria-hidden="true"><rect width="96" height="96" rx="14" fill="{pale}"/>'
        f'<g fill="{deep}" transform="rotate({turn} 48 48)">{_SHAPES[shape]}</g>'
        '<text x="48" y="49" dominant-baseline="central" text-anchor="middle" fill="#fff"'
        ' font-family="Georgia, serif" font-size="30" font-weight="bold">'
        f"{escape(_initial(name))}</text></svg>"
    ).encode()


def _initial(name: str) -> str:
    words = [word for word in name.split() if word.lower() not in {"liste", "la", "le", "les"}]
    return (words or ["?"])[0][:1].upper()
