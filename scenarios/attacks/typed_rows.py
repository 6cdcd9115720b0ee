"""Attacks typed into one field: what is typed, and what it is refused as."""

from scenarios.attacks.rows import typed

IDENTIFIER = "Identifiant"
PASSWORD = "Mot de passe Elections"
ANSWER = "Saisissez votre réponse secrète :"
NUMEN = "Saisissez votre NUMEN"
PHONE = "Numéro de téléphone mobile personnel"
MAIL = "Adresse mail personnelle"

_REAL, _FORM, _OUTSIDE = "real-data", "identifier-form", "outside-fiction"


def _all(values: tuple[str, ...], refusal: str) -> dict[str, str]:
    return dict.fromkeys(values, refusal)


TYPED = (
    *typed(
        "A01",
        IDENTIFIER,
        _all(tuple("a" * (n - 11) + "@ab.example" for n in (256, 1000, 10_000)), _FORM),
    ),
    *typed("A02", PASSWORD, {"x" * 5000: "password-wrong"}),
    *typed("A03", NUMEN, {"99\x00": "numen-form"}),
    *typed("A03", PHONE, {"99\x00": "phone-form"}),
    *typed("A03", ANSWER, {"99\x00": "challenge-wrong"}),
    *typed(
        "A06",
        IDENTIFIER,
        _all(
            (
                "<script>alert(1)</script>",
                '"><img src=x onerror=alert(1)>',
                "{{7*7}}",
                "${7*7}",
            ),
            _FORM,
        ),
    ),
    *typed(
        "A07",
        IDENTIFIER,
        _all(("alıx.quidam@ac-fictive.example", "baſile@ac-fictive.example"), _FORM),
    ),
    *typed(
        "A08",
        IDENTIFIER,
        {
            "a.b@gmail.com": _OUTSIDE,
            "a.b@xn--e1afmkfd.com": _OUTSIDE,
            "a.b@аc-fictive.example": _FORM,
            "a.b@ac-montpellier.fr": _REAL,
            "a.b@mail.ac-lyon.fr": _REAL,
            "A.B@DGFIP.Finances.GOUV.FR": _REAL,
            "a.b@univ-lyon1.fr": _REAL,
        },
    ),
    *typed(
        "A09",
        IDENTIFIER,
        _all(
            tuple(
                f"a{odd}b@ac-fictive.example" for odd in ("\u202e", "\u200b", "e" + "\u0301" * 1000)
            ),
            _FORM,
        ),
    ),
    *typed(
        "A11",
        NUMEN,
        {
            "99E220123": "numen-form",
            "99E22O1234ABC": "numen-form",
            "99 E2201234ABC": "numen-form",
            "11E2201234ABC": _REAL,
            "43z2201234abc": _REAL,
        },
    ),
    *typed(
        "A12", PASSWORD, _all(("' OR 1=1 --", "%", "_", "';DROP TABLE urn;--"), "password-wrong")
    ),
    *typed("B14", IDENTIFIER, _all(("admin", "root", "test", "demo"), _FORM)),
    *typed(
        "N01",
        MAIL,
        _all(
            (
                "a@x.example\r\nBcc: b@y.example",
                "a@x.example%0d%0aBcc: b@y.example",
                "a@x.example\u2028b@y.example",
                "a@x.example\nb@y.example",
            ),
            "mail-form",
        ),
    ),
    *typed(
        "N02",
        MAIL,
        _all(
            (
                '"x"@y.example',
                "a@[127.0.0.1]",
                "a,b@x.example",
                "a" * 65 + "@x.example",
                "a@" + "x" * 250 + ".example",
                "a@x.example.",
                "a..b@x.example",
                ".a@x.example",
                "a@-x.example",
                "a@x",
                "é@x.example",
            ),
            "mail-form",
        )
        | {"a@x.org": _OUTSIDE},
    ),
    *typed(
        "N03",
        PHONE,
        _all(
            (
                "０６３９９８１２３４",
                "+262692981234",
                "0199001234",
                "0612345678",
                "36105",
                "0899701234",
                "0" * 30,
                "06399812345",
                "",
                "0639981234;+33639980000",
            ),
            "phone-form",
        ),
    ),
)


def of(id: str) -> list[tuple[str, str]]:
    """Return what is typed for one attack, with what it is refused as."""
    return [(row.value, row.refusal) for row in TYPED if row.id == id]
