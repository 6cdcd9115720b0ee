"""Playing the pack: each row is sent as told, and what comes back is held against it."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

from scenarios.attacks import catalogue
from scenarios.attacks.catalogue import Row
from scenarios.attacks.crowding import crowd
from scenarios.attacks.ground import Found, NotHere, Ours
from scenarios.attacks.rows import Told, Typed, Wire, get
from scenarios.attacks.slow_rows import Crowd, Dawdle
from scenarios.attacks.speaking import Reply, ask
from scenarios.attacks.typing_attacks import type_into
from scenarios.journeys import REGISTRY
from scenarios.page_text import alike
from scenarios.pages import Page
from scenarios.seen import Strayed
from scenarios.steps import play as walk

_ENDS_WITHIN = 4.0  # seconds that a refused connection may linger

Verdict = Literal["held", "failed", "not here", "by tests"]


@dataclass(frozen=True)
class Outcome:
    """One line of the report."""

    id: str
    input: str
    expected: str
    seen: str
    verdict: Verdict


class Differs(Exception):
    """What came back is not what was promised; the text is what came."""


def chosen(ids: Sequence[str], *, intrusive: bool) -> list[Row]:
    """Return the rows to play. Refuses: KeyError, an id that no catalogue has."""
    unknown = [id for id in ids if id not in catalogue.catalogue()]
    if unknown:
        raise KeyError(", ".join(unknown))
    wanted = [row for row in catalogue.ROWS if not ids or row.id in ids]
    return [row for row in wanted if intrusive or not is_intrusive(row)]


def is_intrusive(row: Row) -> bool:
    """Tell whether a row is slow, takes room, or could confuse a proxy on the way."""
    return isinstance(row, Dawdle | Crowd) or (isinstance(row, Wire) and row.intrusive)


def play(
    ground: Found | Ours, rows: Iterable[Row], still_allowed: Callable[[], None] = lambda: None
) -> Iterator[Outcome]:
    """Play rows one after the other, dawdlers side by side at the end.

    ``still_allowed`` is asked before each row, and raises when the permission ended.
    """
    rows = list(rows)
    for row in rows:
        if not isinstance(row, Dawdle):
            still_allowed()
            yield outcome(ground, row)
    dawdlers = [row for row in rows if isinstance(row, Dawdle)]
    if dawdlers:
        still_allowed()
        with ThreadPoolExecutor(len(dawdlers)) as side_by_side:
            yield from side_by_side.map(lambda row: outcome(ground, row), dawdlers)


def shown_elsewhere(ids: Sequence[str], played: Iterable[Row]) -> Iterator[Outcome]:
    """Yield the attacks of which no row was played, with the tests that show them."""
    seen = {row.id for row in played}
    for id, what in catalogue.catalogue().items():
        if id not in seen and (not ids or id in ids):
            tests = ", ".join(catalogue.marked().get(id, ())) or "the tests of the repository"
            intrusive = any(row.id == id for row in catalogue.ROWS)
            hint = "with --intrusive; " if intrusive else ""
            yield Outcome(id, what, "", hint + tests, "by tests")


def outcome(ground: Found | Ours, row: Row) -> Outcome:
    """Play one row, and see that nothing of what is stored has changed."""
    verdict: Verdict = "held"
    try:
        seen = _played(ground, row)
        if isinstance(row, Wire | Typed) and ground.changed():
            verdict, seen = "failed", f"{seen}; but what is stored has changed"
    except NotHere as lacking:
        verdict, seen = "not here", str(lacking)
    except (Differs, Strayed) as differs:
        verdict, seen = "failed", str(differs)
    except OSError as trouble:
        verdict, seen = "failed", f"no answer: {trouble}"
    return Outcome(row.id, row.what, row.expected, seen, verdict)


def _played(ground: Found | Ours, row: Row) -> str:
    match row:
        case Wire():
            return _spoken(ground, row)
        case Typed():
            with ground.typing() as scene:
                walk(type_into(row, scene.voters[0]), scene.perform)
            return row.refusal
        case Told():
            told = REGISTRY[row.journey]
            with ground.scene(told) as scene:
                walk(told.tell(*scene.voters), scene.perform)
            return "as told"
        case Dawdle():
            return _dawdled(ground, row)
        case Crowd():
            return _crowded(ground, row)


def _spoken(ground: Found | Ours, row: Wire) -> str:
    url, place = ground.place(row.at)
    patience = _ENDS_WITHIN if row.ends else 10.0
    reply = ask(url, place.fill(row.raw), patience=patience, until_it_ends=row.ends)
    seen = told(reply)
    if reply.status not in row.statuses or (row.ends and not reply.ended):
        raise Differs(seen + ("" if reply.ended else ", still open"))
    if ground.mock:
        _check_words(row, reply, seen)
    return seen


def _check_words(row: Wire, reply: Reply, seen: str) -> None:
    """Hold the words and headers of the mock against a row. Refuses: Differs."""
    if row.refusal and refusal(reply) != row.refusal:
        raise Differs(seen)
    if row.says and row.says not in words(reply):
        raise Differs(f"{seen}: « {words(reply)[:80]} »")
    if row.header:
        name, wanted = row.header
        given = reply.headers.get(name, "")
        if any(part not in given for part in wanted.split("; ")):
            raise Differs(f"{seen}, {name}: {given or 'none'}")


def _dawdled(ground: Found | Ours, row: Dawdle) -> str:
    url, place = ground.place("portal")
    reply = ask(url, place.fill(row.raw), patience=row.seconds, until_it_ends=True)
    seen = (
        f"{told(reply)}, {'the end' if reply.ended else 'still open'} after {reply.seconds:.1f} s"
    )
    if reply.status not in row.statuses or not reply.ended or reply.seconds > row.seconds:
        raise Differs(seen)
    return seen


def _crowded(ground: Found | Ours, row: Crowd) -> str:
    url, place = ground.place("portal")
    found = crowd(url, row.connections)
    after = ask(url, place.fill(get(b"<page>")))
    seen = (
        f"{found.opened:,} opened: {found.kept:,} kept, {found.told:,} told 503, "
        f"{found.cut:,} cut; then {after.status}"
    )
    if after.status != 200 or found.kept == 0:
        raise Differs(seen)
    return seen


def told(reply: Reply) -> str:
    """Return an answer in a few words."""
    if not reply.status:
        return "the connection ended without a word"
    return ", ".join(filter(None, (str(reply.status), refusal(reply))))


def refusal(reply: Reply) -> str:
    """Return the name of the refusal a page tells, or the title of a problem."""
    kind = reply.headers.get("content-type", "")
    if "json" in kind:
        document = json.loads(reply.body or b"{}")
        return str(document.get("title", "")) if isinstance(document, dict) else ""
    page = Page("", reply.body.decode("utf-8", "replace"), 200)
    return page.refusal


def words(reply: Reply) -> str:
    """Return all that an answer says."""
    return alike(reply.body.decode("utf-8", "replace"))
