"""The page: verdict first, then what carries it, then how to run it again."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from loadtests.figures import Figures, added, percentile
from loadtests.quantities import spoken
from loadtests.report.curves import FEW, Curves
from loadtests.report.sections import sections
from loadtests.report.sentence import sentence
from loadtests.report.telling import Told, seconds
from loadtests.rush_files import check

_FOLDER = Path(__file__).parent
_WORDS = {
    "passed": ("Passed", "Every objective was met."),
    "failed": ("Failed", "The portal missed what it promised."),
    "stopped": ("Stopped", "The run was ended before its time."),
    "invalid": ("Invalid", "This run says nothing about the portal."),
}


def render(results: dict[str, Any]) -> str:
    """Return a results document as one HTML page that needs nothing else."""
    run = told(results)
    word, meaning = _WORDS[results["verdict"]["outcome"]]
    checks = results["verdict"]["checks"]
    page = _environment().get_template("report.html")
    return page.render(
        results=results,
        style=Markup((_FOLDER / "report.css").read_text(encoding="utf-8")),
        word=word,
        sentence=meaning,
        said=sentence(results),
        tiles=_tiles(run),
        missed=[one for one in checks if not one["met"]],
        met=[one for one in checks if one["met"]],
        sections=list(sections(run)),
        declared=json.dumps(results["rush"], indent=2, ensure_ascii=False),
        facts=_facts(run),
        again=_again(results),
    )


def told(results: dict[str, Any]) -> Told:
    """Return a run ready to be told."""
    fitted = results["fitted"]
    seed = fitted.get("seed")
    rush = check(results["rush"], "rush").fitted(
        rate=fitted.get("rate"),
        scale=fitted.get("scale") or 1.0,
        lasts=fitted.get("lasts"),
        seed=None if seed is None else int(seed),
    )
    figures = Figures.unpacked(results["figures"])
    ended = max(results["ended"], 1.0)
    return Told(results, rush, figures, Curves(figures, ended), Curves(figures, ended, FEW))


def _tiles(told: Told) -> list[tuple[str, str, str]]:
    """Return the few figures everybody asks for: value, name, and a word of context."""
    figures = told.figures
    arrived, completed = _all(figures, "arrived\t"), _all(figures, "completed\t")
    tried, wrong = _all(figures, "tried\t"), _all(figures, "error\t")
    felt = added(
        counts
        for name, slices in figures.felt.items()
        if name.startswith("step\t")
        for counts in slices.values()
    )
    p50, p95, p99 = (percentile(felt, at) for at in (50, 95, 99))
    late = percentile(figures.overall("generator\tlateness"), 99)
    return [
        (f"{arrived:,}".replace(",", " "), "voters arrived", f"in {spoken(told.rush.lasts)}"),
        (f"{completed / arrived * 100:.4g} %" if arrived else "–", "completed", "their journey"),
        (f"{completed / told.until:.3g}/s", "journeys", "completed"),
        (seconds(p95), "p95 of a click", f"p50 {seconds(p50)}, p99 {seconds(p99)}"),
        (f"{wrong / tried * 100:.3g} %" if tried else "–", "errors", f"{wrong} of {tried} clicks"),
        (seconds(late), "lateness p99", "of the generator"),
    ]


def _facts(told: Told) -> list[tuple[str, str]]:
    results, machine = told.results, told.results["machine"]
    audit = results["audit"]
    facts = [
        ("Run", results["run"]),
        ("Started", results["started"]),
        ("Target", results["target"]),
        ("Rate", f"{results['rate']:g} arrivals per second at level 1"),
        ("Arrivals", f"during {spoken(told.rush.lasts)}, then {spoken(told.rush.drain)} at most"),
        ("Seed", str(results["seed"])),
        ("Workers", str(results["workers"])),
        ("Machine", f"{machine['cores']} cores, {machine['system']} {machine['processor']}"),
        ("Version", f"mockportal {results['version']}, Python {machine['python']}"),
    ]
    if audit:
        ballots = sum(audit["ballots"].values())
        verdict = "nothing lost" if audit["holds"] else "does not hold"
        facts.insert(2, ("Audit afterwards", f"{verdict}, {ballots} ballots"))
    return facts


def _again(results: dict[str, Any]) -> str:
    """Return the command that plays the same load again."""
    options = {
        "--rate": results["fitted"].get("rate"),
        "--scale": results["fitted"].get("scale"),
        "--seed": results["seed"],
        "--workers": results["workers"],
    }
    lasts = results["fitted"].get("lasts")
    said = [f"--duration '{lasts:g} s'"] if lasts else []
    said += [f"{key} {value}" for key, value in options.items() if value not in (None, 1, 1.0)]
    return " ".join([f"mockportal rush {results['name']}", *said])


def _all(figures: Figures, prefix: str) -> int:
    return sum(figures.sum(name) for name in figures.counts if name.startswith(prefix))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
