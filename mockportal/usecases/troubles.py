"""What one request suffers before any rule is asked: the portal closed, cut, slow, half drawn."""

from dataclasses import dataclass, replace

from mockportal.domain import captcha
from mockportal.domain.instants import SECOND, Millis
from mockportal.domain.misfortunes import Unreachable, VisitDropped
from mockportal.domain.refusals import Maintenance
from mockportal.domain.visit import Visit
from mockportal.usecases.records import Records
from mockportal.usecases.suffering import spells, strikes, suffers

LONGEST_DELAY: Millis = 60 * SECOND
_BESIDE_PAGES = ("captcha/", "logos/", "horloge")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser asks for: a path below ``portail/``, with a form or without."""

    path: str
    form: bool


@dataclass(frozen=True, slots=True)
class Troubles:
    """What a request suffers and is answered all the same; the delay is real time."""

    delay: Millis = 0
    session_left: Millis | None = None
    bare_lists: frozenset[str] = frozenset()
    blank_captcha: bool = False
    wrong_receipt: bool = False


NONE = Troubles()


def check(tx: Records, now: Millis, *, visit: Visit, asked: Asked) -> Troubles:
    """Pass while the portal answers; return what goes wrong with the answer.

    Refuses: Unreachable, Maintenance, VisitDropped.
    """
    if tx.state.faults == "{}" and not tx.world.election.faults:
        return NONE
    _check_reachable(tx, now, visit, asked)
    _check_maintenance(tx, now, visit)
    _check_kept(tx, now, visit, asked)
    slowed = replace(NONE, delay=_delay(tx, now, visit, asked))
    return _half_drawn(tx, now, visit, asked, slowed)


def forget_visit(tx: Records, now: Millis, *, visit_id: str) -> None:
    """Lose a visit: draft and code go with it, nothing is cast."""
    tx.end_visit(visit_id)


def _check_reachable(tx: Records, now: Millis, visit: Visit, asked: Asked) -> None:
    request = _request(now, visit, asked)
    spell = suffers(tx, now, "portal-unreachable", rank=visit.rank, throw=request)
    if spell is not None:
        raise Unreachable(spell.text("mode"), (spell.ends or now + 30 * SECOND) - now)
    for one in spells(tx).get("portal-intermittent", ()):
        up, down = (int(one.number(key) * SECOND) for key in ("up_s", "down_s"))
        place = (now - one.since) % ((up + down) or 1)
        is_down = one.on(now) and place >= up
        if is_down and strikes(tx.world, one.fault, visit.rank, request):
            tx.meet(one.name, one.since, _rank(visit))
            raise Unreachable("503", up + down - place)


def _check_maintenance(tx: Records, now: Millis, visit: Visit) -> None:
    spell = suffers(tx, now, "maintenance", rank=visit.rank)
    if spell is not None:
        retry = int(spell.number("retry_after") * SECOND)
        over = now + retry if spell.ends is None else spell.ends
        raise Maintenance(over, retry=min(retry, over - now))


def _check_kept(tx: Records, now: Millis, visit: Visit, asked: Asked) -> None:
    """Lose the visit between two pages, or at one of two clicks of a vote."""
    if not visit.signed_in or asked.path.startswith(_BESIDE_PAGES):
        return
    drawn = f"{visit.rank} since {visit.started_at}"  # a new visit throws anew
    places = ["any"]
    if asked.form and asked.path.startswith("vote/"):
        places.append("confirming" if asked.path.endswith("/confirmation") else "choosing")
    for place in places:
        if suffers(tx, now, "session-drop", rank=visit.rank, throw=drawn, at=place):
            raise VisitDropped


def _delay(tx: Records, now: Millis, visit: Visit, asked: Asked) -> Millis:
    request, longest = _request(now, visit, asked), 0
    for one in spells(tx).get("slow-pages", ()):
        paths = one.texts("paths")
        here = not paths or any(_below(asked.path, path.strip("/")) for path in paths)
        if here and one.on(now) and strikes(tx.world, one.fault, visit.rank, request):
            tx.meet(one.name, one.since, _rank(visit))
            longest = max(longest, min(int(one.number("delay_ms")), LONGEST_DELAY))
    return longest


def _half_drawn(
    tx: Records, now: Millis, visit: Visit, asked: Asked, troubles: Troubles
) -> Troubles:
    """Add what lacks on the pages that could lack it."""
    if visit.signed_in:
        early = suffers(tx, now, "session-warning-early", rank=visit.rank)
        if early is not None:
            left = int(early.number("after_s") * SECOND)
            left += tx.world.election.session.warning_millis
            troubles = replace(troubles, session_left=left)
    match asked.path.split("/"):
        case ["vote", scrutin, "accuse", *_]:
            drawn = f"{visit.rank} in {scrutin}"
            wrong = suffers(tx, now, "wrong-receipt", rank=visit.rank, throw=drawn)
            return replace(troubles, wrong_receipt=wrong is not None)
        case ["captcha", challenge, "image"]:
            at = _drawn_at(challenge)
            blank = suffers(tx, now, "captcha-missing", rank=visit.rank, throw=at)
            return replace(troubles, blank_captcha=blank is not None)
        case ["vote" | "scrutins" | "logos", *_]:
            return replace(troubles, bare_lists=_bare_lists(tx, now, visit))
    return troubles


def _bare_lists(tx: Records, now: Millis, visit: Visit) -> frozenset[str]:
    """Return the lists whose logo is missing: those named, or all of them; a share of these."""
    lists = {one.id for scrutin in tx.world.election.scrutins for one in scrutin.lists}
    found = set[str]()
    for one in spells(tx).get("logos-missing", ()):
        if one.on(now):
            meant = lists.intersection(one.texts("lists")) if one.texts("lists") else lists
            struck = {each for each in meant if strikes(tx.world, one.fault, visit.rank, each)}
            if struck:
                tx.meet(one.name, one.since, _rank(visit))
                found |= struck
    return frozenset(found)


def _request(now: Millis, visit: Visit, asked: Asked) -> str:
    """Return what a die is thrown for at each request: the same request fails at one instant."""
    return f"{visit.rank} at {asked.path}, {now // SECOND}"


def _rank(visit: Visit) -> int:
    return -1 if visit.rank is None or visit.rank < 0 else visit.rank


def _below(path: str, parent: str) -> bool:
    return path == parent or path.startswith(f"{parent}/")


def _drawn_at(challenge: str) -> Millis:
    """Return when a challenge was drawn: another one may show."""
    try:
        return captcha.issued_at(challenge)
    except ValueError:
        return 0
