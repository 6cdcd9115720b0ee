"""The results of a run as one JSON document: what was asked, what was seen, what it proves."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from loadtests import verdict
from loadtests.figures import Counts, Figures, added, hdr, mean, percentile, total
from loadtests.plan import Plan

FORMAT = "mockportal-rush/1"
KINDS = ("journey", "step", "message")


def assemble(
    name: str,
    plan: Plan,
    raw: Mapping[str, Any],
    *,
    portal: Sequence[Mapping[str, Any]],
    audit: Mapping[str, Any] | None,
    started: str,
    workers: int,
    machine: Mapping[str, Any],
) -> dict[str, Any]:
    """Return everything a reader of the run may ask for."""
    figures = Figures.unpacked(raw["figures"])
    receipts = receipts_of(figures)
    ballots = sum(audit["ballots"].values()) if audit else receipts
    sound = bool(audit is None or (audit["holds"] and ballots >= receipts))
    judged = verdict.judge(plan.rush, figures, raw["halted"], sound=sound)
    return {
        "format": FORMAT,
        "title": plan.rush.title,
        "name": name,
        "run": plan.run,
        "started": started,
        "lasts": plan.rush.lasts,
        "ended": max((one["at"] for one in raw["health"]), default=0.0),
        "rush": plan.declared,
        "fitted": plan.fitted,
        "rate": plan.rush.rate,
        "seed": plan.rush.seed,
        "target": plan.url,
        "halted": raw["halted"],
        "workers": workers,
        "version": plan.version,
        "machine": dict(machine),
        "verdict": {
            "outcome": judged.outcome.value,
            "reasons": list(judged.reasons),
            "checks": [asdict(check) for check in judged.checks],
        },
        "audit": {**audit, "receipts": receipts} if audit else None,
        "series": series(figures),
        "figures": figures.packed(),
        "health": list(raw["health"]),
        "portal": [dict(one) for one in portal],
    }


def receipts_of(figures: Figures) -> int:
    """Return how many receipts voters were shown: that many ballots there must be."""
    shown = (name for name in figures.felt if name.endswith("→ Accusé de réception"))
    return sum(total(figures.overall(name)) for name in shown)


def series(figures: Figures) -> list[dict[str, Any]]:
    """Return one line per journey, step and message, with percentiles and an HDR histogram."""
    lines = []
    for kind in KINDS:
        names = (name for name in figures.felt if name.startswith(f"{kind}\t"))
        for name in sorted(names):
            _, journey, *step = name.split("\t")
            felt, sent = figures.overall(name), added(figures.sent.get(name, {}).values())
            place = name.partition("\t")[2]
            lines.append(
                {
                    "kind": kind,
                    "journey": journey,
                    "name": step[0] if step else "",
                    "tried": figures.sum(f"tried\t{place}"),
                    "errors": _errors(figures, place),
                    "felt": _summary(felt),
                    "sent": _summary(sent),
                    "hdr": hdr(felt),
                }
            )
    return lines


def _errors(figures: Figures, place: str) -> dict[str, int]:
    prefix = f"error\t{place}\t"
    return {
        name.removeprefix(prefix): sum(counts.values())
        for name, counts in figures.counts.items()
        if name.startswith(prefix)
    }


def _summary(counts: Counts) -> dict[str, float | int | None]:
    shares = (50, 90, 95, 99, 99.9, 100)
    figures: dict[str, float | int | None] = {"count": total(counts), "mean": mean(counts)}
    return figures | {f"p{share:g}": percentile(counts, share) for share in shares}
