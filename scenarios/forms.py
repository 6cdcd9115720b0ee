"""A form as its labels: what it sends once fields are filled by name."""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scenarios.page_text import alike, label_of, name_of
from scenarios.seen import Strayed

Entry: TypeAlias = tuple[str, str]

_FIELDS = "input,select,textarea"
_BUTTONS = frozenset(("submit", "image", "button", "reset", "file"))
_TICKED = frozenset(("checkbox", "radio"))


def fill(
    tree: LexborHTMLParser,
    form: LexborNode,
    button: LexborNode,
    values: Mapping[str, str | bool],
) -> list[Entry]:
    """Return what a form sends when a button is pressed. Refuses: Strayed."""
    controls = [node for node in form.css(_FIELDS) if "disabled" not in node.attributes]
    typed = _by_control(tree, form, controls, values)
    entries = [entry for node in controls for entry in _entries(node, typed)]
    if name := button.attributes.get("name"):
        entries.append((name, button.attributes.get("value") or ""))
    return entries


def _by_control(
    tree: LexborHTMLParser,
    form: LexborNode,
    controls: list[LexborNode],
    values: Mapping[str, str | bool],
) -> dict[int, str | bool]:
    if not values:
        return {}
    labels = _labels(tree, form)
    known = {node.mem_id: node for node in controls}
    typed: dict[int, str | bool] = {}
    for label, value in values.items():
        field = labels.get(alike(label))
        if field is None or field.mem_id not in known:
            there = ", ".join(f"« {words} »" for words in labels)
            raise Strayed(f"a field labelled « {label} », among {there}")
        typed |= _silenced(field, controls) if value is True else {}
        typed[field.mem_id] = value
    return typed


def _labels(tree: LexborHTMLParser, form: LexborNode) -> dict[str, LexborNode]:
    found: dict[str, LexborNode] = {}
    for label in form.css("label"):
        target = label.attributes.get("for")
        field = tree.css_first(f'[id="{target}"]') if target else label.css_first(_FIELDS)
        if field is not None:
            found.setdefault(label_of(label), field)
    return found


def _silenced(field: LexborNode, controls: list[LexborNode]) -> dict[int, str | bool]:
    """Return the other radio buttons of a group: choosing one leaves the others."""
    attributes = field.attributes
    if attributes.get("type") != "radio":
        return {}
    name = attributes.get("name")
    return {node.mem_id: False for node in controls if node.attributes.get("name") == name}


def _entries(node: LexborNode, typed: Mapping[int, str | bool]) -> Iterator[Entry]:
    attributes = node.attributes
    name, kind = attributes.get("name"), attributes.get("type") or "text"
    value = typed.get(node.mem_id)
    if not name or kind in _BUTTONS:
        return
    if kind in _TICKED:
        if value is True or (value is None and "checked" in attributes):
            yield name, attributes.get("value") or "on"
    elif node.tag == "select":
        yield name, _option(node, value)
    elif value is not None:
        yield name, str(value)
    else:
        yield name, (node.text() if node.tag == "textarea" else attributes.get("value")) or ""


def _option(select: LexborNode, wanted: str | bool | None) -> str:
    options = select.css("option")
    if wanted is None:
        chosen = [option for option in options if "selected" in option.attributes] or options
    else:
        chosen = [option for option in options if name_of(option) == alike(str(wanted))]
    if not chosen:
        there = ", ".join(f"« {name_of(option)} »" for option in options)
        raise Strayed(f"the option « {wanted} », among {there}")
    value = chosen[0].attributes.get("value")
    return name_of(chosen[0]) if value is None else value
