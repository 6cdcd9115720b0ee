"""What becomes of a letter between the portal and its reader: PORTAL §6.1.

Decided as the letter is written, by seeded dice: the same request at the same instant of the
election's clock has the same fate. What a server that is down holds back is decided when the
letter would leave.
"""

import re
from dataclasses import dataclass, replace

from mockportal.domain.instants import MINUTE, SECOND, Millis
from mockportal.usecases.letters import MARK
from mockportal.usecases.records import FaultRecords, Letter
from mockportal.usecases.suffering import Spell, spells, strikes, suffers

PROFILES = {
    "normal": 10 * SECOND,
    "minutes": 5 * MINUTE,
    "quarter": 15 * MINUTE,
    "hour": 75 * MINUTE,
}
"""How late mails are: an hour and a quarter is attested for December 2022 [SNUEPN]."""

POSTMASTER = "elections@portail.example"
_LINKED = frozenset({"activation-opening", "activation-again", "password-reset", "reissue-link"})
_LINK = re.compile(r"\{base\}\S*")
_REVERSING = 1000  # in a span that ends, what came first leaves last, by a thousandth of its wait


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter as it sets out: when, and how many times it will arrive."""

    letter: Letter
    due_at: Millis
    copies: int = 1


def fates(tx: FaultRecords, now: Millis, letter: Letter, due_at: Millis) -> list[Posted]:
    """Return what sets out in place of a letter: most often the letter itself."""
    if (tx.state.faults == "{}" and not tx.world.election.faults) or not letter.recipient:
        return [Posted(letter, due_at)]
    if _meets(tx, now, letter, "message-lost"):
        return []
    if letter.channel == "sms":
        late = _meets(tx, now, letter, "sms-late")
        due_at += _millis(late, "delay_s") if late else 0
        return [Posted(letter, _shuffled(tx, now, letter, due_at), _copies(tx, now, letter))]
    return _mailed(tx, now, letter, due_at)


def held_back(tx: FaultRecords, now: Millis, letter: Letter) -> bool:
    """Tell whether the server of a letter's recipient is down."""
    return letter.channel == "mail" and _at_domain(tx, now, letter, "mail-server-down") is not None


def _mailed(tx: FaultRecords, now: Millis, letter: Letter, due_at: Millis) -> list[Posted]:
    if _at_domain(tx, now, letter, "mail-domain-blocked"):
        return []
    if _meets(tx, now, letter, "mailbox-full"):
        return [Posted(_bounce(letter), due_at)]
    slow = _meets(tx, now, letter, "mail-slow")
    due_at += PROFILES[slow.text("profile")] if slow else 0
    decoys, due_at = _decoys(tx, now, letter, due_at)
    due_at = _shuffled(tx, now, letter, due_at)
    return [*decoys, Posted(letter, due_at, _copies(tx, now, letter))]


def _decoys(
    tx: FaultRecords, now: Millis, letter: Letter, due_at: Millis
) -> tuple[list[Posted], Millis]:
    """Return mails like this one whose link only leads home, and when this one follows them."""
    spell = _meets(tx, now, letter, "decoy-mails") if letter.kind in _LINKED else None
    if spell is None:
        return [], due_at
    home = f"{{base}}/{tx.world.name}/portail/accueil"
    useless = replace(letter, text=_LINK.sub(home, letter.text))
    count, gap = int(spell.number("count")), _millis(spell, "gap_s")
    return [Posted(useless, due_at + number * gap) for number in range(count)], due_at + count * gap


def _shuffled(tx: FaultRecords, now: Millis, letter: Letter, due_at: Millis) -> Millis:
    """Return when a letter leaves that waits for the end of a span, to leave in reverse order."""
    spell = _meets(tx, now, letter, "message-out-of-order")
    span = _millis(spell, "span_s") if spell else 0
    if spell is None or not span:
        return due_at
    left = span - (now - spell.since) % span
    return due_at + left + left // _REVERSING


def _copies(tx: FaultRecords, now: Millis, letter: Letter) -> int:
    spell = _meets(tx, now, letter, "message-duplicated")
    return max(1, int(spell.number("copies"))) if spell else 1


def _bounce(letter: Letter) -> Letter:
    subject = letter.subject.removeprefix(MARK).strip()
    text = f"Ce courriel n'a pas pu être remis : {subject}\n\nBoîte pleine : {letter.recipient}\n"
    return Letter("bounce", "mail", letter.rank, POSTMASTER, f"{MARK} Courriel non remis", text)


def _meets(tx: FaultRecords, now: Millis, letter: Letter, name: str) -> Spell | None:
    return suffers(tx, now, name, rank=letter.rank, throw=_throw(now, letter))


def _at_domain(tx: FaultRecords, now: Millis, letter: Letter, name: str) -> Spell | None:
    """Return a fault of one mail domain, or of all, if it strikes."""
    domain = letter.recipient.partition("@")[2]
    if tx.state.faults == "{}" and not tx.world.election.faults:
        return None
    for spell in spells(tx).get(name, ()):
        concerned = spell.text("domain").casefold() in ("", domain)
        if concerned and spell.on(now) and strikes(tx.world, spell.fault, letter.rank):
            tx.meet(name, spell.since, letter.rank)
            return spell
    return None


def _throw(now: Millis, letter: Letter) -> tuple[str, int, Millis]:
    return (letter.kind, letter.rank, now)


def _millis(spell: Spell, key: str) -> Millis:
    return int(spell.number(key) * SECOND)
