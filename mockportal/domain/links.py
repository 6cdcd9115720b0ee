"""Single-use links, and the code that shows behind one for a while."""

from dataclasses import dataclass
from enum import StrEnum

from mockportal.domain.instants import Millis
from mockportal.domain.refusals import LinkExpired, LinkReplaced, LinkUsed, RevealGone


class LinkKind(StrEnum):
    """What a link is for."""

    ACTIVATION = "activation"
    PASSWORD = "password"
    REISSUE = "reissue"


@dataclass(frozen=True, slots=True)
class Link:
    """A single-use link, live in ``[issued_at, expires_at)`` of the election's clock."""

    token: str
    kind: LinkKind
    rank: int
    issued_at: Millis
    expires_at: Millis
    used_at: Millis | None = None
    replaced_at: Millis | None = None
    form_key: str | None = None
    channel: str = "mail"
    destination: str = ""

    def check_live(self, now: Millis) -> None:
        """Pass when the link may still serve. Refuses: LinkUsed, LinkReplaced, LinkExpired."""
        if self.used_at is not None:
            raise LinkUsed(self.kind)
        if self.replaced_at is not None:
            raise LinkReplaced(self.replaced_at)
        if now >= self.expires_at:
            raise LinkExpired(self.kind)


@dataclass(frozen=True, slots=True)
class Reveal:
    """A new vote code on one browser's screen, in ``[started_at, ends_at)``.

    Attested: 120 seconds on screen (tutorial of 2022, « Réassort du code de vote »).
    """

    holder: str
    rank: int
    sealed_code: str
    started_at: Millis
    ends_at: Millis

    def check_on_screen(self, now: Millis) -> None:
        """Pass while the code may be shown. Refuses: RevealGone."""
        if not self.started_at <= now < self.ends_at:
            raise RevealGone
