"""Guided mode: what each screen is for, in plain words beside the page."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("guidance.toml")


@dataclass(frozen=True)
class Guidance:
    """What to do here, what really happens, what is known to go wrong."""

    says: str
    reality: str = ""
    weak: str = ""


@cache
def guidance() -> Mapping[str, Guidance]:
    """Return what is said of each page, by its `data-page`."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {page: Guidance(**words) for page, words in told.items()}
