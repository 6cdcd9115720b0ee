"""The elections of a trial: one under attack, a quiet one beside it that must not move."""

from typing import Any

from mockportal.election import Election, parse

LOUD, QUIET = "assaillie", "paisible"
SCRUTINS = 10
ELECTORS = 1_000_000
CLOSES = "2023-03-01T17:00:00"
OPENS = "2022-12-01T08:00:00"


def definition(name: str, seed: int) -> dict[str, Any]:
    """Return an election in which every elector has ten scrutins."""
    scrutins = [f"scrutin-{place:02}" for place in range(SCRUTINS)]
    lists = ["Liste Ardoise", "Liste Boussole", "Liste Dune", "Liste Falaise"]
    return {
        "id": name,
        "title": "Élections éprouvées",
        "electorate": {"size": ELECTORS, "seed": seed, "activated_share": 1.0},
        "calendar": {
            "opens_at": OPENS,
            "closes_at": CLOSES,
            "counts_at": "2023-03-01T18:00:00",
            "results_at": "2023-03-01T19:00:00",
        },
        "captcha": {"fixed_answer": "1234"},
        "session": {"idle_minutes": 1440, "total_minutes": 10080},
        "populations": {"tous": {"label": "Tous", "scrutins": scrutins, "share": 1.0}},
        "scrutin": [
            {"id": one, "label": f"Scrutin {place}", "lists": lists}
            for place, one in enumerate(scrutins)
        ],
    }


def election(name: str, seed: int) -> Election:
    """Return that election, as the portal reads it."""
    return parse(definition(name, seed))
