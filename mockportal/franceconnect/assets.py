"""Style sheet, script and icon of the stub, under names that change with their content."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from mockportal import edge


def assets() -> Mapping[str, edge.Asset]:
    """Return every asset by its hashed name."""
    return _files().served


def hashed(name: str) -> str:
    """Return the name under which an asset is served, and may be kept for ever."""
    return _files().name(name)


@cache
def _files() -> edge.Assets:
    return edge.Assets(Path(__file__).parent / "static")
