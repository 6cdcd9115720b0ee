"""One choice as the confirmation page shows it, in a number of bytes that tells nothing."""

from markupsafe import Markup, escape

from mockportal.domain.ballot import BLANK
from mockportal.election import Scrutin
from mockportal.portal.logos import logo_svg

BLANK_LABEL = "Vote blanc"
_BLANK_DRAWING = Markup('<span class="blanc"></span>')


def choice_holes(scrutin: Scrutin, choice: str) -> dict[str, str]:
    """Return the holes of ``vote-confirmation.html`` for one choice of one scrutin.

    ``padding`` makes the page as long as for the longest choice, and the request that
    follows likewise: its size is the same whatever was chosen.
    """
    longest = max(map(_size, (_bare(scrutin, one) for one in (*_ids(scrutin), BLANK))))
    holes = _bare(scrutin, choice)
    return {**holes, "padding": "." * (longest - _size(holes))}


def _ids(scrutin: Scrutin) -> tuple[str, ...]:
    return tuple(one.id for one in scrutin.lists)


def _bare(scrutin: Scrutin, choice: str) -> dict[str, str]:
    if choice == BLANK:
        return {"choix": BLANK, "choice_name": BLANK_LABEL, "choice_logo": _BLANK_DRAWING}
    name = next(one.name for one in scrutin.lists if one.id == choice)
    drawing = Markup(logo_svg(choice, name).decode())
    return {"choix": choice, "choice_name": name, "choice_logo": drawing}


def _size(holes: dict[str, str]) -> int:
    return sum(len(escape(text).encode()) for text in holes.values())
