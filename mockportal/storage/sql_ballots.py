"""Emargement, urn, journal, seal and count in SQL."""

from mockportal.domain.ballot import Mark
from mockportal.domain.instants import SECOND, Millis
from mockportal.domain.journal import entry_hash
from mockportal.storage import queries
from mockportal.storage.connection import Connection, UnknownElection


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

    def journal(self, kind: str, detail: str = "") -> Millis | None:
        """Add an entry to the hash-chained journal; return when the urn was sealed before it.

        Whoever commits first comes first: of two entries made side by side on two connections
        the second waits here, and is dated no earlier than the first.
        """
        row = self.run(queries.NEXT_ENTRY, now=self.now).fetchone()
        if row is None:  # deleted or restored while this transaction waited
            raise UnknownElection(self.world.name)
        seq, at, before, sealed_at = row
        digest = entry_hash(before, seq, at, kind, detail)
        values = {"at": at, "kind": kind, "detail": detail, "hash": digest}
        self.run(queries.ADD_ENTRY, seq=seq, **values)
        self.run(queries.SAVE_HEAD, hash=digest)
        sealed: Millis | None = sealed_at
        return sealed


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

    def voters(self) -> dict[str, int]:
        """Return how many entries the emargement has for each scrutin that has any."""
        return dict(self.run(queries.VOTERS).fetchall())

    def votes(self, scrutin: str) -> dict[str, int]:
        """Return how many ballots of a scrutin say what. After the seal only."""
        return dict(self.run(queries.VOTES, scrutin=scrutin).fetchall())

    def save_outcome(self, scrutin: str, outcome: str) -> None:
        """Write the counted result of one scrutin (JSON)."""
        self.run(queries.SAVE_OUTCOME, scrutin=scrutin, outcome=outcome)

    def mark_counted(self, now: Millis) -> bool:
        """Note that the count is done; tell whether it was the first time."""
        return self.run(queries.MARK_COUNTED, now=now).rowcount == 1
