"""What a well-formed request may still not say: host, address, media type, cookies."""

import json

import pytest

from mockportal.edge.tests.small_site import FORM, HOST, JSON, asked, post


def get(target, host=b"localhost", more=b""):
    """Return the bytes of a GET."""
    return b"GET " + target + b" HTTP/1.1\r\nHost: " + host + b"\r\n" + more + b"\r\n"


@pytest.mark.attack("J04")
@pytest.mark.parametrize("host", [b"localhost", b"LOCALHOST:80", b"127.0.0.1:8080", b"[::1]:8080"])
def test_this_machine_is_called_by_its_own_names(site, host):
    with asked(site, get(b"/", host)) as reply:
        assert reply.status == 200


@pytest.mark.attack("J04")
def test_a_configured_name_is_known(running):
    with running(hosts=frozenset({"elections.example"})) as site:
        with asked(site, get(b"/", b"elections.example:443")) as known:
            assert known.status == 200
        with asked(site, get(b"/", b"localhost")) as foreign:
            assert foreign.status == 421


@pytest.mark.attack("J05")
@pytest.mark.parametrize(
    "target",
    [b"//", b"/;x", b"/./", b"/x/..", b"/x/%2e%2E/", b"/x%2f..%2fy", b"/%5c..%5c", b"/%252e%252e/"],
)
def test_no_spelling_of_an_address_leads_elsewhere(site, target):
    with asked(site, get(target)) as reply:
        assert (reply.status, reply.refusal) == (404, "unknown-page")
    assert site.seen == []


@pytest.mark.attack("J05")
@pytest.mark.parametrize(
    "rest",
    [b"..", b"../../", b"%2e%2e/x", b"x/%2E%2e", b".", b"./x", b"a%2fb", b"a%5cb", b"a\\..\\b"],
)
def test_no_handler_is_led_out_of_its_folder(site, rest):
    with asked(site, get(b"/dossier/" + rest)) as reply:
        assert (reply.status, reply.refusal) == (404, "unknown-page")
    assert site.seen == []


@pytest.mark.parametrize("rest", [b"..a", b".well-known", b"a.b", b"...", b"a;b=c", b"%7Ea", b"//"])
def test_a_handler_keeps_its_folder(site, rest):
    with asked(site, get(b"/dossier/" + rest)) as reply:
        assert reply.status == 200


def test_an_escaped_letter_is_the_letter(site):
    with asked(site, get(b"/t%65moins?%C3%A9=%E2%82%AC")) as reply:
        assert reply.status == 200


@pytest.mark.attack("A15")
def test_multipart_is_refused_before_its_body_is_read(site):
    head = b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 60000\r\n\r\n"

    with asked(site, b"POST /formulaire HTTP/1.1\r\n" + HOST + head) as reply:
        assert (reply.status, reply.refusal) == (415, "media")
        assert reply.headers["Connection"] == "close"


@pytest.mark.parametrize(
    ("path", "media"), [(b"/formulaire", b"application/json"), (b"/json", FORM[14:-2])]
)
def test_a_form_is_no_json_and_json_no_form(site, path, media):
    with asked(site, post(path, b"1", b"Content-Type: " + media + b"\r\n")) as reply:
        assert (reply.status, reply.refusal) == (415, "media")
    assert site.seen == []


@pytest.mark.parametrize("spelling", [b"; charset=UTF-8", b';charset="utf-8"', b"; Charset=utf-8 "])
def test_utf_8_may_be_said(site, spelling):
    with asked(site, post(b"/formulaire", b"a=b", FORM[:-2] + spelling + b"\r\n")) as reply:
        assert reply.status == 200


def test_a_get_has_no_body(site):
    with asked(site, get(b"/", more=FORM + b"Content-Length: 3\r\n") + b"a=b") as reply:
        assert (reply.status, reply.refusal) == (400, "unreadable")
    assert site.seen == []


@pytest.mark.attack("C06")
def test_cookies_of_one_name_are_all_read_in_order(site):
    more = b'Cookie: autre=1; visite=a; visite="b"; visiteur=c; visite\r\nCookie: visite=d=e\r\n'

    with asked(site, get(b"/temoins", more=more)) as reply:
        assert json.loads(reply.body) == ["a", "b", "", "d=e"]


@pytest.mark.attack("C06")
def test_fifty_cookies_are_read_and_eight_kilobytes_are_not(site):
    many = b"; ".join(b"temoin-%d=%d" % (number, number) for number in range(50))

    with asked(site, get(b"/temoins", more=b"Cookie: " + many + b"\r\n")) as read:
        assert (read.status, read.body) == (200, b"[]")
    with asked(site, get(b"/temoins", more=b"Cookie: a=" + b"b" * 8190 + b"\r\n")) as refused:
        assert (refused.status, refused.refusal) == (431, "too-long")


def test_json_is_read(site):
    with asked(site, post(b"/json", b'{"a": [1, 2.5, null, "\xc3\xa9"]}', JSON)) as reply:
        assert json.loads(reply.body) == {"a": [1, 2.5, None, "é"]}


@pytest.mark.attack("H12")
@pytest.mark.parametrize(
    "body",
    [
        b"NaN",
        b"-Infinity",
        b"1e999",
        b"[" * 30_000,
        b"[" * 30_000 + b"]" * 30_000,
        b"9" * 5_000,
        b'{"a": 1, "a": 2}',
        b"{",
        b"",
        b"\xff",
        b"\xef\xbb\xbf1",
        b'"\\ud800"',
    ],
)
def test_json_that_parsers_disagree_on_is_unreadable(site, body):
    with asked(site, post(b"/json", body, JSON)) as reply:
        assert (reply.status, reply.refusal) == (400, "unreadable")
    assert site.seen == []
