"""Strict reading of JSON: what parsers disagree on is refused."""

import json
import re
from collections.abc import Iterator
from typing import NoReturn, TypeAlias

from mockportal.domain.refusals import Unreadable

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None

DEPTH = 32
"""How deep arrays and objects may be nested."""

_DIGITS = 19  # as many as 2**63 - 1 has
_FLOAT = 40  # letters of a number with a fraction or an exponent
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def parse_json(text: bytes) -> Json:
    """Return a JSON value.

    Refuses: Unreadable for what is no JSON in UTF-8, NaN and infinities, a key given twice, more
    than 32 levels, integers of more than 19 digits, and half a surrogate pair.
    """
    try:
        value: Json = _DECODER.decode(text.decode())
        if text.count(b"[") + text.count(b"{") > DEPTH:
            _check_depth(value)
        if _SURROGATE.search(text):
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Unreadable from None
    return value


def _check_depth(value: Json) -> None:
    level = [value]
    for _ in range(DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
    if any(isinstance(value, list | dict) for value in level):
        raise ValueError("too deep")


def _inside(value: Json) -> Iterator[Json]:
    match value:
        case list():
            yield from value
        case dict():
            yield from value.values()


def _integer(digits: str) -> int:
    if len(digits) > _DIGITS:
        raise ValueError("too many digits")
    return int(digits)


def _fraction(digits: str) -> float:
    value = float(digits)
    if len(digits) > _FLOAT or value in (float("inf"), float("-inf")):
        raise ValueError("too large")
    return value


def _constant(name: str) -> NoReturn:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key twice")
    return fields


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once,
    parse_int=_integer,
    parse_float=_fraction,
    parse_constant=_constant,
)
