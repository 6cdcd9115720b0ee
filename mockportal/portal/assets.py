"""Style sheet, scripts and icon, under names that change with their content."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from mockportal import edge

FOLDER = Path(__file__).parent / "static"


def assets() -> Mapping[str, edge.Asset]:
    """Return every asset by its hashed file name, to be served below ``/static/``."""
    return _files().served


def static(name: str) -> str:
    """Return the address of an asset: ``/static/<hash>-portal.css``."""
    return f"/static/{_files().name(name)}"


@cache
def _files() -> edge.Assets:
    return edge.Assets(FOLDER)
