"""Style sheet, script and icon of the stub, under names that change with their content."""

import hashlib
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@cache
def assets() -> dict[str, tuple[bytes, str]]:
    """Return body and media type of every asset, by hashed name."""
    return {hashed(path.name): _read(path) for path in _FOLDER.iterdir()}


@cache
def hashed(name: str) -> str:
    """Return the name under which an asset is served, and may be kept for ever."""
    stamp = hashlib.sha256((_FOLDER / name).read_bytes()).hexdigest()[:12]
    return f"{stamp}-{name}"


def _read(path: Path) -> tuple[bytes, str]:
    return path.read_bytes(), _TYPES[path.suffix]
