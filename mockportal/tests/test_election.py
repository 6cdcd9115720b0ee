"""An election file: what it may declare, when it stands where, what is refused and how."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from mockportal.domain.instants import (
    DAY,
    HOUR,
    MINUTE,
    date_in_words,
    hour_in_words,
    millis,
    paris,
)
from mockportal.election import (
    CATALOGUE,
    RESERVED,
    Declared,
    Election,
    Fault,
    InvalidElection,
    InvalidFile,
    Phase,
    dumped,
    load,
    load_faults,
    load_shipped,
    names,
    parse,
    revised,
    shipped,
)
from mockportal.election.reading import MAX_BYTES
from mockportal.tests.pace import in_hashes

SMALL: dict[str, Any] = {
    "id": "essai",
    "title": "Essai",
    "electorate": {"size": 20},
    "populations": {"seule": {"label": "Seule", "scrutins": ["unique"], "share": 1}},
    "scrutin": [{"id": "unique", "label": "Unique", "lists": ["Liste Dune", "Liste Écluse"]}],
}


@pytest.fixture(scope="session")
def election() -> Election:
    """Return the default election."""
    return load("electionspro2022")


def refused(**changes: Any) -> str:
    """Return why an election with these changes is refused."""
    with pytest.raises(InvalidElection) as refusal:
        parse(SMALL | changes, source="essai.toml")
    return str(refusal.value)


def written(folder: Path, text: str | bytes) -> Path:
    """Return a file that holds a text."""
    file = folder / "essai.toml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def refusal_of(file: Path | str) -> str:
    """Return why a file is refused."""
    with pytest.raises(InvalidElection) as refusal:
        load(file)
    return str(refusal.value)


def test_the_default_election_has_the_numbers_of_the_reference(election: Election) -> None:
    assert election.electorate.size == 1_400_000
    assert election.reveal.millis == 120_000
    assert election.reissue.link_millis == HOUR
    assert len(election.vote_code.alphabet) == 60
    assert [one.seats for one in election.scrutins][:3] == [15, 10, 4]
    assert {name: len(one.scrutins) for name, one in election.populations.items()} == {
        "contractuel": 3,
        "titulaire-2d": 4,
        "titulaire-1d": 4,
        "stagiaire": 2,
        "prive": 2,
        "inspection": 3,
        "etendu": 7,
    }


def test_the_ministerial_scrutin_has_twelve_lists(election: Election) -> None:
    scrutin = election.scrutin("csa-ministeriel")

    assert scrutin is not None
    assert len(scrutin.lists) == 12
    assert election.scrutin("csa") is None


def test_the_nine_personas_stand_first_under_their_identifiers(election: Election) -> None:
    assert [one.rank for one in election.personas] == list(range(9))
    assert election.personas[4].identifier == "elie.darc-en-ciel@ac-fictive.example"


@pytest.mark.parametrize("name", names())
def test_every_shipped_election_survives_json(name: str) -> None:
    before = load_shipped(name)

    after = parse(json.loads(json.dumps(dumped(before))))

    assert after == before


def test_the_opening_line_is_built_from_the_calendar(election: Election) -> None:
    assert election.calendar.in_words == (
        "Ouvert du jeudi 01 décembre 2022 à 08h00 au jeudi 08 décembre 2022 à 17h00"
        " (Heure de Paris)"
    )


@pytest.mark.parametrize(
    ("instant", "before", "after"),
    [
        ("activation_opens", Phase.BEFORE, Phase.PREPARATION),
        ("candidates_visible", Phase.PREPARATION, Phase.CAMPAIGN),
        ("opens", Phase.CAMPAIGN, Phase.OPEN),
        ("closes", Phase.OPEN, Phase.GRACE),
        ("seals", Phase.GRACE, Phase.SEALED),
        ("counts", Phase.SEALED, Phase.SEALED),
        ("results", Phase.SEALED, Phase.PUBLISHED),
    ],
)
def test_a_phase_holds_its_first_instant_and_not_its_last(
    election: Election, instant: str, before: Phase, after: Phase
) -> None:
    at = getattr(election.calendar.instants, instant)

    assert election.phase(at - 1) == before
    assert election.phase(at) == after


@given(now=st.integers(0, 4 * 10**12), later=st.integers(0, 400 * DAY))
def test_phases_never_go_back(now: int, later: int) -> None:
    order = list(Phase)
    calendar = parse(SMALL).calendar

    assert order.index(calendar.phase(now)) <= order.index(calendar.phase(now + later))


@given(minutes=st.integers(0, 240))
def test_the_seal_comes_at_the_end_of_the_grace_period(minutes: int) -> None:
    calendar = {"grace_minutes": minutes, "counts_at": "2022-12-08T21:00:00"}
    instants = parse(
        SMALL | {"calendar": calendar | {"results_at": "2022-12-08T21:00:00"}}
    ).calendar.instants

    assert instants.seals - instants.closes == minutes * MINUTE


@given(at=st.integers(0, 4 * 10**12))
def test_instants_are_read_back_to_the_millisecond(at: int) -> None:
    assert millis(paris(at)) == at


def test_an_hour_without_offset_is_paris_time() -> None:
    summer = millis(datetime.fromisoformat("2024-08-01T00:30:00"))

    assert summer == millis(datetime.fromisoformat("2024-07-31T22:30:00Z"))
    assert date_in_words(summer) == "jeudi 01 août 2024"
    assert hour_in_words(summer) == "00h30"


def test_lists_are_drawn_once_per_scrutin_and_seed(election: Election) -> None:
    scrutin, other = election.scrutins[:2]
    drawn = scrutin.drawn(2022)

    assert drawn == scrutin.drawn(2022) != scrutin.drawn(2023)
    assert set(drawn) == set(scrutin.lists)
    assert [one.id for one in drawn if one.id in {"dune", "falaise", "horizon"}] != [
        one.id for one in other.drawn(2022) if one.id in {"dune", "falaise", "horizon"}
    ]


def test_thirty_lists_are_possible() -> None:
    many = {"id": "unique", "label": "Unique", "lists": [f"Liste {n}" for n in range(30)]}

    scrutin = parse(SMALL | {"scrutin": [many]}).scrutin("unique")

    assert scrutin is not None
    assert [one.id for one in scrutin.lists][-1] == "29"
    assert "Liste 29" in scrutin.lists[-1].profession


def test_changes_are_merged_into_sections(election: Election) -> None:
    quick = revised(election, {"reveal": {"seconds": 5}, "electorate": {"size": 9, "seed": 1}})

    assert (quick.reveal.seconds, quick.reveal.warning_s) == (5, 20)
    assert quick.scrutins == election.scrutins
    assert quick.electorate.activated_share == 0.24


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"reveal": {"seconds": 0}}, "reveal.seconds, trouvé 0, attendu 1 au moins."),
        ({"reveal": {"seconds": "2"}}, "reveal.seconds, trouvé '2', attendu un nombre entier."),
        ({"reveal": {"seconds": True}}, "reveal.seconds, trouvé true, attendu un nombre entier."),
        ({"reveal": 5}, "reveal, trouvé 5, attendu une table."),
        ({"reveal": {"second": 5}}, "reveal.second, clé inconnue, vouliez-vous dire seconds ?"),
        ({"zzz": 5}, "zzz, clé inconnue, au choix : id, title, calendar,"),
        ({"id": "Pro 2022"}, "id, trouvé 'Pro 2022', attendu la forme ^[a-z0-9-]{1,32}$."),
        ({"title": "a\nb"}, "title, trouvé 'a\\nb', attendu la forme"),
        ({"old_code": {"dies_at": "now"}}, "trouvé 'now', attendu 'regenerate' ou 'request'."),
        ({"calendar": {"opens_at": "hier"}}, "calendar.opens_at, trouvé 'hier', attendu une date"),
        ({"calendar": {"opens_at": 7}}, "calendar.opens_at, trouvé 7, attendu une date et une h"),
        (
            {"calendar": {"opens_at": "2022-12-08T17:00:00"}},
            "calendar.closes_at, closes_at doit venir après opens_at.",
        ),
        ({"calendar": {"counts_at": "2022-12-08T17:19:59"}}, "counts_at doit venir après closes"),
        ({"calendar": {"activation_opens_at": "2022-03-27T02:30:00"}}, "n'existe pas à Paris"),
        ({"safety": {"stop_domains": ["ac-*.fr"]}}, "jamais raccourcie : il manque univ-*.fr."),
        ({"captcha": {"fixed_answer": "00000"}}, "captcha.fixed_answer, attendu 4 chiffres"),
        ({"vote_code": {"excluded": "0123456789"}}, "vote_code.excluded, ne peut pas vider"),
        ({"count": {"keys_needed": 8}}, "count.keys_needed, ne peut pas dépasser keys_total."),
        ({"scrutin": SMALL["scrutin"] * 2}, "scrutin[2].id, 'unique' est donné deux fois."),
        ({"populations": {"seule": {"label": "S", "scrutins": ["x"]}}}, "scrutin inconnu, 'x'."),
        ({"fault": [{"name": "pluie"}]}, "fault[1].name, panne inconnue, 'pluie' ; au choix : m"),
        ({"fault": [{"name": "sms-late", "delay_s": "x"}]}, "fault[1].delay_s, trouvé 'x', att"),
        ({"fault": [{"name": "maintenance", "from": "opening + 4"}]}, "trouvé 'opening + 4', a"),
        ({"fault": [{"name": "session-drop", "at": "never"}]}, "au choix : choosing, confirming"),
    ],
)
def test_a_refusal_names_key_what_was_found_and_what_is_allowed(
    changes: dict[str, Any], reason: str
) -> None:
    assert reason in refused(**changes)


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_a_reserved_word_is_no_election(word: str) -> None:
    assert refused(id=word) == f"essai.toml : id, trouvé '{word}', Nom réservé."


@pytest.mark.parametrize(
    ("persona", "reason"),
    [
        ({"rank": 20}, "rank, trouvé 20, le dernier rang est 19."),
        ({"population": "x"}, "population, trouvé 'x', attendu l'une de : seule."),
        ({"password": "court"}, "password, le mot de passe ne suit pas la règle"),
        ({"vote_code": "0" * 16}, "vote_code, le code ne suit pas la règle"),
        ({"providers": ["mcm"]}, "phone, un compte mcm demande un numéro"),
        ({"phone": "+33612345678"}, "phone, trouvé '+33612345678', attendu la forme"),
        ({"numen": "01E2201234ABC"}, "numen, trouvé '01E2201234ABC', attendu la forme ^99"),
        ({"identifier": "a.b@ac-paris.fr"}, "identifier, trouvé 'a.b@ac-paris.fr', attendu"),
        ({"identifier": "a.b12@ac-dune.example"}, "est réservé aux électeurs tirés."),
    ],
)
def test_a_persona_breaks_no_rule(persona: dict[str, Any], reason: str) -> None:
    someone = {"civility": "Mme", "given_name": "Zoé", "family_name": "d'Été"}

    assert reason in refused(persona=[someone | {"population": "seule"} | persona])


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9), st.lists))
def test_whatever_stands_for_a_section_is_refused_in_words(value: Any) -> None:
    with pytest.raises(InvalidElection) as refusal:
        parse(SMALL | {"reveal": value})

    assert str(refusal.value).startswith("définition : reveal, ")


@pytest.mark.attack("J08")
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("title = 5\n\n[reveal]\nseconds = 0\n", "essai.toml, ligne 4 : reveal.seconds, trouvé 0"),
        ("[[scrutin]]\nid = 'a'\n[[scrutin]]\nseats = 0\n", "ligne 4 : scrutin[2].seats, trouvé"),
        ("id = 'x'\n[reveal\n", "essai.toml, ligne 2 : TOML illisible, colonne 8 : Expected"),
        ("id = 'x", "essai.toml, ligne 1 : TOML illisible : Expected"),
        (b"id = 'x'\nb = '\xff'", "essai.toml, ligne 2 : attendu du texte UTF-8."),
        ("a = " + "[" * 100_000, "essai.toml : trop de niveaux imbriqués."),
        (".".join("a" * 60_000) + " = 1", "essai.toml, ligne 1 : trop de points dans une ligne."),
        ("#" * (MAX_BYTES + 1), f"trouvé {MAX_BYTES + 1} octets, attendu {MAX_BYTES} au plus."),
        ("x = !!python/object\n", "essai.toml, ligne 1 : TOML illisible, colonne 5"),
    ],
    ids=["key", "table", "syntax", "end", "bytes", "deep", "dotted", "huge", "tag"],
)
def test_a_broken_file_is_refused_with_its_line(
    tmp_path: Path, text: str | bytes, reason: str
) -> None:
    assert reason in refusal_of(written(tmp_path, text))


@pytest.mark.attack("J08")
@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "nope", "a" * 9_000, ".", ""])
def test_a_name_is_never_a_path(name: str) -> None:
    with pytest.raises(InvalidElection, match=r"nom inconnu ; au choix : electionspro2022"):
        load_shipped(name)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "nope.toml").endswith("nope.toml : fichier introuvable.")
    assert refusal_of(tmp_path).endswith("ce n'est pas un fichier.")
    assert "nom inconnu ; au choix : electionspro2022, formation." in refusal_of("nope")
    assert refusal_of("a\0b.toml").endswith("fichier illisible (chemin illisible).")


def test_at_most_twenty_problems_are_told() -> None:
    problems = refused(**{f"cle{n}": n for n in range(50)}).splitlines()

    assert len(problems) == 21
    assert problems[-1] == "essai.toml : et 30 autres."


@pytest.mark.parametrize("name", shipped("faults"))
def test_every_shipped_fault_profile_fits_the_default_election(
    election: Election, name: str
) -> None:
    spans = [fault.during(election.calendar.instants) for fault in load_faults(name)]

    assert all(ends is not None and starts < ends for starts, ends in spans)


def test_a_fault_may_be_told_from_the_opening(election: Election) -> None:
    instants = election.calendar.instants
    fault = Fault.model_validate(
        {"name": "maintenance", "from": "opening + 4 h", "to": "closing - 30 min"}
    )

    assert not fault.active(instants.opens + 4 * HOUR - 1, instants)
    assert fault.active(instants.opens + 4 * HOUR, instants)
    assert fault.active(instants.closes - 30 * MINUTE - 1, instants)
    assert not fault.active(instants.closes - 30 * MINUTE, instants)
    assert fault.setting("retry_after") == 600


def test_every_fault_of_the_reference_is_in_the_catalogue() -> None:
    assert len(CATALOGUE) == 32
    assert load_faults("december-2022")[5].setting("profile") == "hour"


def test_an_unknown_fault_profile_is_refused() -> None:
    with pytest.raises(InvalidFile, match=r"au choix : december-2022, november-2018"):
        load_faults("avril")


def test_every_rule_says_where_it_comes_from() -> None:
    told = {
        f"{model.__name__}.{name}": field.description or ""
        for model in _models(Election) - {Election}
        for name, field in model.model_fields.items()
    }
    free = ("Persona.", "Fault.", "Scrutin.", "CandidateList.", "Population.", "Roll.", "Safety.")
    free += (
        "Capacity.",
        "ServiceProvider.",
        "FranceConnect.clients",
    )  # tools, not the portal's rules
    status = re.compile(r"attested|derived|assumed|contested|published|seed|\[|shares of the roll")

    rules = [key for key in told if not key.startswith(free)]

    assert [key for key, text in told.items() if not text] == []
    assert [key for key in rules if not status.search(told[key])] == []


def _models(annotation: Any) -> set[type[BaseModel]]:
    """Return the models that a type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, Declared):
        inner = (_models(field.annotation) for field in annotation.model_fields.values())
        return {annotation}.union(*inner)
    return set().union(*map(_models, get_args(annotation)))


def test_loading_an_election_takes_milliseconds() -> None:
    assert in_hashes(lambda: load("electionspro2022")) < 15_000
