"""The réassort: a question and a NUMEN, a single-use link, a code on screen for a while."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from mockportal.domain.account import Account
from mockportal.domain.instants import HOUR, MINUTE, Millis, millis
from mockportal.domain.links import Link, LinkKind, Reveal
from mockportal.domain.refusals import (
    Closed,
    LinkOtherVoter,
    LinkUsed,
    OutOfOrder,
    ReissueThrottled,
    ReissueUnavailable,
    UnknownPage,
    VoteNotOpen,
)
from mockportal.domain.secrets import fingerprint, new_vote_code
from mockportal.domain.stages import BEFORE_CODE, Move
from mockportal.domain.visit import Visit
from mockportal.electorate import Elector
from mockportal.usecases import letters, linking, visits
from mockportal.usecases.challenging import Request, check_challenge
from mockportal.usecases.misreading import identifier_of
from mockportal.usecases.records import Letter, Records
from mockportal.usecases.suffering import lose_answer, suffers


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to a new code: the voter's own question, and whether FranceConnect is open."""

    question: str
    franceconnect: bool


@dataclass(frozen=True, slots=True)
class OnScreen:
    """A code still on screen, sealed; and the milliseconds it has left."""

    sealed_code: str
    left: Millis


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser that waits for a code: only its own key opens what ``seal`` closed."""

    key: str
    seal: Callable[[str], str]


def look(tx: Records, now: Millis, *, visit: Visit) -> Ways:
    """Show the ways to a new code.

    Refuses: OutOfOrder, VoteNotOpen, Closed, ReissueUnavailable.
    """
    elector = visits.voter(tx, visit)
    if visit.stage not in BEFORE_CODE:
        raise OutOfOrder(visit.stage)
    check_reissue_open(tx, now)
    minute = f"{elector.rank} at {now // MINUTE}"  # what failed may work a minute later
    if suffers(tx, now, "reissue-unavailable", rank=elector.rank, throw=minute):
        raise ReissueUnavailable
    question = tx.account(elector.rank).question or elector.question
    return Ways(question, franceconnect_open(tx, now, elector.rank))


def franceconnect_open(tx: Records, now: Millis, rank: int) -> bool:
    """Tell whether a voter may go by FranceConnect: by the election file, and no fault."""
    switch = tx.world.election.franceconnect
    ready = switch.enabled and (not switch.enabled_from or now >= millis(switch.enabled_from))
    return ready and suffers(tx, now, "franceconnect-off", rank=rank) is None


def ask_link(tx: Records, now: Millis, *, visit: Visit, typed: Request) -> Visit:
    """Ask for a link by question and NUMEN; nothing tells whether the voter has voted.

    Refuses: RealData, NumenForm, ChannelMissing, PhoneForm, MailForm, MailIsIdentifier,
    OutsideFiction, ChallengeMissing, TooMany, ChallengeWrong, ReissueThrottled,
    ReissueUnavailable, Closed, VoteNotOpen, OutOfOrder.
    """
    look(tx, now, visit=visit)
    elector = visits.voter(tx, visit)
    channel, to = check_challenge(tx, now, elector, typed)
    send_link(tx, now, elector, channel=channel, to=to)
    told = visit.moved(Move.ASK_LINK)
    visits.save(tx, told)
    return told


def send_link(tx: Records, now: Millis, elector: Elector, *, channel: str, to: str) -> None:
    """Send a link to a new code, and a notice to the identifier. Refuses: ReissueThrottled.

    The same request within a minute counts once; three in any 60 minutes are the limit (assumed).
    """
    rules, lasts = tx.world.election.reissue, _lasts(tx, now, elector.rank)
    if suffers(tx, now, "reissue-to-identifier", rank=elector.rank):
        channel, to = "mail", identifier_of(tx, now, elector.rank)
    recent = tx.links(elector.rank, LinkKind.REISSUE, now - HOUR)
    if any(_repeats(link, now, rules.repeat_millis, channel, to) for link in recent):
        return
    if len(recent) >= rules.per_hour:
        raise ReissueThrottled(recent[rules.per_hour - 1].issued_at + HOUR)
    token = linking.issue_link(
        tx, now, LinkKind.REISSUE, elector.rank, lasts, channel=channel, to=to
    )
    tx.send(_letter(tx, elector, token, channel, to), now)
    letters.notify(tx, now, elector.rank, "Un nouveau code a été demandé.")
    tx.journal("reissue-asked", channel)
    if tx.world.election.old_code.dies_at == "request":
        _replace_code(tx, elector.rank, None)


def look_at_link(tx: Records, now: Millis, *, visit: Visit, token: str, address: str) -> None:
    """Show what a link is for; nothing is consumed.

    Refuses: VoteNotOpen, Closed, TooMany, LinkUnknown, LinkUsed, LinkReplaced, LinkExpired,
    LinkOtherVoter, OutOfOrder (sign-in comes first, by a switch).
    """
    check_reissue_open(tx, now)
    linking.check_guesses(tx, now, address)
    _check_holder(tx, visit, linking.live_link(tx, now, LinkKind.REISSUE, token))


def regenerate_code(
    tx: Records, now: Millis, *, visit: Visit, token: str, cle: str, browser: Browser
) -> None:
    """Use a link: the old code dies, the new one is on one browser's screen, all at once.

    The same form again, while the code is on screen, leads to the same screen and makes no code.
    Refuses: VoteNotOpen, Closed, LinkUnknown, LinkUsed, LinkReplaced, LinkExpired,
    LinkOtherVoter, OutOfOrder, AnswerLost.
    """
    check_reissue_open(tx, now)
    link = linking.known_link(tx, LinkKind.REISSUE, token)
    _check_holder(tx, visit, link)
    holder = _holder(tx, browser.key)
    form = f"{cle} {holder}"  # the same form in another browser is another click
    used_at = linking.use_or_repeat(tx, now, link, form)
    if used_at is not None:
        shown = tx.reveal(holder)
        if shown is None or shown.started_at != used_at or now >= shown.ends_at:
            raise LinkUsed(link.kind)
        lose_answer(tx, now, "regenerate", link.rank, done_at=used_at)
        return
    code = _draw_code(tx)
    _replace_code(tx, link.rank, code_fingerprint(tx.world.pepper, code))
    ends_at = now + tx.world.election.reveal.millis
    tx.save_reveal(Reveal(holder, link.rank, browser.seal(code), now, ends_at))
    if tx.world.election.reissue.notice:
        letters.notify(tx, now, link.rank, "Votre code de vote a été remplacé.")
    tx.journal("code-replaced")
    lose_answer(tx, now, "regenerate", link.rank, done_at=now)


def look_at_code(tx: Records, now: Millis, *, visit: Visit, key: str) -> OnScreen:
    """Return the code on this browser's screen, decided when the answer is built.

    Refuses: UnknownPage (another browser), RevealGone.
    """
    reveal = tx.reveal(_holder(tx, key))
    if reveal is None:
        raise UnknownPage
    reveal.check_on_screen(now)
    return OnScreen(reveal.sealed_code, reveal.ends_at - now)


def code_fingerprint(pepper: bytes, code: str) -> str:
    """Return how the store knows a vote code (about 94 bits, hence no slow hash)."""
    return fingerprint(pepper, "code", code)


def _draw_code(tx: Records) -> str:
    rules = tx.world.election.vote_code
    return new_vote_code(rules.length, rules.classes)


def check_reissue_open(tx: Records, now: Millis) -> None:
    """Pass while the réassort is open: as the vote, without its grace.

    Refuses: VoteNotOpen, Closed.
    """
    rules, instants = tx.world.election.reissue, tx.world.election.calendar.instants
    opens = millis(rules.opens_at) if rules.opens_at else instants.opens
    if now < opens:
        raise VoteNotOpen(opens)
    if now >= (millis(rules.closes_at) if rules.closes_at else instants.closes):
        raise Closed


def _repeats(link: Link, now: Millis, span: Millis, channel: str, to: str) -> bool:
    fresh = now - link.issued_at < span and link.used_at is None and link.replaced_at is None
    return fresh and (link.channel, link.destination) == (channel, to)


def _lasts(tx: Records, now: Millis, rank: int) -> Millis:
    """Return how long a link lives; with a fault, less than its message says."""
    lasts = tx.world.election.reissue.link_millis
    early = suffers(tx, now, "link-dies-early", rank=rank)
    return min(lasts, int(early.number("minutes") * MINUTE)) if early else lasts


def _letter(tx: Records, elector: Elector, token: str, channel: str, to: str) -> Letter:
    if tx.world.election.reissue.delivers == "code":
        code = _draw_code(tx)
        _replace_code(tx, elector.rank, code_fingerprint(tx.world.pepper, code))
        return letters.code_itself(tx, elector.rank, to, channel, code)
    write = letters.reissue_sms if channel == "sms" else letters.reissue_mail
    return write(tx, elector.rank, to, token)


def _check_holder(tx: Records, visit: Visit, link: Link) -> None:
    if visit.signed_in and visit.rank != link.rank:
        raise LinkOtherVoter
    if tx.world.election.reissue.bind_to_session and not visit.signed_in:
        raise OutOfOrder(visit.stage)


def _replace_code(tx: Records, rank: int, code: str | None) -> None:
    account: Account = tx.account(rank)
    tx.save_account(replace(account, code_version=account.code_version + 1, code=code))


def _holder(tx: Records, key: str) -> str:
    return fingerprint(tx.world.secret, "reveal", key)
