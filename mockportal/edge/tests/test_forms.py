"""A form means one thing or is refused; the limits of a body."""

import json
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockportal.domain.refusals import Unreadable
from mockportal.edge import Limits, parse_form
from mockportal.edge.tests.small_site import FORM, HOST, asked, connected, post

words = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.dictionaries(words, words, max_size=20))
def test_what_a_browser_encodes_is_read_back(fields):
    assert parse_form(urlencode(fields).encode()) == fields


@given(st.binary(max_size=60) | st.text("a=b&+%4é1", max_size=30).map(str.encode))
def test_what_is_read_is_what_the_standard_reads(encoded):
    try:
        fields = parse_form(encoded)
    except Unreadable:
        return

    assert (
        list(fields.items()) == parse_qsl(encoded.decode(), keep_blank_values=True, errors="strict")
        or b"&&" in b"&" + encoded + b"&"
    )


@pytest.mark.parametrize(
    ("encoded", "fields"),
    [
        (b"", {}),
        (b"a", {"a": ""}),
        (b"a=", {"a": ""}),
        (b"a=b=c", {"a": "b=c"}),
        (b"a=1+2%2B3", {"a": "1 2+3"}),
        (b"a=%F0%9F%97%B3", {"a": "🗳"}),
        (b"a=\xc3\xa9", {"a": "é"}),
        (b"%61%3D=b", {"a=": "b"}),
    ],
)
def test_a_form_is_read(encoded, fields):
    assert parse_form(encoded) == fields


@pytest.mark.attack("A03")
@pytest.mark.parametrize("body", [b"identifiant=a%00b", b"identifiant=a\x00b"])
def test_nul_is_left_to_the_field_it_stands_in(site, body):
    with asked(site, post(b"/formulaire", body)) as reply:
        assert json.loads(reply.body) == {"identifiant": "a\0b"}


@pytest.mark.attack("A13")
def test_a_field_stands_in_the_body_or_in_the_address(site):
    with asked(site, post(b"/formulaire?code=a", b"code=b")) as twice:
        assert (twice.status, twice.refusal) == (400, "unreadable")
    with asked(site, post(b"/formulaire?page=a", b"code=b")) as once:
        assert json.loads(once.body) == {"code": "b"}


@pytest.mark.attack("A15")
def test_a_hundred_fields_are_read(site):
    with asked(site, post(b"/formulaire", b"&".join(b"f%d" % n for n in range(100)))) as reply:
        assert len(json.loads(reply.body)) == 100


def test_a_post_without_a_body_is_an_empty_form(site):
    with asked(site, b"POST /formulaire HTTP/1.1\r\n" + HOST + b"\r\n") as reply:
        assert (reply.status, reply.body) == (200, b"{}")


def test_a_form_may_come_in_chunks(site):
    head = b"POST /formulaire HTTP/1.1\r\n" + HOST + FORM + b"Transfer-Encoding: chunked\r\n\r\n"

    with asked(site, head + b"3\r\na=%\r\n2\r\n41\r\n0\r\n\r\n") as reply:
        assert json.loads(reply.body) == {"a": "A"}


def test_a_form_may_come_late(site):
    whole = post(b"/formulaire", b"a=b&c=d")

    with connected(site) as client:
        client.send(whole[:-5])
        client.send(whole[-5:-2])
        client.send(whole[-2:])
        assert json.loads(client.read().body) == {"a": "b", "c": "d"}


@pytest.mark.attack("H08")
@pytest.mark.parametrize(("size", "status"), [(65_536, 200), (65_537, 413), (10_000_000, 413)])
def test_a_body_of_64_kilobytes_is_the_most(site, size, status):
    with asked(site, post(b"/formulaire", b"a=" + b"b" * (size - 2))) as reply:
        assert reply.status == status
    assert len(site.seen) == (status == 200)


@pytest.mark.attack("H08")
@pytest.mark.parametrize(("body", "status"), [(b"a=23456789", 200), (b"a=234567890", 413)])
def test_a_body_in_one_chunk_keeps_to_the_limit(running, body, status):
    head = b"POST /formulaire HTTP/1.1\r\n" + HOST + FORM + b"Transfer-Encoding: chunked\r\n\r\n"
    whole = head + b"%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"

    with running(limits=Limits(body_bytes=10)) as small, asked(small, whole) as reply:
        assert reply.status == status
