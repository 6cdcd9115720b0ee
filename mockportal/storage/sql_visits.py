"""Visits, CAPTCHAs and wrong tries in SQL."""

import json
from typing import Any

from mockportal.domain.account import Tries
from mockportal.domain.instants import Millis
from mockportal.domain.stages import Stage, Step
from mockportal.domain.visit import Visit
from mockportal.storage import queries
from mockportal.storage.connection import Connection


class SqlVisits(Connection):
    """Visits, CAPTCHAs answered, wrong tries."""

    __slots__ = ()

    def visit(self, visit_id: str) -> Visit | None:
        """Return the record of a visit, if the store has one."""
        row = self.run(queries.VISIT, id=visit_id).fetchone()
        if row is None:
            return None
        steps = {k: Step(v) for k, v in json.loads(row[5]).items()} if row[5] != "{}" else {}
        stage = Stage(row[2])
        return Visit(row[0], stage, row[1], row[3], row[4], steps, stored=stage)

    def save_visit(self, visit: Visit, *, was: str | None = None) -> None:
        """Write a visit, in place of the one that had the number ``was``."""
        if was is not None:
            self.run(queries.END_VISIT, id=was)
        self.run(queries.ADD_VISIT, rank=visit.rank, started_at=visit.started_at, **_place(visit))

    def move_visit(self, visit: Visit) -> bool:
        """Write where a visit stands now, unless it moved meanwhile; tell whether it did."""
        before = visit.stored.value if visit.stored else ""
        cursor = self.run(queries.MOVE_VISIT, stage_before=before, **_place(visit))
        return cursor.rowcount == 1

    def end_visit(self, visit_id: str) -> None:
        """Forget a visit."""
        self.run(queries.END_VISIT, id=visit_id)

    def end_other_visits(self, rank: int, keep: str) -> None:
        """Forget the visits of a voter but one."""
        self.run(queries.END_OTHER_VISITS, rank=rank, keep=keep)

    def use_captcha(self, captcha_id: str, now: Millis) -> bool:
        """Kill a challenge; tell whether it was still alive."""
        return self.run(queries.USE_CAPTCHA, id=captcha_id, now=now).rowcount == 1

    def captcha_used(self, captcha_id: str) -> bool:
        """Tell whether a challenge was answered or regenerated."""
        return self.run(queries.CAPTCHA_USED, id=captcha_id).fetchone() is not None

    def tries(self, kind: str, subject: str) -> Tries:
        """Return the wrong tries of one kind by one subject."""
        row = self.run(queries.TRIES, kind=kind, subject=subject).fetchone()
        return Tries() if row is None else Tries(*row)

    def save_tries(self, kind: str, subject: str, tries: Tries) -> None:
        """Write the wrong tries of one kind by one subject."""
        self.run(
            queries.SAVE_TRIES,
            kind=kind,
            subject=subject,
            failures=tries.failures,
            since=tries.since,
            locked_until=tries.locked_until,
        )

    def forget_tries(self, kind: str, subject: str) -> None:
        """Start counting anew."""
        self.run(queries.FORGET_TRIES, kind=kind, subject=subject)


def _place(visit: Visit) -> dict[str, Any]:
    return {
        "id": visit.id,
        "stage": visit.stage.value,
        "code_version": visit.code_version,
        "steps": json.dumps(visit.steps),
    }
