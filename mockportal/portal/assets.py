"""Style sheet, scripts and icon, under names that change with their content."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that never changes under its name."""

    body: bytes
    media_type: str


@cache
def assets() -> dict[str, Asset]:
    """Return every asset by its hashed file name, to be served below ``/static/``."""
    return dict(_read().values())


def static(name: str) -> str:
    """Return the address of an asset: ``/static/<hash>-portal.css``."""
    return f"/static/{_read()[name][0]}"


@cache
def _read() -> dict[str, tuple[str, Asset]]:
    return {path.name: _hashed(path) for path in sorted(FOLDER.iterdir())}


def _hashed(path: Path) -> tuple[str, Asset]:
    body = path.read_bytes()
    stamp = hashlib.sha256(body).hexdigest()[:12]
    return f"{stamp}-{path.name}", Asset(body, _TYPES[path.suffix])
