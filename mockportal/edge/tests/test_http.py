"""Malformed HTTP gets fixed words and an end; well-formed HTTP gets what it asked for."""

import pytest

from mockportal.edge import SECURITY_HEADERS
from mockportal.edge.tests.small_site import FORM, HOST, asked, connected, post, problem

GET = b"GET / HTTP/1.1\r\n" + HOST
FOLDED = GET + b"X-Mark: 1\r\n 2\r\n\r\n"


@pytest.mark.attack("H01")
def test_the_words_of_a_refusal_are_the_listeners_own(running):
    with running(answers=problem) as site, asked(site, FOLDED) as reply:
        assert reply.headers["Content-Type"].startswith("application/problem+json")
        assert reply.body == b'{"title": "unreadable", "status": 400}'


@pytest.mark.attack("H01")
@pytest.mark.parametrize("path", [b"/sourd", b"/formulaire"])
def test_a_body_that_breaks_half_way_ends_the_connection(site, path):
    head = b"POST " + path + b" HTTP/1.1\r\n" + HOST + FORM + b"Transfer-Encoding: chunked\r\n\r\n"

    with asked(site, head + b"3\r\na=b\r\nZZ\r\n") as reply:
        assert reply.status in (200, 400)
        assert reply.closed()
    assert {"a": "b"} not in site.seen


@pytest.mark.attack("H06")
@pytest.mark.parametrize(
    ("line", "allow"),
    [(b"TRACE /", "GET, HEAD"), (b"POST /", "GET, HEAD"), (b"GET /json", "POST")],
)
def test_a_wrong_method_is_told_the_right_ones(site, line, allow):
    with asked(site, line + b" HTTP/1.1\r\n" + HOST + b"\r\n") as reply:
        assert (reply.status, reply.refusal) == (405, "wrong-method")
        assert reply.headers["Allow"] == allow
    assert site.seen == []


@pytest.mark.attack("H06")
@pytest.mark.parametrize("start", [b"FOO /", b"CONNECT x:80", b"CONNECT \xb1:80"])
def test_what_is_no_method_here_is_refused(site, start):
    with asked(site, start + b" HTTP/1.1\r\n" + HOST + b"\r\n") as reply:
        assert reply.refusal in ("wrong-method", "unreadable")
        assert reply.status in (400, 405)
    assert site.seen == []


@pytest.mark.attack("H06")
def test_head_mirrors_get(site):
    with connected(site) as client:
        client.send(b"HEAD" + GET[3:] + b"\r\n")
        head = client.read("HEAD")
        client.send(GET + b"\r\n")
        full = client.read()

    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(full.body))


@pytest.mark.attack("H13")
def test_a_flood_of_requests_on_one_connection_is_cut(site):
    with connected(site) as client:
        client.send((GET + b"\r\n") * 1000)
        received = client.rest()

    answers = received.count(b"HTTP/1.1 200 OK")
    assert 1 <= answers == len(site.seen) <= 64
    assert b"Connection: close" in received
    with asked(site, GET + b"\r\n") as reply:
        assert reply.status == 200


@pytest.mark.parametrize("path", [b"/sourd", b"/"])
def test_an_answer_before_the_end_of_a_body_is_the_last(site, path):
    with asked(site, post(path, b"a" * 9000)[:-8000]) as reply:
        assert reply.status in (200, 405)
        assert reply.headers["Connection"] == "close"


@pytest.mark.attack("H13")
def test_a_few_requests_at_once_are_all_answered(site):
    with connected(site) as client:
        client.send((GET + b"\r\n") * 8)
        statuses = [client.read().status for _ in range(8)]

    assert statuses == [200] * 8


@pytest.mark.attack("H14")
@pytest.mark.parametrize("path", [b"/panne/secret-7351", b"/retard"])
def test_a_bug_is_an_incident_with_a_number_and_the_site_lives_on(site, caplog, path):
    with asked(site, b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n") as reply:
        assert (reply.status, reply.refusal) == (500, "incident")
        number = reply.body.decode().partition(">")[2].partition("<")[0]
        assert b"LookupError" not in reply.body
    with asked(site, GET + b"\r\n") as alive:
        assert alive.status == 200

    assert [record.args[0] for record in caplog.records] == [number]
    assert caplog.records[0].exc_info[0] in (LookupError, TimeoutError)
    assert "secret-7351" not in caplog.records[0].getMessage()


@pytest.mark.attack("H15")
@pytest.mark.parametrize(
    "path", ["/%2e%2e/etc/passwd", "/../x", "/.git/config", "/.env", "/metrics"]
)
def test_what_is_not_there_is_an_unknown_page(site, path):
    with asked(site, b"GET %s HTTP/1.1\r\n%s\r\n" % (path.encode(), HOST)) as reply:
        assert (reply.status, reply.refusal) == (404, "unknown-page")
    assert site.seen == []


@pytest.mark.parametrize("path", [b"/", b"/nulle-part", b"/panne/x", b"/%00"])
def test_every_answer_carries_the_security_headers(site, path):
    with asked(site, b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n") as reply:
        sent = {name: reply.headers[name] for name in SECURITY_HEADERS}

        assert sent == dict(SECURITY_HEADERS)
        assert reply.headers["Server"] == "mockportal"


@pytest.mark.attack("A04")
@pytest.mark.parametrize(
    "header",
    [b"Expect: miracles", b"Expect: \xed\xa0\x80", b"Cookie: a=\xff", b"User-Agent: \xc0\xaf"],
)
def test_a_header_that_means_nothing_is_unreadable(site, header):
    with asked(site, post(b"/formulaire", b"a=b", FORM + header + b"\r\n")) as reply:
        assert (reply.status, reply.refusal) == (400, "unreadable")
    assert site.seen == []


def test_a_body_that_waits_to_be_asked_for_is_asked_for(site):
    whole = post(b"/formulaire", b"a=b", FORM + b"Expect: 100-Continue\r\n")

    with connected(site) as client:
        client.send(whole[:-3])
        assert client.line() == b"HTTP/1.1 100 Continue\r\n"
        assert client.line() == b"\r\n"
        client.send(whole[-3:])
        assert client.read().status == 200
