"""Who sits at the stub: a browser session, and its live transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from mockportal.domain.franceconnect import cookies
from mockportal.domain.franceconnect.clients import Client
from mockportal.domain.franceconnect.dialects import prefixed
from mockportal.domain.franceconnect.transaction import Progress, Session, Step, Transaction
from mockportal.domain.instants import Millis
from mockportal.domain.secrets import new_token
from mockportal.usecases.franceconnect.answers import ErrorPage
from mockportal.usecases.franceconnect.scene import NUMBER_BITS, Scene, recorded_client


@dataclass(frozen=True, slots=True)
class Seat:
    """A browser with a session, and its live transaction if it still has one."""

    scene: Scene
    number: str
    seen: Millis
    alive: bool
    session: Session
    transaction: Transaction | None

    def cookie(self, *, always: bool = False) -> str | None:
        """Return the cookie to give back: none when the browser's own says the same."""
        if self.seen == self.scene.now and not always:
            return None
        return cookies.sign(self.scene.secret, self.number, self.scene.now)

    def renumbered(self) -> "Seat":
        """Return this seat under a fresh number, still to be written."""
        number = new_token(NUMBER_BITS)
        session = replace(self.session, key=cookies.key(self.scene.secret, number))
        return replace(self, number=number, seen=-1, session=session)


def find_seat(scene: Scene, given: Sequence[str]) -> Seat | None:
    """Return the seat of the first cookie that is ours, alive or not."""
    rules = scene.rules
    for value in given:
        known = cookies.read(scene.secret, value)
        row = known and scene.tx.sitting(cookies.key(scene.secret, known[0]))
        if known and row:
            session, transaction = row
            alive = scene.now - known[1] < rules.session_millis
            if transaction and scene.now - transaction.started_at >= rules.transaction_millis:
                transaction = None
            return Seat(scene, *known, alive, session, transaction)
    return None


@dataclass(frozen=True, slots=True)
class Live:
    """A seat with a live transaction and its client: what the screens are about."""

    seat: Seat
    transaction: Transaction
    client: Client

    @property
    def scene(self) -> Scene:
        """Return the scene."""
        return self.seat.scene

    def error(self, code: str, **more: Any) -> ErrorPage:
        """Return an error page that knows the client."""
        told = prefixed(code, self.transaction.dialect)
        return ErrorPage(code=told, service=self.client.name, cookie=self.seat.cookie(), **more)

    def to(self, line: str, step: Step, **changes: Any) -> "Live | None":
        """Write another step; None when somebody else moved the transaction meanwhile."""
        return self.moved(line, self.transaction.progress.to(step, **changes))

    def moved(self, line: str, progress: Progress) -> "Live | None":
        """Write how far the transaction went; None when somebody else moved it meanwhile."""
        transaction = replace(self.transaction, progress=progress)
        if not self.scene.tx.move_transaction(transaction, line):
            return None
        return replace(self, transaction=replace(transaction, rev=transaction.rev + 1))


def find_live(scene: Scene, given: Sequence[str], uid: str | None = None) -> Live | ErrorPage:
    """Return the live transaction of a browser, of that ``uid`` if said; else Y190001."""
    seat = find_seat(scene, given)
    if seat is None or not seat.alive or seat.transaction is None:
        return ErrorPage(code="Y190001")
    transaction = seat.transaction
    client = recorded_client(scene, transaction.asked.client_id)
    if client is None or uid not in {None, transaction.uid}:
        return ErrorPage(code="Y190001")
    return Live(seat, transaction, client)
