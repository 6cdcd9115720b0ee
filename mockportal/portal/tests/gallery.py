"""Every page in every shape worth seeing, filled with sample values."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mockportal.election import Election, Phase, load
from mockportal.portal.french import countdown, number
from mockportal.portal.render import Pages

REFERENCE = "3f9ac17be0d254816ac97bd1e3f0245c78d6ab1f90e2c3475ba68d1f02c4e7a9"
GROUPS = " ".join(REFERENCE[i : i + 8] for i in range(0, 64, 8))
CODE = "T-F9Ae*B/5L?VqUm"
CAPTCHA_LINES = (
    "La saisie du CAPTCHA est incorrecte – merci de contrôler votre saisie\n"
    "- si vous rencontrez encore des difficultés, vous pouvez générer un autre code"
    " ou écouter le code à saisir."
)
RULE = (
    "Au moins 12 caractères, dont une majuscule, une minuscule, un chiffre et un caractère spécial."
)


class Result(NamedTuple):
    """One scrutin counted."""

    id: str
    roll: int
    voters: int
    turnout: float
    blank: int
    valid: int
    lists: tuple[tuple[str, int, float, int], ...]


@dataclass(frozen=True)
class Sight:
    """One page in one shape; ``holes`` are those that differ from the samples."""

    name: str
    template: str
    shape: dict[str, Any] = field(default_factory=dict)
    holes: dict[str, str] = field(default_factory=dict)


ELECTION = load("electionspro2022")
NOW = ELECTION.calendar.instants.opens - 144_150_000  # 01 16 02, as on the seed's screen
PAGES = Pages(ELECTION)


def samples(now: int = NOW) -> dict[str, str]:
    """Return a value for every hole but those of one scrutin."""
    days, hours, minutes = countdown(ELECTION.calendar.instants.opens - now)
    return {
        "now_ms": str(now),
        "speed": "1",
        "frozen": "false",
        "session_ms": "900000",
        "jeton": "b3R1bmEtam9saS1qZXRvbi1kZS1mb3JtdWxhaXJl",
        "cle": "9f1c52d0a7b34e6c8d01",
        "days": days,
        "hours": hours,
        "minutes": minutes,
        "captcha_id": "x7Kp2mQ9dA",
        "value_identifiant": "alix.quidam@ac-fictive.example",
        "value_telephone": "06 39 98 12 34",
        "value_adresse": "alix.quidam@perso.example",
        "value_reference": "3f9ac17b",
        "token": "Zk3rT9vQxW1bN7mLp0sYhg",
        "destination": "a•••@perso.example",
        "voter_name": "M. QUIDAM ALIX",
        "civility": "M.",
        "family_name": "Quidam",
        "given_name": "Alix",
        "identifier": "alix.quidam@ac-fictive.example",
        "establishment": "Lycée fictif des Quatre-Vents, Sainte-Fictive-sur-Brume",
        "question": ELECTION.challenge.questions[0],
        "code": CODE,
        "remaining_ms": "87000",
        "remaining_s": "87",
        "refresh_s": "87",
        "voted_at": "jeudi 01 décembre 2022 à 08h47 (UTC+01:00)",
        "reference": REFERENCE,
        "reference_groups": GROUPS,
        "total": number(41_283),
        "updated": "10h31",
        "reason": "Mise à jour des serveurs de messagerie.",
        "refusal_text": "Adresse non valide.",
        "next_path": f"/{ELECTION.id}/portail/reassort",
        "next_label": "Demander un nouveau code",
    }


def filled(sight: Sight, pages: Pages = PAGES, **overrides: str) -> bytes:
    """Return the page of a sight, as a voter gets it."""
    page = pages.page(sight.template, **sight.shape)
    values = samples() | _of_scrutins() | sight.holes | overrides
    return page.fill({name: values[name] for name in page.names})


def _of_scrutins() -> dict[str, str]:
    values: dict[str, str] = {}
    for scrutin in ELECTION.scrutins:
        values |= {
            f"roll_{scrutin.id}": number(1_104_227),
            f"turnout_{scrutin.id}": "39,8 %",
            f"date_{scrutin.id}": "jeudi 01 décembre 2022",
            f"hour_{scrutin.id}": "08h47",
        }
    return values


def sights() -> dict[str, Sight]:
    """Return every sight by its name."""
    return {sight.name: sight for sight in (*_before_sign_in(), *_signed_in(), *_public())}


def _before_sign_in() -> Iterator[Sight]:
    for phase in (Phase.PREPARATION, Phase.OPEN, Phase.SEALED):
        yield Sight(f"accueil-{phase}", "accueil.html", {"phase": phase, "signed_in": False})
    for topic in ("edito", "aide", "acces"):
        shape = {"topic": topic, "signed_in": False}
        yield Sight(f"informations-{topic}", "informations.html", shape)
    yield Sight("identification", "identification.html", {}, {"value_identifiant": ""})
    yield Sight(
        "identification-captcha-wrong",
        "identification.html",
        {"refusal": "captcha-wrong"},
        {"refusal_text": CAPTCHA_LINES},
    )
    yield _refused("identification", "identifier-form", "Adresse non valide.")
    yield _refused("identification", "too-many", "Trop d'essais. Réessayez dans 15 minutes.")
    yield Sight("mot-de-passe", "mot-de-passe.html")
    yield _refused("mot-de-passe", "password-wrong", "Identifiant ou mot de passe incorrect.")
    yield Sight("mot-de-passe-reassort", "mot-de-passe-reassort.html")
    yield Sight("mot-de-passe-nouveau", "mot-de-passe-nouveau.html")
    yield _refused("mot-de-passe-nouveau", "password-rule", RULE)
    yield Sight("activation", "activation.html", {"question": ""})
    question = {"question": ELECTION.challenge.questions[2]}
    text = "La réponse doit compter au moins 2 caractères et différer de la question."
    yield _refused("activation", "answer-form", text, **question)
    text = "Choisissez une question Défi."
    yield _refused("activation", "challenge-missing", text, question="")
    yield Sight("message-envoye-identifier", "message-envoye.html", {"kind": "identifier"})
    yield Sight("identifiant-oublie", "identifiant-oublie.html")
    yield Sight("reassort-lien", "reassort-lien.html")
    yield Sight("reassort-code", "reassort-code.html")
    yield _refused("reassort-code", "reveal-gone", "Le code n'est plus affiché.")


def _signed_in() -> Iterator[Sight]:
    first, second, *_ = (one.id for one in ELECTION.scrutins)
    yield Sight("espace", "espace.html", {"phase": Phase.OPEN, "ballot_path": "code-de-vote"})
    population, own = next(iter(ELECTION.populations.items()))
    profile = {"population": population, "scrutins": own.scrutins, "saved": False}
    yield Sight("informations-personnelles", "informations-personnelles.html", profile)
    yield Sight("informations-saved", "informations-personnelles.html", {**profile, "saved": True})
    text = "Les deux saisies sont différentes."
    yield _refused("informations-personnelles", "password-mismatch", text, **profile)
    states = ("to-cast", "voted", "suspended", "to-cast", "to-cast", "voted", "to-cast")
    ids = tuple(one.id for one in ELECTION.scrutins)[:7]
    rows = {"rows": tuple(zip(ids, states, strict=False)), "code_accepted": True}
    shape = {**rows, "phase": Phase.OPEN, "turnout": False}
    yield Sight("scrutins", "scrutins.html", shape)
    shape = {**rows, "phase": Phase.CAMPAIGN, "turnout": True, "code_accepted": False}
    yield Sight("scrutins-campaign", "scrutins.html", shape)
    yield Sight("candidatures", "candidatures.html", {"scrutin": first})
    yield Sight("code-de-vote", "code-de-vote.html")
    yield _refused("code-de-vote", "code-wrong", "Code de vote incorrect.")
    for open_or_not in (True, False):
        name = "reassort" if open_or_not else "reassort-franceconnect-off"
        yield Sight(name, "reassort.html", {"franceconnect": open_or_not})
    yield Sight(
        "reassort-defi",
        "reassort-defi.html",
        {"channel": ""},
        {"value_telephone": "", "value_adresse": ""},
    )
    text = "Numéro de mobile non valide."
    yield _refused("reassort-defi", "phone-form", text, channel="sms")
    text = "L'adresse personnelle doit être différente de votre identifiant."
    yield _refused("reassort-defi", "mail-is-identifier", text, channel="email")
    text = "Les informations ne correspondent pas."
    yield _refused("reassort-defi", "challenge-wrong", text, channel="email")
    text = "Choisissez SMS ou E-MAIL."
    yield _refused("reassort-defi", "channel-missing", text, channel="")
    yield Sight("message-envoye-reissue", "message-envoye.html", {"kind": "reissue"})
    yield Sight("vote", "vote.html", {"scrutin": first, "choosing": False})
    yield Sight("vote-choosing", "vote.html", {"scrutin": first, "choosing": True})
    text = "Choisissez une liste ou le vote blanc."
    yield _refused("vote", "no-choice", text, scrutin=second, choosing=True)
    scrutin = ELECTION.scrutins[0]
    for choice in (scrutin.lists[0].id, "blanc"):
        yield Sight(
            f"vote-confirmation-{choice}",
            "vote-confirmation.html",
            {"scrutin": first},
            dict(PAGES.choice(first, choice)),
        )
    yield Sight("vote-accuse", "vote-accuse.html", {"scrutin": first, "by_server": False})
    yield Sight("vote-accuse-server", "vote-accuse.html", {"scrutin": first, "by_server": True})
    yield Sight("deconnexion", "deconnexion.html")


def _public() -> Iterator[Sight]:
    first = ELECTION.scrutins[0].id
    empty = {"prefixes": (), "prefix": "", "refs": (), "found": None, "final": False}
    yield Sight("urne", "urne.html", {**empty, "scrutin": "", "signed_in": False})
    prefixes = tuple(f"{n:02x}" for n in range(256))
    shape = {"scrutin": first, "signed_in": False, "prefixes": prefixes, "prefix": ""}
    read = {"prefix": "3f", "refs": (GROUPS,) * 12, "found": None, "final": False}
    yield Sight("urne-prefix", "urne.html", {**shape, **read}, {"value_reference": ""})
    yield Sight("urne-found", "urne.html", {**shape, "refs": (), "found": True, "final": True})
    yield Sight("urne-absent", "urne.html", {**shape, "refs": (), "found": False, "final": True})
    shape = {"results": tuple(_results()), "signed_in": False}
    yield Sight("resultats", "resultats.html", shape)
    text = "Le portail est en maintenance. Retour prévu à 06h00."
    yield _refused("maintenance", "maintenance", text)
    yield Sight("limites", "limites.html", {"signed_in": False})
    yield Sight("real-data", "real-data.html", {"page": "identification", "refusal": "real-data"})
    shape = {"page": "unknown-page", "title": "Page introuvable", "signed_in": False}
    yield _refused("refus", "unknown-page", "Page introuvable.", **shape)
    shape = {"page": "reassort-lien", "title": "Réassort du code de vote", "signed_in": False}
    text = "Ce lien a déjà servi. Demandez un nouveau code."
    yield _refused("refus", "link-used", text, next=True, **shape)
    shape = {"page": "vote", "title": ELECTION.scrutins[0].label, "signed_in": True}
    text = "Vous avez déjà voté pour ce scrutin le jeudi 01 décembre 2022 à 08h47."
    yield _refused("refus", "already-voted", text, **shape)


def _results() -> Iterator[Result]:
    shares = (0.339, 0.195, 0.14, 0.078, 0.067, 0.062, 0.051, 0.031, 0.02, 0.011, 0.006)
    seats = (6, 3, 2, 1, 1, 1, 1, 0, 0, 0, 0)
    for scrutin in ELECTION.scrutins[:2]:
        names = [one.name for one in scrutin.lists][:11]
        rows = zip(names, shares, seats, strict=False)
        lists = tuple((name, round(share * 421_000), share, n) for name, share, n in rows)
        yield Result(scrutin.id, 1_104_227, 439_482, 0.398, 18_482, 421_000, lists)


def _refused(name: str, refusal: str, text: str, **shape: Any) -> Sight:
    shape = {**shape, "refusal": refusal}
    return Sight(f"{name}-{refusal}", f"{name}.html", shape, {"refusal_text": text})


def election() -> Election:
    """Return the election that the gallery shows."""
    return ELECTION
