"""Attacks on the control port and on the stub of FranceConnect, as one finds them."""

from dataclasses import replace

from scenarios.attacks.rows import BEARER, FORM, HOST, JSON, Wire, get, post, wires

_CLOCK = b"/api/elections/<name>/clock"
_AHEAD = b"/api/elections/<name>/clock/advance"
_WHO = "Ouvrez l'adresse avec jeton affichée au démarrage."

_WITHOUT_TOKEN = tuple(
    replace(row, says=_WHO, header=("www-authenticate", "Bearer"))
    for row in (
        *wires(
            "J02",
            {
                "no token": get(b"/api/elections"),
                "a wrong token in the address": get(b"/?token=wrong"),
                "a wrong bearer": get(b"/api/elections", b"Authorization: Bearer wrong\r\n"),
                "no bearer at all": get(b"/api/elections", b"Authorization: Bearer\r\n"),
                "a text message sent by nobody": post(b"/sms/messages", b"{}", JSON),
            },
            401,
            "",
        ),
        *wires(
            "J05",
            {
                f"GET {path}": get(path.encode())
                for path in ("/%61pi/elections", "/API/elections", "/api/elections;x")
            },
            401,
            "",
        ),
        *wires(
            "J10",
            {"a portal's cookie": get(b"/api/elections", b"Cookie: <name>-visite=x\r\n")},
            401,
            "",
        ),
    )
)

_FOREIGN_PAGES = tuple(
    replace(row, says="Appel refusé.")
    for row in (
        *wires(
            "J03",
            {
                f"{told} with the token": post(_AHEAD, b'{"seconds": 60}', JSON + BEARER + header)
                for told, header in {
                    "another site": b"Origin: https://evil.example\r\n",
                    "an origin of null": b"Origin: null\r\n",
                    "cross-site": b"Sec-Fetch-Site: cross-site\r\n",
                }.items()
            },
            403,
            "",
        ),
        *wires(
            "J06",
            {
                "the event stream from another site": get(
                    b"/api/elections/<name>/events", b"Origin: https://evil.example\r\n"
                )
            },
            403,
            "",
        ),
    )
)

_CALLS = (
    *wires("J04", {"Host: evil.example": get(b"/api/elections", host=b"evil.example")}, 421, ""),
    *wires(
        "H12",
        {
            repr(body)[2:-1][:40]: post(_AHEAD, body, JSON + BEARER)
            for body in (
                b'{"seconds": NaN}',
                b'{"seconds": 1e999}',
                b"[" * 30_000,
                b'{"seconds": %s}' % (b"9" * 5000),
                b'{"seconds": 1, "seconds": 2}',
                b"{",
                b"\xff",
                b'"\\ud800"',
            )
        },
        400,
        "",
    ),
    *wires(
        "G06",
        {
            f"the clock set to {at}": b"PUT"
            + post(_CLOCK, b'{"at": "%s"}' % at.encode(), JSON + BEARER)[4:]
            for at in (
                "2022-12-01T23:59:60+01:00",
                "1969-12-31T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "yesterday",
            )
        },
        422,
        "",
    ),
    *wires(
        "K07",
        {
            "another election in the body": post(
                _AHEAD, b'{"seconds": 60, "election": "other"}', JSON + BEARER
            )
        },
        422,
        "",
    ),
    *wires(
        "J08",
        {
            "an election of 100 levels": post(
                b"/api/elections", b'{"from": ' + b"[" * 100 + b"]" * 100 + b"}", JSON + BEARER
            )
        },
        400,
        "",
    ),
    *wires(
        "A17",
        {
            "a climbing name of a source": post(
                b"/api/elections", b'{"from": "../../etc/passwd"}', JSON + BEARER
            )
        },
        422,
        "",
    ),
    *wires(
        "K08",
        {
            f"an election called {name}": post(
                b"/api/elections",
                b'{"from": "formation", "id": "%s"}' % name.encode(),
                JSON + BEARER,
            )
            for name in ("static", "healthz", "api", "../x", "A")
        },
        422,
        "",
    ),
)

_BACKWARDS = tuple(
    replace(row, says="L'horloge d'une élection ne recule pas. Restaurez une copie.")
    for row in wires(
        "G01",
        {
            "the clock set back": b"PUT"
            + post(_CLOCK, b'{"at": "2001-01-01T00:00:00Z"}', JSON + BEARER)[4:],
            "a negative step": post(_AHEAD, b'{"seconds": -60}', JSON + BEARER),
        },
        409,
        "",
    )
)

CONSOLE = tuple(
    replace(row, at="console") for row in (*_WITHOUT_TOKEN, *_FOREIGN_PAGES, *_CALLS, *_BACKWARDS)
)

_SECRET = b"grant_type=authorization_code&code=x&client_id=x&client_secret=wrong"
_AUTHORIZE = b"/api/v2/authorize?response_type=code&scope=openid&client_id=x&redirect_uri="

FRANCECONNECT = tuple(
    replace(row, at="franceconnect")
    for row in (
        *wires(
            "E07",
            {"a wrong secret": post(b"/api/v2/token", _SECRET, FORM)},
            401,
            "",
        ),
        *wires(
            "E08",
            {
                f"a return to {address}": get(_AUTHORIZE + address.encode())
                for address in (
                    "https://evil.example/",
                    "javascript:alert(1)",
                    "http://127.0.0.1/retour",
                )
            },
            400,
            "",
        ),
        *wires(
            "E09",
            {
                "a return to https://evil.example/": get(
                    b"/api/v2/session/end?post_logout_redirect_uri=https://evil.example/"
                )
            },
            400,
            "",
        ),
        *wires("H15", {"GET /.git/config": get(b"/.git/config")}, 404, ""),
        *wires("J10", {"the control API on the stub's port": get(b"/api/elections")}, 404, ""),
        Wire(
            id="H05",
            what="HTTP/2.0",
            raw=b"GET / HTTP/2.0\r\n" + HOST + b"\r\n",
            statuses=(400, 505),
        ),
    )
)
