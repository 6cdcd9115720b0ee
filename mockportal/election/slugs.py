"""Texts folded to plain ASCII, for addresses and identifiers."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "", "'": ""})
_OTHERS = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """Fold a text: « Élie d'Arc-en-Ciel » is `elie-darc-en-ciel`."""
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return _OTHERS.sub("-", plain.encode("ascii", "ignore").decode().lower()).strip("-")
