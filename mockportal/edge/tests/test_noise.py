"""Whatever is sent, nothing breaks: no incident, no stray exception, no word repeated."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockportal.edge import Limits
from mockportal.edge.tests import small_site
from mockportal.edge.tests.small_site import FORM, HOST, JSON, connected, post

CHUNKED = HOST + FORM + b"Transfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\r\n"
SOUND = [
    b"GET /temoins?x=1 HTTP/1.1\r\n" + HOST + b"Cookie: visite=b\r\n\r\n",
    post(b"/formulaire", b"a=b&c=%C3%A9"),
    post(b"/formulaire", b"a=b", FORM + b"Expect: 100-continue\r\n"),
    post(b"/json", b'{"a": [1, 2.5, "\\u00e9"]}', JSON),
    b"POST /formulaire HTTP/1.1\r\n" + CHUNKED,
    b"POST /sourd HTTP/1.1\r\n" + CHUNKED,
    b"GET http://localhost:80/x HTTP/1.1\r\n" + HOST + b"\r\n",
    b"CONNECT localhost:80 HTTP/1.1\r\n" + HOST + b"\r\n",
    b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET / HTTP/1.1\r\n" + HOST + b"Connection: upgrade\r\nUpgrade: websocket\r\n\r\n",
]
NOISE = [
    *(b"\0", b"\xff", b"\xed\xa0\x80", b"%ed%a0%80", b"%00", b"%", b"[", b"]", b"@", b":", b"#"),
    *(b"?", b" ", b"\n", b"\r\n", b"\r\n\r\n", b"//", b"http:", b"[::1", b"HTTP/9.9", b"-1", b"+4"),
    *(
        b"9" * 5000,
        b"Content-Encoding: gzip\r\n",
        b"Expect: 100-continue\r\n",
        b"Range: bytes=0-\r\n",
    ),
]
change = st.tuples(
    st.integers(0, 400), st.integers(0, 6), st.sampled_from(NOISE) | st.binary(max_size=2)
)


@pytest.fixture(scope="module")
def hasty_site():
    """Return a site that waits for nobody."""
    limits = Limits(0.02, 0.02, 0.02, 0.02)
    with small_site.running(limits=limits) as site:
        yield site


def changed(sound, changes):
    """Return a sound request with some bytes replaced."""
    raw = sound
    for place, gone, come in changes:
        raw = raw[:place] + come + raw[place + gone :]
    return raw


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.sampled_from(SOUND), min_size=1, max_size=2).map(b"".join),
    st.lists(change, min_size=1, max_size=3),
)
def test_no_noise_is_an_incident(hasty_site, caplog, sound, changes):
    said = b""
    with connected(hasty_site) as client, suppress(ConnectionError):
        client.send(changed(sound, changes))
        said = client.rest()

    assert b" 500 " not in said
    assert caplog.records == []
