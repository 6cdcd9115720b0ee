"""JSON means one thing or is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockportal.domain.refusals import Unreadable
from mockportal.edge import parse_json

words = st.text(st.characters(exclude_categories=["Cs"]))
leaves = st.none() | st.booleans() | st.integers(-(10**17), 10**17) | words
values = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(words, inner))


@given(values, st.booleans())
def test_what_a_program_writes_is_read_back(value, escaped):
    assert parse_json(json.dumps(value, ensure_ascii=escaped).encode()) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (b"9223372036854775807", 2**63 - 1),
        (b"1.5e3", 1500.0),
        (b'"\\ud83d\\uddf3"', "🗳"),
        (b'"' + b"[" * 40 + b'"', "[" * 40),
        (b"[" + b"[]," * 40 + b"1]", [[]] * 40 + [1]),
    ],
)
def test_unusual_values_are_read(text, value):
    assert parse_json(text) == value


@pytest.mark.parametrize("text", [b"[" * 32 + b"]" * 32, b'{"a":' * 32 + b"1" + b"}" * 32])
def test_thirty_two_levels_are_read(text):
    assert parse_json(text)


@pytest.mark.attack("H12")
@pytest.mark.parametrize(
    "text",
    [
        b"9" * 20,
        b"0." + b"1" * 39,
        b"-1e400",
        b"Infinity",
        b"[" * 33 + b"]" * 33,
        b'{"a":' * 33 + b"1" + b"}" * 33,
        b'{"a": {"b": 1, "b": 1}}',
        b'["\\udc00"]',
        b'{"\\uD800": 1}',
        b"'a'",
        b"01",
        b"1 2",
        b"[1,]",
    ],
)
def test_what_parsers_disagree_on_is_unreadable(text):
    with pytest.raises(Unreadable):
        parse_json(text)
