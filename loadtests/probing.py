"""Whether one run met its objectives, and how sure that is, for the search of the limit."""

from collections.abc import Mapping
from typing import Any

from loadtests import resampling
from loadtests.figures import Figures
from loadtests.limit import Limit, Probe
from loadtests.objectives import objective

_DRAWS = 200


def judge(results: Mapping[str, Any], rate: float) -> Probe:
    """Return the answer of one run; its slices drawn again say how often it would be the same.

    A run whose generator could not keep up counts as missed: that rate cannot be shown to hold.
    """
    outcome = results["verdict"]["outcome"]
    if outcome in ("invalid", "stopped"):
        return Probe(rate, passed=False, sure=1.0, invalid=outcome == "invalid")
    figures = Figures.unpacked(results["figures"])
    last = max(1, round(results["ended"] / figures.width)) - 1
    weights = resampling.draws(min(resampling.BLOCKS, last + 1), _DRAWS, round(rate * 1000))
    held = [True] * _DRAWS
    for check in results["verdict"]["checks"]:
        promise = objective(check["promised"])
        if promise.percentile is None or check["seen"] is None:
            held = [one and check["met"] for one in held]
            continue
        series = f"{check['kind']}\t{check['subject'].replace(': ', chr(9), 1)}"
        blocks = resampling.latencies(figures.felt.get(series, {}), last)
        for i, drawn in enumerate(weights):
            (seen,) = resampling.percentiles(blocks, drawn, (promise.percentile,))
            held[i] = held[i] and promise.met_by(seen)
    share = sum(held) / _DRAWS
    passed = outcome == "passed"
    return Probe(rate, passed, share if passed else 1 - share)


def told(limit: Limit) -> dict[str, Any]:
    """Return a limit as plain values."""
    return vars(limit) | {"probes": [vars(one) for one in limit.probes]}
