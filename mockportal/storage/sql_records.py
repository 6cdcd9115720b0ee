"""The storage port over any SQL connection: rows in, values out."""

import json
from typing import Any

from mockportal.domain.account import Account, Tries
from mockportal.domain.ballot import Mark
from mockportal.domain.instants import SECOND, Millis
from mockportal.domain.journal import entry_hash
from mockportal.domain.links import Link, LinkKind, Reveal
from mockportal.domain.stages import Stage, Step
from mockportal.domain.visit import Visit
from mockportal.storage import queries
from mockportal.storage.connection import Connection, UnknownElection
from mockportal.storage.franceconnect_records import SqlFranceConnect
from mockportal.storage.sql_messages import SqlMessages
from mockportal.storage.sql_operating import SqlOperating


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


class SqlAccounts(Connection):
    """What voters changed of the roll, links, reveals."""

    __slots__ = ()

    def account(self, rank: int) -> Account:
        """Return an elector's own record, or a blank one."""
        row = self.run(queries.ACCOUNT, rank=rank).fetchone()
        return Account(rank) if row is None else Account(*row)

    def save_account(self, account: Account) -> None:
        """Write an elector's own record."""
        self.run(
            queries.SAVE_ACCOUNT,
            rank=account.rank,
            active_at=account.active_at,
            password=account.password,
            question=account.question,
            answer=account.answer,
            code_version=account.code_version,
            code=account.code,
            sub=account.sub,
        )

    def add_link(self, link: Link) -> None:
        """Write a new link."""
        self.run(
            queries.ADD_LINK,
            token=link.token,
            kind=link.kind.value,
            rank=link.rank,
            issued_at=link.issued_at,
            expires_at=link.expires_at,
            channel=link.channel,
            destination=link.destination,
        )

    def link(self, token: str) -> Link | None:
        """Return the link of a fingerprint."""
        row = self.run(queries.LINK, token=token).fetchone()
        return None if row is None else _link(row)

    def links(self, rank: int, kind: LinkKind, since: Millis) -> list[Link]:
        """Return a voter's links of one kind asked since an instant, newest first."""
        rows = self.run(queries.LINKS, rank=rank, kind=kind.value, since=since).fetchall()
        return [_link(row) for row in rows]

    def supersede_links(self, rank: int, kind: LinkKind, now: Millis) -> None:
        """Mark a voter's live links of one kind as replaced."""
        self.run(queries.SUPERSEDE_LINKS, rank=rank, kind=kind.value, now=now)

    def use_link(self, token: str, now: Millis, form_key: str) -> bool:
        """Use a live link; tell whether this call was the one that did."""
        return self.run(queries.USE_LINK, token=token, now=now, form_key=form_key).rowcount == 1

    def save_reveal(self, reveal: Reveal) -> None:
        """Write the code on one browser's screen, in place of an earlier one."""
        self.run(
            queries.SAVE_REVEAL,
            holder=reveal.holder,
            rank=reveal.rank,
            sealed_code=reveal.sealed_code,
            started_at=reveal.started_at,
            ends_at=reveal.ends_at,
        )

    def has_stale_reveals(self) -> bool:
        """Tell whether a code is kept past its time."""
        return self.run(queries.STALE_REVEALS, now=self.now).fetchone() is not None

    def forget_reveals(self) -> None:
        """Delete every code past its time: on SQLite its bytes go too (secure_delete)."""
        self.run(queries.FORGET_REVEALS, now=self.now)

    def reveal(self, holder: str) -> Reveal | None:
        """Return the code on one browser's screen."""
        row = self.run(queries.REVEAL, holder=holder).fetchone()
        return None if row is None else Reveal(*row)


class SqlBallots(Connection):
    """Emargement, urn, counter, journal."""

    __slots__ = ()

    def mark(self, scrutin: str, rank: int) -> Mark | None:
        """Return a voter's entry in the emargement of one scrutin."""
        row = self.run(queries.MARK, scrutin=scrutin, rank=rank).fetchone()
        return None if row is None else Mark(*row)

    def marks(self, rank: int) -> dict[str, Mark]:
        """Return a voter's entries in the emargement, by scrutin."""
        return {row[0]: Mark(*row) for row in self.run(queries.MARKS, rank=rank).fetchall()}

    def add_mark(self, mark: Mark) -> bool:
        """Enter a voter in the emargement; tell whether it was the first time."""
        at = mark.at // SECOND * SECOND  # to the second: finer time would help to join the urn
        values = {"scrutin": mark.scrutin, "rank": mark.rank, "form_key": mark.form_key}
        return self.run(queries.ADD_MARK, at=at, **values).rowcount == 1

    def add_ballot(self, scrutin: str, ref: str, ballot: str) -> None:
        """Put a ballot in the urn and count it."""
        self.run(queries.ADD_BALLOT, scrutin=scrutin, ref=ref, ballot=ballot)
        self.run(queries.COUNT_BALLOT, scrutin=scrutin)

    def ballots(self, scrutin: str) -> int:
        """Return the counter of one scrutin."""
        row = self.run(queries.BALLOTS, scrutin=scrutin).fetchone()
        return 0 if row is None else row[0]

    def suspended(self) -> frozenset[str]:
        """Return the scrutins that are stopped."""
        return frozenset(row[0] for row in self.run(queries.SUSPENDED).fetchall())

    def in_urn(self, scrutin: str, prefix: str, limit: int) -> list[str]:
        """Return references that begin with a prefix, in alphabetical order."""
        values = {"first": prefix, "beyond": f"{prefix}g", "limit": limit}  # g follows f
        rows = self.run(queries.IN_URN, scrutin=scrutin, **values).fetchall()
        return [row[0] for row in rows]

    def urn_prefixes(self, scrutin: str) -> list[str]:
        """Return the two-character beginnings that the references of a scrutin have."""
        rows = self.run(queries.URN_PREFIXES, scrutin=scrutin).fetchall()
        return [row[0] for row in rows]

    def outcome(self, scrutin: str) -> str | None:
        """Return the counted result of one scrutin (JSON), once there is one."""
        row = self.run(queries.OUTCOME, scrutin=scrutin).fetchone()
        return None if row is None else row[0]

    def journal(self, kind: str, detail: str = "") -> None:
        """Add an entry to the hash-chained journal."""
        row = self.run(queries.NEXT_ENTRY).fetchone()
        if row is None:  # deleted or restored while this transaction waited
            raise UnknownElection(self.world.name)
        seq, before = row
        digest = entry_hash(before, seq, self.now, kind, detail)
        values = {"at": self.now, "kind": kind, "detail": detail, "hash": digest}
        self.run(queries.ADD_ENTRY, seq=seq, **values)
        self.run(queries.SAVE_HEAD, hash=digest)


class SqlClosing(Connection):
    """Seal and count."""

    __slots__ = ()

    def cross(self, place: int) -> bool:
        """Note that an instant of the calendar was crossed; tell whether it was the first time."""
        return self.run(queries.CROSS, place=place, next=place + 1).rowcount == 1

    def sealed_at(self) -> Millis | None:
        """Return when the urn was sealed, this transaction included."""
        at: Millis | None = self.run(queries.SEALED_AT).fetchone()[0]
        return at

    def seal(self, now: Millis) -> None:
        """Freeze the urn."""
        self.run(queries.SEAL, now=now)

    def drop_form_keys(self) -> None:
        """Forget the keys by which a form sent twice was known."""
        self.run(queries.DROP_FORM_KEYS)

    def voters(self, scrutin: str) -> int:
        """Return how many entries the emargement of a scrutin has."""
        return int(self.run(queries.VOTERS, scrutin=scrutin).fetchone()[0])

    def votes(self, scrutin: str) -> dict[str, int]:
        """Return how many ballots of a scrutin say what. After the seal only."""
        return dict(self.run(queries.VOTES, scrutin=scrutin).fetchall())

    def save_outcome(self, scrutin: str, outcome: str) -> None:
        """Write the counted result of one scrutin (JSON)."""
        self.run(queries.SAVE_OUTCOME, scrutin=scrutin, outcome=outcome)

    def mark_counted(self, now: Millis) -> bool:
        """Note that the count is done; tell whether it was the first time."""
        return self.run(queries.MARK_COUNTED, now=now).rowcount == 1


class SqlRecords(
    SqlVisits,
    SqlAccounts,
    SqlBallots,
    SqlClosing,
    SqlMessages,
    SqlOperating,
    SqlFranceConnect,
):
    """One open transaction on one election."""

    __slots__ = ()


def _place(visit: Visit) -> dict[str, Any]:
    return {
        "id": visit.id,
        "stage": visit.stage.value,
        "code_version": visit.code_version,
        "steps": json.dumps(visit.steps),
    }


def _link(row: Any) -> Link:
    token, kind, rank, issued_at, expires_at, used_at, replaced_at, form_key, channel, to = row
    return Link(
        token,
        LinkKind(kind),
        rank,
        issued_at,
        expires_at,
        used_at,
        replaced_at,
        form_key,
        channel,
        to,
    )
