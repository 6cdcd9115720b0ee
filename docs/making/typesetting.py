"""What mkdocs is told to do with finished pages: French set as French is, a name for the search."""

import re
from typing import Any

_KEPT = re.compile(r"(<pre.*?</pre>|<code.*?</code>|<[^>]+>)", re.DOTALL)
_NARROW = re.compile(r" (?=[;?!])")
_WIDE = re.compile(r"(?<=[«–]) | (?=[:»])")


def on_page_content(html: str, page: Any, config: Any, **_: Any) -> str:
    """Keep French punctuation on the line of its word, outside code."""
    return set_in_french(html) if _french(page, config) else html


def on_post_page(output: str, page: Any, config: Any) -> str:
    """Say which pages are French; name the search, which the theme leaves without a name."""
    named = output.replace('role="dialog"', 'role="dialog" aria-label="Search"', 1)
    return named.replace("<article ", '<article lang="fr" ', 1) if _french(page, config) else named


def set_in_french(html: str) -> str:
    """Put unbreakable spaces where French wants them: thin before ; ? !, wide elsewhere."""
    parts = _KEPT.split(html)
    parts[::2] = [_WIDE.sub("\u00a0", _NARROW.sub("\u202f", part)) for part in parts[::2]]
    return "".join(parts)


def _french(page: Any, config: Any) -> bool:
    return page.file.src_uri in config.extra["french"]
