"""A page as its words: what can be read, followed, filled and pressed, found by its text."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scenarios.forms import Entry, fill
from scenarios.page_text import alike, name_of, words_of
from scenarios.seen import Strayed

BLOCKS = frozenset(("tr", "li", "fieldset", "section", "article"))


class Request(NamedTuple):
    """What pressing a button sends."""

    method: str
    url: str
    entries: Sequence[Entry] = ()


class Page:
    """One answer of the portal, parsed when first asked for."""

    def __init__(self, url: str, body: str = "", status: int = 200) -> None:
        self.url, self.status, self._body = url, status, body

    @cached_property
    def _tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self._body)

    @cached_property
    def _main(self) -> LexborNode | None:
        return self._tree.css_first("main") or self._tree.body

    def fold(self) -> None:
        """Give the room of the parsed page back; who asks again has it parsed again."""
        vars(self).pop("_tree", None)
        vars(self).pop("_main", None)

    def _attribute(self, name: str) -> str:
        return (self._main.attributes.get(name) if self._main else None) or ""

    @property
    def name(self) -> str:
        """The portal's own name for the page."""
        return self._attribute("data-page")

    @property
    def refusal(self) -> str:
        """The portal's own name for what it refused; else an error status; else nothing."""
        refused = self._attribute("data-refusal")
        return refused or (f"status {self.status}" if self.status >= 400 else "")

    @cached_property
    def heading(self) -> str:
        """The words of the main heading."""
        found = self._tree.css_first("h1")
        return words_of(found) if found else ""

    @property
    def title(self) -> str:
        """The window's title."""
        found = self._tree.css_first("title")
        return alike(found.text()) if found else ""

    @cached_property
    def text(self) -> str:
        """All words of the page."""
        return words_of(self._tree.body) if self._tree.body else ""

    @cached_property
    def alert(self) -> str:
        """The words of the first alert."""
        found = self._tree.css_first("[role=alert]")
        return words_of(found) if found else ""

    @property
    def links(self) -> Sequence[str]:
        """Names of all links."""
        return [name_of(node) for node in self._tree.css("a[href]")]

    @property
    def buttons(self) -> Sequence[str]:
        """Names of all buttons that can be pressed and do something without a script."""
        names = [name_of(node) for node in self._buttons() if "disabled" not in node.attributes]
        return [name for name in names if name]

    @cached_property
    def captcha(self) -> str:
        """The id of the CAPTCHA on this page, or nothing."""
        found = self._tree.css_first("[data-captcha]")
        return (found.attributes.get("data-captcha") if found else None) or ""

    def search(self, pattern: str) -> re.Match[str] | None:
        """Look for a pattern among the words."""
        return re.search(pattern, self.text)

    def link(self, name: str, within: str = "", *, first: bool = False) -> str:
        """Return where a link leads. Refuses: Strayed."""
        node = self._one(self._tree.css("a[href]"), "link", name, within, first=first)
        return urljoin(self.url, node.attributes["href"] or "")

    def press(self, name: str, values: Mapping[str, str | bool], within: str = "") -> Request:
        """Return what a button sends once fields are filled. Refuses: Strayed."""
        button = self._one(self._buttons(), "button", name, within)
        if "disabled" in button.attributes:
            raise Strayed(f"the button « {name} », not disabled")
        form = self._form_of(button)
        entries = fill(self._tree, form, button, values)
        attributes = form.attributes
        action = button.attributes.get("formaction") or attributes.get("action") or self.url
        method = button.attributes.get("formmethod") or attributes.get("method") or "get"
        return Request(method.upper(), urljoin(self.url, action), entries)

    def _buttons(self) -> list[LexborNode]:
        return self._tree.css('button:not([type="button"]),input[type="submit"]')

    def _form_of(self, button: LexborNode) -> LexborNode:
        named = button.attributes.get("form")
        if named and (form := self._tree.css_first(f"form#{named}")):
            return form
        for parent in _ancestors(button):
            if parent.tag == "form":
                return parent
        raise Strayed(f"a form around the button « {name_of(button)} »")

    def _one(
        self,
        nodes: Sequence[LexborNode],
        kind: str,
        name: str,
        within: str,
        *,
        first: bool = False,
    ) -> LexborNode:
        wanted = alike(name)
        named = [(node, name_of(node)) for node in nodes]
        found = [node for node, words in named if words == wanted and _is_in(node, within)]
        if len(found) != 1 and not (found and first):
            there = ", ".join(f"« {words} »" for _, words in named)
            where = f" within « {within} »" if within else ""
            raise Strayed(f"one {kind} « {name} »{where}, not {len(found)}, among {there}")
        return found[0]


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _is_in(node: LexborNode, within: str) -> bool:
    if not within:
        return True
    wanted = alike(within)
    blocks = (parent for parent in _ancestors(node) if parent.tag in BLOCKS)
    return any(wanted in words_of(block) for block in blocks)
