"""Noise with a meaning: requests that reach every handler, with values nobody expects."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from scenarios.attacks.catalogue import ROWS
from scenarios.attacks.rows import FORM, JSON, Listener, Place, Typed, Wire, get, post

_ODD = (
    *("", " ", "0", "-1", "9223372036854775808", "1e400", "NaN", "null", "true", "é", "🗳", "\x00"),
    *("\ud7ff", "\u202e", "a" * 300, "x" * 9000, "%", "%00", "../..", "//", "\r\nX: y", "{{7*7}}"),
    *("2022-12-01T08:00:00+01:00", "blanc", "csa-ministeriel", "sms", "email", "je-veux-voter"),
)
_TYPED = tuple(row.value for row in ROWS if isinstance(row, Typed))
_BYTES = (
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    b"%ed%a0%80",
    b"%",
    b"[",
    b":",
    b"\n",
    b"\r\n\r\n",
    b"//",
)
_PORTAIL = (
    *("accueil", "identification", "identifiant-oublie", "mot-de-passe", "mot-de-passe/reassort"),
    *("message-envoye", "espace", "informations-personnelles", "scrutins", "code-de-vote"),
    *("reassort", "reassort/defi", "reassort/franceconnect", "reassort/franceconnect/retour"),
    *("reassort/franceconnect/deconnexion", "reassort/code", "urne", "resultats", "horloge"),
    *("maintenance", "limites", "deconnexion", "nulle-part", "reassort/lien/{}", "activation/{}"),
    *("mot-de-passe/nouveau/{}", "informations/{}", "captcha/{}/image", "captcha/{}/son"),
    *("logos/{}", "scrutins/{}/candidatures", "vote/{}", "vote/{}/confirmation"),
    *("vote/{}/accuse", "vote/{}/accuse/preuve"),
)
_FIELDS = (
    *("identifiant", "captcha", "mot_de_passe", "mot_de_passe_actuel", "confirmation", "question"),
    *("reponse", "numen", "canal", "telephone", "adresse", "code", "choix", "action", "nonce"),
    *("reference", "scrutin", "debut", "state", "error", "iss", "captcha_id", "suite"),
)
_STUB = (
    *("/api/v2/authorize", "/api/v2/token", "/api/v2/token/revocation", "/api/v2/userinfo"),
    *("/api/v2/jwks", "/api/v2/.well-known/openid-configuration", "/api/v2/redirect-to-idp"),
    *("/api/v2/oidc-callback", "/api/v2/login", "/api/v2/redirect-to-sp-with-error"),
    *("/api/v2/session/end", "/api/v2/session/end/confirm", "/api/v2/session/end/success"),
    *("/api/v2/interaction/{}", "/api/v2/interaction/{}/verify", "/api/v2/interaction/{}/consent"),
    *("/fi/{}/connexion", "/fi/{}/verification", "/fi/{}/annulation", "/erreurs"),
    *("/api/v1/authorize", "/api/v1/token", "/api/v1/userinfo", "/api/v1/logout"),
)
_ASKED = (
    *("response_type", "scope", "client_id", "client_secret", "redirect_uri", "state", "nonce"),
    *("acr_values", "prompt", "claims", "code", "code_verifier", "code_challenge", "grant_type"),
    *("code_challenge_method", "id_token_hint", "post_logout_redirect_uri", "token", "uid"),
    *("provider", "login", "password", "xsrf", "logout", "consent", "request", "max_age"),
)


@dataclass(frozen=True)
class Known:
    """What a fuzzer that has read the manual knows of one server."""

    places: Mapping[Listener, tuple[str, Place]]
    visits: Sequence[tuple[str, str]]
    clients: Sequence[Mapping[str, str]]
    calls: Sequence[tuple[str, str, Sequence[str]]]


def request(known: Known, number: int, seed: int) -> tuple[Listener, bytes]:
    """Return the request of a number, always the same one for the same seed."""
    draw = Random(f"{seed} {number}")
    at: Listener = draw.choices(("portal", "franceconnect", "console"), (5, 2, 3))[0]
    raw = _MAKERS[at](known, draw)
    if draw.random() < 0.15:
        wires = [row for row in ROWS if isinstance(row, Wire) and row.at == at and row.id != "H08"]
        raw = draw.choice(wires).raw
    raw = known.places[at][1].fill(raw)
    return at, _damaged(raw, draw) if draw.random() < 0.3 else raw


def _portal(known: Known, draw: Random) -> bytes:
    path = b"<portail>/" + _filled(draw.choice(_PORTAIL), draw).encode()
    head, fields = b"", {name: _value(draw) for name in _some(_FIELDS, draw)}
    if draw.random() < 0.8:
        cookie, token = draw.choice(known.visits)
        head = f"Cookie: {cookie}\r\n".encode()
        fields |= {"jeton": token, "cle": quote(_value(draw)[:30], safe="")}
    if draw.random() < 0.5:
        return get(path + _query(fields, draw), head)
    return post(path, _form(fields), FORM + head)


def _stub(known: Known, draw: Random) -> bytes:
    path = b"/<name>" + _filled(draw.choice(_STUB), draw).encode()
    fields = {name: _value(draw) for name in _some(_ASKED, draw)}
    if draw.random() < 0.7:
        fields |= draw.choice(known.clients)
        fields |= {"response_type": "code", "scope": "openid", "nonce": "n" * 32, "state": "s" * 32}
    if draw.random() < 0.6:
        return get(path + _query(fields, draw))
    return post(path, _form(fields))


def _console(known: Known, draw: Random) -> bytes:
    method, path, names = draw.choice(known.calls)
    head = b"Authorization: Bearer <token>\r\n"
    target = _filled(path, draw).encode()
    if method == "GET":
        names = ("limit", "after", "voter", "kind", "state", "to", "channel", "rank")
        return get(target + _query({n: _value(draw) for n in _some(names, draw)}, draw), head)
    body = {name: _json(draw, 0) for name in _some(names, draw)}
    odd = body if draw.random() < 0.9 else _json(draw, 0)
    text = json.dumps(odd).encode("utf-8", "surrogatepass")
    return method.encode() + post(target, text, JSON + head)[4:]


_MAKERS = {"portal": _portal, "franceconnect": _stub, "console": _console}


def _value(draw: Random) -> str:
    return draw.choice(draw.choice((_ODD, _TYPED)))


def _some(names: Sequence[str], draw: Random) -> list[str]:
    return draw.sample(names, draw.randint(0, min(6, len(names))))


def _filled(path: str, draw: Random) -> str:
    while "{}" in path:
        known = ("csa-ministeriel", "impots", "A" * 22, "1", "a.png")
        piece = draw.choice(known) if draw.random() < 0.5 else quote(_value(draw)[:200], safe="")
        path = path.replace("{}", piece, 1)
    return path


def _form(fields: Mapping[str, str]) -> bytes:
    return urlencode(fields, errors="surrogatepass").encode()


def _query(fields: Mapping[str, str], draw: Random) -> bytes:
    short = {name: value[:100] for name, value in fields.items()}
    return b"?" + _form(short) if short and draw.random() < 0.7 else b""


def _json(draw: Random, depth: int) -> Any:
    match draw.randint(0, 8 if depth < 3 else 5):
        case 0:
            return draw.choice((True, False, None))
        case 1:
            return draw.choice((0, 1, -1, 60, 2**31, 2**63, -(2**63)))
        case 2:
            return draw.uniform(-1e9, 1e9)
        case 6:
            return [_json(draw, depth + 1) for _ in range(draw.randint(0, 3))]
        case 7 | 8:
            return {_value(draw)[:20]: _json(draw, depth + 1) for _ in range(draw.randint(0, 3))}
        case _:
            return _value(draw)[:500]


def _damaged(raw: bytes, draw: Random) -> bytes:
    for _ in range(draw.randint(1, 3)):
        place, gone = draw.randint(0, len(raw)), draw.randint(0, 6)
        raw = raw[:place] + draw.choice(_BYTES) + raw[place + gone :]
    return raw
