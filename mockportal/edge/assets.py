"""Style sheets, scripts and icons, under names that change with their content."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_LOOK = Path(__file__).with_name("look.css")
_IMPORT = b'@import "look.css";\n'
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


class Assets:
    """The files of one folder, read once; a style sheet has in it what it imports."""

    def __init__(self, folder: Path) -> None:
        served, names = dict[str, Asset](), dict[str, str]()
        for path in sorted(folder.iterdir()):
            asset = _read(path)
            names[path.name] = f"{hashlib.sha256(asset.body).hexdigest()[:12]}-{path.name}"
            served[names[path.name]] = asset
        self.served: Mapping[str, Asset] = served
        self._names = names

    def name(self, plain: str) -> str:
        """Return the name under which a file is served, and may be kept for ever."""
        return self._names[plain]


def _read(path: Path) -> Asset:
    body = path.read_bytes()
    if path.suffix == ".css":
        body = body.replace(_IMPORT, _LOOK.read_bytes())
    return Asset(body, _TYPES[path.suffix])
