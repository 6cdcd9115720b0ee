"""Accounts, links and timed codes in SQL."""

from typing import Any

from mockportal.domain.account import Account
from mockportal.domain.instants import Millis
from mockportal.domain.links import Link, LinkKind, Reveal
from mockportal.storage import queries
from mockportal.storage.connection import Connection


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
        """Erase every code past its time: on SQLite its bytes go too (secure_delete).

        That there was one stays, so that its browser still reads why it is gone.
        """
        self.run(queries.FORGET_REVEALS, now=self.now)

    def reveal(self, holder: str) -> Reveal | None:
        """Return the code on one browser's screen."""
        row = self.run(queries.REVEAL, holder=holder).fetchone()
        return None if row is None else Reveal(*row)


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
