"""Attacks on a portal by whoever finds it on a network: no lever, no account."""

from scenarios.attacks.rows import FORM, HOST, Wire, get, post, wires

_AT_THE_DOOR = ("location", "/portail/identification")
_LATER = (
    "espace",
    "scrutins",
    "code-de-vote",
    "reassort",
    "reassort/defi",
    "vote/csa-ministeriel",
    "vote/csa-ministeriel/confirmation",
    "vote/csa-ministeriel/accuse",
    "informations-personnelles",
    "mot-de-passe",
)


def _portail(path: str) -> bytes:
    return b"<portail>/" + path.encode()


def _sent_to_the_door(id: str, what: str, path: str, more: bytes = b"") -> Wire:
    return Wire(
        id=id,
        what=what,
        raw=get(_portail(path), more),
        statuses=(303,),
        header=_AT_THE_DOOR,
    )


STEPS = tuple(_sent_to_the_door("B13", f"GET {path} without a visit", path) for path in _LATER)

COOKIES = (
    _sent_to_the_door("C05", "a forged cookie", "espace", b"Cookie: <name>-visite=forged\r\n"),
    _sent_to_the_door(
        "C05", "a cookie of another key", "espace", b"Cookie: <name>-visite=AAAA.BBBB\r\n"
    ),
    _sent_to_the_door(
        "C06",
        "two cookies of one name",
        "espace",
        b"Cookie: <name>-visite=a; <name>-visite=b\r\n",
    ),
    _sent_to_the_door(
        "C06",
        "50 cookies",
        "espace",
        b"Cookie: " + b"; ".join(b"c%d=%d" % (n, n) for n in range(50)) + b"\r\n",
    ),
    Wire(
        id="C07",
        what="the cookie of a new visit",
        raw=get(_portail("identification")),
        statuses=(200,),
        header=("set-cookie", "HttpOnly; SameSite=Lax"),
    ),
    Wire(
        id="C12",
        what="the policy about frames",
        raw=get(_portail("accueil")),
        statuses=(200,),
        header=("content-security-policy", "frame-ancestors 'none'"),
    ),
    Wire(
        id="C13",
        what="?next=//evil.example",
        raw=get(_portail("espace?next=//evil.example")),
        statuses=(303,),
        header=_AT_THE_DOOR,
    ),
    Wire(
        id="C14",
        what="a picture of the sign-out address",
        raw=get(_portail("deconnexion")),
        statuses=(405,),
        refusal="wrong-method",
        header=("allow", "POST"),
    ),
)

FORGED = wires(
    "C01",
    {"no token": post(b"<form>", b"identifiant=x"), "a wrong one": post(b"<form>", b"jeton=x")},
    403,
    "form-expired",
) + wires(
    "C03",
    {
        told: post(b"<form>", b"jeton=x", FORM + header)
        for told, header in {
            "Origin of another site": b"Origin: https://evil.example\r\n",
            "no origin at all": b"Origin: null\r\n",
            "Sec-Fetch-Site: cross-site": b"Sec-Fetch-Site: cross-site\r\n",
        }.items()
    },
    403,
    "form-expired",
)

LINKS = wires(
    "D08",
    {
        f"{path}/{token}": get(_portail(f"{path}/{token}"))
        for path in ("reassort/lien", "activation", "mot-de-passe/nouveau")
        for token in ("AAAAAAAAAAAAAAAAAAAAAA", "1")
    },
    404,
    "link-unknown",
) + wires(
    "D09",
    {
        f"a link that ends in {end!r}": get(_portail("reassort/lien/AAAAAAAAAAAAAAAAAAAAAA" + end))
        for end in (">", ".", "%3E")
    },
    404,
    "link-unknown",
)

RETURNS = wires(
    "E01",
    {
        f"a return with {query or 'nothing'}": get(
            _portail("reassort/franceconnect/retour" + query)
        )
        for query in ("", "?code=x", "?code=x&state=forged")
    },
    403,
    "provider-failed",
)

METHODS = (
    Wire(
        id="H06",
        what="TRACE",
        raw=b"TRACE <page> HTTP/1.1\r\n" + HOST + b"\r\n",
        statuses=(400, 405),
        refusal="wrong-method",
        header=("allow", "GET, HEAD"),
    ),
    Wire(
        id="H06",
        what="POST to a page that only shows",
        raw=post(b"<page>", b"a=b"),
        statuses=(405,),
        refusal="wrong-method",
        header=("allow", "GET, HEAD"),
    ),
    *wires(
        "H06",
        {"CONNECT": b"CONNECT <host> HTTP/1.1\r\n" + HOST + b"\r\n"},
        405,
        "wrong-method",
    ),
)

NOBODY_S = (
    wires(
        "H15",
        {
            f"GET {path}": get(path.encode())
            for path in (
                "/static/%2e%2e/%2e%2e/etc/passwd",
                "/static/../../pyproject.toml",
                "/.git/config",
                "/.env",
                "/metrics",
            )
        },
        404,
        "unknown-page",
    )
    + wires(
        "J10", {"the control API on the portal's port": get(b"/api/elections")}, 404, "unknown-page"
    )
    + wires(
        "J05",
        {
            f"GET {path}": get(path.encode())
            for path in ("<page>;x", "/x/..", "/x/%2e%2E/", "/x%2f..%2fy", "/%5c..%5c")
        },
        404,
        "unknown-page",
    )
    + wires(
        "K08",
        {
            f"GET {path}": get(path.encode())
            for path in (
                "/nulle-part/portail/accueil",
                "/static/portail/accueil",
                "/.well-known/portail/accueil",
                "/x/../<name>/portail/accueil",
                "/x%2F..%2F<name>/portail/accueil",
            )
        },
        404,
        "unknown-page",
    )
)

NOWHERE = wires("H15", {"a page no election has": get(_portail("nulle-part"))}, 404, "unknown-page")

RESULTS = wires(
    "F20",
    {"the results before the count": get(_portail("resultats"))},
    409,
    "no-result-yet",
)

CLOCK = (
    Wire(
        id="G08",
        what="X-Now: 2030-01-01",
        raw=get(_portail("resultats"), b"X-Now: 2030-01-01T00:00:00Z\r\n"),
        statuses=(409,),
        refusal="no-result-yet",
    ),
)

FLOOD = (
    Wire(
        id="H13",
        what="1,000 requests at once",
        raw=get(b"<page>") * 1000,
        statuses=(200,),
        ends=True,
        intrusive=True,
    ),
)

PORTAL = (
    *STEPS,
    *COOKIES,
    *FORGED,
    *LINKS,
    *RETURNS,
    *METHODS,
    *NOBODY_S,
    *NOWHERE,
    *RESULTS,
    *CLOCK,
    *FLOOD,
)
