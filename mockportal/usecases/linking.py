"""Single-use links: made, looked at, used by one POST and by nothing else."""

from mockportal.domain.instants import Millis
from mockportal.domain.links import Link, LinkKind
from mockportal.domain.refusals import LinkUnknown, LinkUsed
from mockportal.domain.secrets import fingerprint, new_token
from mockportal.usecases import visits
from mockportal.usecases.records import Records

UNKNOWN_LINKS_SPAN = 15 * 60 * 1000


def issue_link(
    tx: Records,
    now: Millis,
    kind: LinkKind,
    rank: int,
    lasts: Millis,
    *,
    channel: str = "mail",
    to: str = "",
) -> str:
    """Write a new link, in place of the voter's live one of that kind; return its token.

    The store keeps a fingerprint: whoever reads it cannot follow the link.
    """
    if tx.world.election.reissue.newest_only or kind is not LinkKind.REISSUE:
        tx.supersede_links(rank, kind, now)
    token = new_token(tx.world.election.reissue.token_bits)
    known_as = link_fingerprint(tx, token)
    tx.add_link(Link(known_as, kind, rank, now, now + lasts, channel=channel, destination=to))
    return token


def live_link(tx: Records, now: Millis, kind: LinkKind, token: str) -> Link:
    """Return a link that may still serve; looking consumes nothing.

    Refuses: LinkUnknown, LinkUsed, LinkReplaced, LinkExpired.
    """
    link = known_link(tx, kind, token)
    link.check_live(now)
    return link


def known_link(tx: Records, kind: LinkKind, token: str) -> Link:
    """Return a link in whatever state. Refuses: LinkUnknown."""
    link = tx.link(link_fingerprint(tx, token))
    if link is None or link.kind is not kind or link.rank < 0:
        raise LinkUnknown
    return link


def use(tx: Records, now: Millis, link: Link, cle: str) -> None:
    """Use a link: of a hundred calls at once, one passes.

    Refuses: LinkUsed, LinkReplaced, LinkExpired.
    """
    if use_or_repeat(tx, now, link, cle) is not None:
        raise LinkUsed(link.kind)


def use_or_repeat(tx: Records, now: Millis, link: Link, cle: str) -> Millis | None:
    """Use a link; return when this very form has used it, if it has: a double click.

    The other click may end on another connection only now: what it did is read after the attempt.
    Refuses: LinkUsed, LinkReplaced, LinkExpired.
    """
    form_key = form_fingerprint(tx, cle, link.token)
    if tx.use_link(link.token, now, form_key):
        return None
    again = tx.link(link.token) or link
    if again.form_key == form_key and again.used_at is not None:
        return again.used_at
    again.check_live(now)
    raise LinkUnknown  # gone between two statements: its election was restored


def check_guesses(tx: Records, now: Millis, address: str) -> None:
    """Pass while an address has not guessed too many links. Refuses: TooMany."""
    visits.check_tries(tx, now, "link", address)


def count_guess(tx: Records, now: Millis, *, address: str) -> None:
    """Count a link that does not exist."""
    most = tx.world.election.reissue.unknown_tokens
    visits.count_failure(tx, now, "link", address, most=most, lock=UNKNOWN_LINKS_SPAN)


def link_fingerprint(tx: Records, token: str) -> str:
    """Return how the store knows a token."""
    return fingerprint(tx.world.secret, "link", token)


def form_fingerprint(tx: Records, cle: str, about: str) -> str:
    """Return how the store knows the form that did something, for the sake of double clicks."""
    return fingerprint(tx.world.secret, "cle", cle, about)
