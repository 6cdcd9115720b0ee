"""Attacks on HTTP itself: they need an address, and one that takes forms, and nothing else."""

from dataclasses import replace

from scenarios.attacks.rows import FORM, HOST, Wire, get, post, wires

_PAGE = b"GET <page> HTTP/1.1\r\n" + HOST
_CHUNKED = b"POST <form> HTTP/1.1\r\n" + HOST + FORM + b"Transfer-Encoding: chunked\r\n\r\n"

_CUT_DIFFERENTLY = wires(
    "H01",
    {
        "length and encoding": post(
            b"<form>", b"0\r\n\r\n", FORM + b"Transfer-Encoding: chunked\r\n"
        ),
        "two lengths": post(b"<form>", b"abcd", FORM + b"Content-Length: 2\r\n"),
        "a signed length": b"POST <form> HTTP/1.1\r\n" + HOST + b"Content-Length: +4\r\n\r\nabcd",
        "an endless length": b"POST <form> HTTP/1.1\r\n"
        + HOST
        + b"Content-Length: %s\r\n\r\n" % (b"9" * 5000),
        "an unknown encoding": _PAGE + b"Transfer-Encoding: xchunked\r\n\r\n",
        "a space before the colon": _PAGE + b"X-Mark : 1\r\n\r\n",
        "a folded header": _PAGE + b"X-Mark: 1\r\n 2\r\n\r\n",
        "bare line feeds": b"GET <page> HTTP/1.1\nHost: <host>\n\n",
        "NUL in a header": _PAGE + b"X-Mark: a\x00b\r\n\r\n",
        "a header without a colon": _PAGE + b"X-Mark\r\n\r\n",
    },
    400,
    "unreadable",
    intrusive=True,
)
_NO_HTTP = wires(
    "H01",
    {
        "TLS on a plain port": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        "SSH": b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
    },
    400,
    "unreadable",
)
MALFORMED = tuple(replace(row, ends=True) for row in (*_CUT_DIFFERENTLY, *_NO_HTTP))

HOSTS = wires(
    "H03",
    {
        f"{told} in HTTP/{version}": b"GET <page> HTTP/%s\r\n" % version.encode() + hosts + b"\r\n"
        for version in ("1.0", "1.1")
        for told, hosts in {"no Host": b"", "two Hosts": HOST * 2}.items()
    },
    400,
    "unreadable",
)

FOREIGN = wires(
    "H04",
    {
        f"Host: {host.decode()}": get(b"<page>", host=host)
        for host in (
            b"evil.example",
            b"evil.example:8080",
            b"127.0.0.1.evil.example",
            b"localhost.",
            b"localhost:8080@evil.example",
            b"localhost:evil",
            b"127.0.0.1:",
            b"::1",
            b"",
            b"localhost evil.example",
            "localhöst".encode(),
        )
    }
    | {
        f"GET {address.decode()}": get(address)
        for address in (b"http://localhost/", b"http://evil.example/", b"https://localhost:1/x")
    },
    421,
    "host",
)

VERSIONS = tuple(
    Wire(
        id="H05",
        what=f"GET{version.decode() or ' without a version'}",
        raw=b"GET <page>" + version + b"\r\n" + HOST + b"\r\n",
        statuses=(400, 505),
        refusal="unreadable",
        ends=True,
    )
    for version in (b" HTTP/2.0", b" HTTP/0.9", b" HTTP/1.2", b" ICE/1.0", b"")
)

LONG = tuple(
    Wire(id=id, what=what, raw=raw, statuses=(status,), refusal="too-long", ends=True)
    for id, what, raw, status in (
        ("H07", "an address of 9,000", get(b"/" + b"a" * 9000), 414),
        ("H07", "a header of 9,000", get(b"<page>", b"X-Long: " + b"a" * 9000 + b"\r\n"), 431),
        ("H07", "200 headers", get(b"<page>", b"X-Many: 1\r\n" * 200), 431),
        ("C06", "a cookie of 8 kB", get(b"<page>", b"Cookie: a=" + b"b" * 8190 + b"\r\n"), 431),
    )
)

ADDRESSES = (
    wires(
        "A03",
        {f"GET {odd}": get(odd.encode()) for odd in ("/%00", "/a%00b", "/%0d%0aX:1", "/%7f")},
        400,
        "unreadable",
    )
    + wires(
        "A04",
        {
            f"GET {odd!r}"[:60]: get(odd)
            for odd in (
                b"/%ff",
                b"/%c0%af",
                b"/%ed%a0%80",
                b"/%e9",
                b"/%",
                b"/%zz",
                b"/#fragment",
                b"/\xc3\xa9",
                b"/\xff",
                b"<page>?a=%ff",
                b"<page>?a=%ed%a0%80",
                b"<page>?a=%4",
            )
        },
        400,
        "unreadable",
    )
    + wires(
        "A13",
        {f"?{twice}": get(b"<page>?" + twice.encode()) for twice in ("a=1&a=2", "a=1&%61=2")},
        400,
        "unreadable",
    )
)

MEDIA = tuple(
    replace(row, id=id)
    for id, kinds in {
        "A05": (
            b"application/x-www-form-urlencoded; charset=utf-7",
            b"application/x-www-form-urlencoded; charset=x-nowhere",
            b"application/x-www-form-urlencoded; charset=iso-8859-1",
            b"application/json; charset=utf-16",
            b"text/plain",
            b"",
            b"application/x-www-form-urlencoded, application/json",
        ),
        "A15": (
            b"multipart/form-data",
            b"multipart/form-data; boundary=",
            b'multipart/form-data; boundary="\xc3\xa9',
        ),
    }.items()
    for row in wires(
        id,
        {
            f"a form sent as {kind.decode() or 'nothing'}": post(
                b"<form>", b"a=b", b"Content-Type: " + kind + b"\r\n"
            )
            for kind in kinds
        },
        415,
        "media",
    )
)

COMPRESSED = wires(
    "H11",
    {
        f"{told} said to be {encoding}": post(
            b"<form>", body, FORM + b"Content-Encoding: " + encoding.encode() + b"\r\n"
        )
        for encoding in ("gzip", "deflate", "br", "zstd", "identity", "x")
        for told, body in {
            "plain words": b"not gzip",
            "a bomb": b"\x1f\x8b\x08\x00" + bytes(200),
        }.items()
    },
    415,
    "media",
)

_FORMS = {
    "A04": {
        repr(body)[2:-1]: body
        for body in (
            b"a=\xff",
            b"a=\xed\xa0\x80",
            b"a=%ff",
            b"a=%C0%AF",
            b"a=%ED%A0%80",
            b"a=%F4%90%80%80",
            b"a=%u00e9",
            b"a=%4",
            b"%=1",
        )
    },
    "A13": {body: body.encode() for body in ("code=a&code=b", "code=a&c%6Fde=b")},
    "A15": {
        f"{count} fields": b"&".join(b"f%d=1" % number for number in range(count))
        for count in (101, 8000)
    },
}
FORMS = tuple(
    row
    for id, bodies in _FORMS.items()
    for row in wires(
        id, {what: post(b"<form>", body) for what, body in bodies.items()}, 400, "unreadable"
    )
)

LARGE = wires(
    "H08",
    {
        "a length of 99,999,999,999": b"POST <form> HTTP/1.1\r\n"
        + HOST
        + FORM
        + b"Content-Length: 99999999999\r\n\r\n",
        "one chunk of 70,000": _CHUNKED + b"%x\r\n" % 70_000 + b"a" * 70_000 + b"\r\n",
        "70 chunks of 1,000": _CHUNKED + (b"3e8\r\n" + b"a" * 1000 + b"\r\n") * 70,
        "65,537 chunks of 1": _CHUNKED + b"1\r\na\r\n" * 65_537,
    },
    413,
    "too-large",
    intrusive=True,
)

ANYWHERE = (
    *MALFORMED,
    *HOSTS,
    *FOREIGN,
    *VERSIONS,
    *LONG,
    *ADDRESSES,
    *MEDIA,
    *COMPRESSED,
    *FORMS,
    *LARGE,
)
"""What any listener behind the edge answers alike."""
