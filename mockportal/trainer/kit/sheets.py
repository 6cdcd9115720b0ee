"""The printed kit of some voters: one self-contained page, ready for Chromium's printer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import segno
from markupsafe import Markup

from mockportal.election import Election
from mockportal.election.franceconnect import TITLES
from mockportal.electorate import Elector, Electorate
from mockportal.sinks.inbox_pages import number
from mockportal.trainer.frame import HERE, Pages

MOST = 200
"""Voters in one kit: a class has some forty."""

_PAGES = Pages(Path(__file__).parent / "templates")


class Part(StrEnum):
    """One kind of sheet."""

    PROCEDURE = "procedure"
    CARDS = "cartes"
    NOTICES = "notices"


@dataclass(frozen=True)
class Kit:
    """Whom it is for, what is printed, and the address its QR code leads to."""

    electors: Sequence[Elector]
    home: str
    parts: frozenset[Part] = frozenset(Part)

    @property
    def election(self) -> Election:
        """The election of its voters."""
        return self.electors[0].electors.election

    @property
    def notices(self) -> list[Elector]:
        """Those who get a voting notice; the others need a reissue."""
        return [one for one in self.electors if one.notice]

    def scrutins(self, elector: Elector) -> list[str]:
        """Return what an elector is called to vote for, in words."""
        found = (self.election.scrutin(one) for one in elector.scrutins)
        return [one.label for one in found if one is not None]

    def accounts(self, elector: Elector) -> Iterator[tuple[str, str, str]]:
        """Give an elector's accounts: provider, identifier, what is typed after it."""
        titles = {**TITLES, **self.election.franceconnect.titles}
        for one in elector.franceconnect:
            if one.provider in self.election.franceconnect.providers:
                secrets = [secret for secret in (one.secret, one.factor) if secret]
                yield titles[one.provider], one.login, " puis ".join(secrets)


def choose(electors: Electorate, count: int, start: int = 0) -> list[Elector]:
    """Return voters in the order of the roll, where named ones come first."""
    end = min(start + min(count, MOST), len(electors))
    return [electors[rank] for rank in range(start, end)]


def printed(kit: Kit, *, linked: bool = False) -> str:
    """Return the kit as one page; ``linked`` leaves the style to the console."""
    style = "" if linked else Markup((HERE / "static" / "kit.css").read_text(encoding="utf-8"))
    qr = segno.make(kit.home, error="m", micro=False)
    drawn = Markup(qr.svg_inline(border=2, scale=4, omitsize=True))
    return _PAGES.render("kit.html", kit=kit, part=Part, style=style, qr=drawn, number=number)
