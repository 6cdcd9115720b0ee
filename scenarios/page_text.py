"""The words of an element, as one reads them or as a screen reader says them."""

from selectolax.lexbor import LexborNode

_INLINE = "a abbr b button code em i label mark output small span strong sub sup time"
_SILENT = "audio noscript script select style template textarea title"
INLINE, SILENT = frozenset(_INLINE.split(" ")), frozenset(_SILENT.split(" "))


def alike(text: str) -> str:
    """Return a text with every run of blanks, unbreakable ones included, as one space."""
    return " ".join(text.split())


def words_of(node: LexborNode) -> str:
    """Return all the words shown in an element."""
    return _words(node, spoken=False)


def name_of(node: LexborNode) -> str:
    """Return the accessible name of a link or a button: no hidden part, pictures by their text."""
    attributes = node.attributes
    if label := attributes.get("aria-label"):
        return alike(label)
    if node.tag == "input":
        return alike(attributes.get("value") or "")
    return _words(node, spoken=True)


def label_of(node: LexborNode) -> str:
    """Return the words of a label, without the star of a required field."""
    return _words(node, spoken=True).rstrip("* \u00a0")


def _words(node: LexborNode, *, spoken: bool) -> str:
    parts: list[str] = []
    _collect(node, parts, spoken)
    return alike("".join(parts))


def _collect(node: LexborNode, parts: list[str], spoken: bool) -> None:
    child = node.child
    while child is not None:
        if child.is_text_node:
            parts.append(child.text_content or "")
        elif child.is_element_node and child.tag not in SILENT:
            _collect_element(child, parts, spoken)
        child = child.next


def _collect_element(node: LexborNode, parts: list[str], spoken: bool) -> None:
    attributes = node.attributes
    if "hidden" in attributes or (spoken and attributes.get("aria-hidden") == "true"):
        return
    if node.tag == "img" and spoken:
        parts.append(attributes.get("alt") or "")
    elif node.tag in INLINE:
        _collect(node, parts, spoken)
    else:
        parts.append(" ")
        _collect(node, parts, spoken)
        parts.append(" ")
