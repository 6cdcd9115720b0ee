"""From the diaries of the stub to what the debugger shows."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mockportal.domain.instants import SECOND, Millis, paris
from mockportal.trainer.franceconnect import wording

Told = Mapping[str, Any]
Line = tuple[str, str, str]
"""Name, value, and what the value means."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: an authorization, or a request refused before there was one."""

    key: str
    wall: Millis
    at: Millis
    client: str
    label: str
    tone: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Decoded parameters or claims."""

    caption: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of an exchange, decoded."""

    title: str
    who: str
    at: Millis
    wall: Millis
    verdicts: tuple[tuple[str, str], ...] = ()
    """Tone and words."""
    tables: tuple[Table, ...] = field(default=())


def entry_of(told: Told, names: Mapping[str, str]) -> Entry:
    """Return the line of an authorization."""
    outcome = told["outcome"]
    label, tone = wording.CODES.get(told["code_state"]) or wording.OUTCOMES[outcome]
    if any(one["step"] == "refused" for one in told["steps"]) and told["code_state"] != "replayed":
        label, tone = f"{label}, un appel refusé", "mal"
    first = told["steps"][0]
    return Entry(
        key=told["uid"],
        wall=first["wall"],
        at=told["started_at"],
        client=names.get(told["client"], told["client"]),
        label=label,
        tone=tone,
        note=told["provider"] or "",
    )


def entry_of_refusal(told: Told, names: Mapping[str, str]) -> Entry:
    """Return the line of a request refused at the door."""
    return Entry(
        key=told["id"],
        wall=told["wall"],
        at=told["at"],
        client=names.get(told["client"], told["client"] or "client non dit"),
        label=f"refus {told.get('code') or told.get('error', '')}",
        tone="mal",
        note=wording.CALLS[told["call"]],
    )


def stages_of(told: Told) -> list[Stage]:
    """Return the steps of an authorization."""
    return [_stage(one, told) for one in told["steps"]]


def refusal_stage(told: Told) -> Stage:
    """Return a refused request as the one step there is."""
    tables = [_parameters(told["parameters"])] if told["parameters"] else []
    if told.get("allowed"):
        allowed = tuple((f"{place}", uri, "") for place, uri in enumerate(told["allowed"], 1))
        tables.append(Table("Adresses enregistrées d'après déconnexion", allowed))
    title = f"Refus : {wording.CALLS[told['call']]}"
    return Stage(title, "", told["at"], told["wall"], tuple(_reasons(told)), tuple(tables))


def _stage(one: Told, told: Told) -> Stage:
    step = one["step"]
    if step == "refused":
        return refusal_stage(one)
    title, who = wording.STEPS.get(step, (step, ""))
    tables: list[Table] = []
    verdicts: list[tuple[str, str]] = []
    match step:
        case "authorize":
            tables.append(_parameters(_asked(told["parameters"])))
        case "token":
            verdicts = _signature(one, "id_token")
            tables = [_claims("id_token, décodé", one["id_token"], told["parameters"]["nonce"])]
        case "userinfo":
            verdicts = _signature(one, "userinfo")
            everything = {**one["claims"], **one.get("envelope", {})}
            tables = [_claims("userinfo, décodé", everything, "")]
        case "identity-refused":
            verdicts = [("mal", one["code"]), ("mal", _why(one["code"]))]
        case "given-up":
            verdicts = [("mal", f"error={one['error']}")]
        case "provider" | "identified" | "code":
            title = f"{title} : {one['provider']}" if one.get("provider") else title
        case "outside":
            verdicts = [("neutre", one["verdict"])]
    return Stage(title, who, one["at"], one["wall"], tuple(verdicts), tuple(tables))


def _asked(parameters: Told) -> dict[str, Any]:
    shown = {"scope" if name == "scopes" else name: value for name, value in parameters.items()}
    shown["scope"] = " ".join(parameters["scopes"])
    return {name: value for name, value in shown.items() if value not in (None, False)}


def _parameters(given: Told) -> Table:
    lines = ((name, _text(value) if value else "", _masked(value)) for name, value in given.items())
    return Table("Paramètres", tuple(lines))


def _masked(value: object) -> str:
    if value == "•••":
        return "masqué : un secret ne se garde pas"
    if value == "":
        return "valeur non gardée"
    return "début, longueur" if isinstance(value, str) and "… (" in value else ""


def _signature(one: Told, what: str) -> list[tuple[str, str]]:
    """Return how a token was signed; a fault says what is wrong with it."""
    alg = one.get("alg", "")
    faults = [str(name) for name in one.get("faults", ())]
    plain = alg == "none"
    told = [("bon", "JSON simple, sans signature" if plain else f"{what} signé {alg}")]
    if faults:
        told = [("mal", f"panne {name}") for name in faults]
    if "by" in one:
        means = "dans l'en-tête (basic)" if one["by"] == "basic" else "dans le formulaire (post)"
        told.append(("neutre", f"secret {means}"))
    return told


def _claims(caption: str, claims: Told, nonce: str) -> Table:
    return Table(caption, tuple(_claim(name, value, nonce) for name, value in claims.items()))


def _claim(name: str, value: Any, nonce: str) -> Line:
    if name in wording.STAMPS and isinstance(value, int):
        return (
            name,
            str(value),
            f"{wording.STAMPS[name]} {paris(value * SECOND):%d/%m/%Y à %H:%M:%S}",
        )
    if name == "nonce" and nonce:
        return name, str(value), "celui de la demande" if value == nonce else "AUTRE que demandé"
    return name, _text(value), wording.CLAIMS.get(name, "")


def _reasons(told: Told) -> Iterable[tuple[str, str]]:
    """Return why something was refused: codes first, then each finding."""
    code, error = told.get("code"), told.get("error")
    if code:
        yield "mal", str(code)
    if error:
        yield "mal", " ".join(str(part) for part in (told.get("status"), error) if part)
    yield "dit", _why(code) if code else wording.ERRORS.get(str(error), "")
    if told.get("description"):
        yield "dit", f"Dit au service : « {told['description']} »"
    for kind, parameter, found, allowed in told.get("why", ()):
        says = wording.FINDINGS[kind].format(found=found, allowed=allowed or "aucune")
        yield "dit", f"{parameter} : {says}"
    yield from _measured(told)


def _measured(told: Told) -> Iterable[tuple[str, str]]:
    if told.get("killed"):
        yield "dit", "Ce jeton a été annulé : déconnexion, révocation ou code rejoué."
    if told.get("age") is not None:
        age = f"{told['age'] / SECOND:.1f}".replace(".", ",")
        yield "dit", f"Âge à cet instant, sur l'horloge de l'élection : {age} s."
    if str(told.get("code", "")).endswith("4F8199"):
        yield "dit", f"Attendu : {told['expected']}"


def _why(code: str) -> str:
    return wording.WHY.get(code[1:], "")


def _text(value: Any) -> str:
    return value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)
