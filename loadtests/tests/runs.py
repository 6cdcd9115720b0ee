"""Runs that never took place, for tests of what is made of results."""

from random import Random

from loadtests import results
from loadtests.figures import Figures
from loadtests.plan import Plan
from loadtests.rush_files import check

_FLOWS = {"vote-in-all": "70 %", "reissue-by-sms": "30 %"}
_STEPS = ("Open → ACCÈS AU PORTAIL ÉLECTIONS", "Submit → Espace électeur", "Follow « Voter »")
_SMS = "reissue-by-sms\t✉ reissue-link by sms"


def a_plan(seed=11):
    """Give the plan of a run."""
    declared = {
        "title": "A run on paper",
        "rate": 9.0,
        "segment": [
            {"shape": "constant", "lasts": "5 min", "level": 2},
            {"shape": "spike", "lasts": "5 min", "peak": 3},
        ],
        "journey": [{"journey": name, "share": share} for name, share in _FLOWS.items()],
        "think": {"median": "2 s"},
        "objective": [
            {"meets": ["completion > 90 %"]},
            {"step": "*", "meets": ["p95 < 2 s", "errors < 1 %"]},
            {"message": "*", "meets": ["p95 < 30 s"]},
        ],
    }
    check(declared, "paper")
    fitted = {"rate": 6.0, "scale": 1.0, "lasts": 40.0, "seed": seed}
    return Plan("paper", declared, fitted, {}, "http://127.0.0.1:1/e")


def figures_of(seed, slower=1.0, trouble=False):
    """Give figures like those of a run: log-normal latencies around 20 ms."""
    random, figures = Random(seed), Figures()
    for number in range(240):
        at = number / 6
        journey = "reissue-by-sms" if number % 3 == 0 else "vote-in-all"
        figures.latency("generator\tlateness", at, random.uniform(0.0001, 0.004))
        figures.count(f"arrived\t{journey}", at)
        spent = _walk(figures, journey, at, random, slower, trouble)
        figures.latency(f"journey\t{journey}", at, spent)
        figures.count(f"left\t{journey}", at + spent)
        figures.count(f"completed\t{journey}", at + spent)
    return figures


def _walk(figures, journey, at, random, slower, trouble):
    spent = 0.0
    for step in _STEPS * 2:
        series = f"{journey}\t{step}"
        took = random.lognormvariate(-3.9, 0.5) * slower * (80 if trouble and at > 15 else 1)
        figures.count(f"tried\t{series}", at)
        if trouble and random.random() < 0.1:
            figures.count(f"error\t{series}\tstatus 503", at)
        else:
            figures.latency(f"step\t{series}", at, took, took * 0.8)
        figures.count("requests", at)
        spent += took
    if journey == "reissue-by-sms":
        figures.count(f"tried\t{_SMS}", at)
        figures.latency(f"message\t{_SMS}", at, random.uniform(0.5, 2))
    return spent


def a_run(state, *, seed=11, run="paper", slower=1.0):
    """Give the results of a run: calm, in trouble, or empty."""
    figures = Figures() if state == "empty" else figures_of(seed, slower, state == "in trouble")
    cpu = 0.012 * slower
    raw = {
        "figures": figures.packed(),
        "health": [
            {"worker": w, "at": float(t), "cpu": 0.3, "took": 1.0, "playing": 9, "waiting": 0}
            for t in range(44)
            for w in (0, 1)
        ],
        "halted": "",
    }
    portal = [
        {
            "at": t - 1.0,
            "cpu": min(t, 41) * cpu * 36,
            "memory": 8e7,
            "batches": t * 9,
            "batched": t * 31,
        }
        for t in range(45)
    ]
    made = results.assemble(
        "opening",
        a_plan(),
        raw,
        portal=portal,
        audit={"holds": True, "ballots": {"csa-ministeriel": 240}},
        started="2026-01-01T08:00:00+00:00",
        workers=2,
        machine={"cores": 2, "system": "Linux", "processor": "x86_64", "python": "3.11"},
    )
    return made | {"run": run}
