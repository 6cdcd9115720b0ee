"""The proof of permission: a fresh token that whoever runs a target puts there for this run.

The token begins with the day on which it was made and is good until the end of the next one.
"""

import re
import secrets
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from loadtests.guard import WELL_KNOWN, NotAllowed, Permission

LASTS = timedelta(days=1)
_TOKEN = re.compile(r"(?P<made>\d{8})-[0-9a-f]{32}")


def made(on: date) -> str:
    """Return a fresh token."""
    return f"{on:%Y%m%d}-{secrets.token_hex(16)}"


def permission(file: Path, target: str, on: date) -> Permission:
    """Return the permission of a proof file, which is made when there is none.

    Refuses: NotAllowed, with what to do.
    """
    if not file.exists():
        file.write_text(made(on) + "\n", encoding="ascii")
        raise NotAllowed(_todo("A fresh token was written to", file, target))
    token = _read(file)
    found = _TOKEN.fullmatch(token)
    if found is None:
        raise NotAllowed(f"{file} holds no token made by this command: name a file that is not.")
    until = datetime.strptime(found["made"], "%Y%m%d").replace(tzinfo=UTC).date() + LASTS
    if until < on:
        raise NotAllowed(f"the token of {file} ended on {until}: remove the file, run again.")
    return Permission(token, until=until)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as reason:
        raise NotAllowed(f"{file} cannot be read: {reason}.") from None


def _todo(beginning: str, file: Path, target: str) -> str:
    token = _read(file)
    return (
        f"{beginning} {file}. Have {target.rstrip('/')}{WELL_KNOWN}{token} answer this token "
        f"(a mock: mockportal serve --load-proof {file}), then run again."
    )
