"""Where the portal's processor time goes, by the sampler of `loadtests.sampled`."""

import json
import os
import signal
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from loadtests.ceiling_rounds import PortalSide

_LOOKS_EVERY = 0.05  # seconds


def sampled_command(out: Path, serve: Sequence[str]) -> tuple[str, ...]:
    """Return the command that serves under the sampler: ``-m package serve`` becomes its main."""
    _, package, *rest = serve
    return ("-m", "loadtests.sampled", str(out), f"{package}.cli:main", *rest)


@dataclass(frozen=True)
class Breakdown:
    """Seconds of processor by part."""

    parts: dict[str, float]

    @classmethod
    def of(cls, side: PortalSide, journeys: int, pid: int, out: Path) -> "Breakdown":
        """Play journeys on a sampled portal and add up both halves."""
        spent: Counter[str] = Counter()
        for half in side.halves(journeys):
            os.kill(pid, signal.SIGUSR1)
            half()
            side.rest()
            os.kill(pid, signal.SIGUSR2)
            while not out.exists():
                time.sleep(_LOOKS_EVERY)
            spent.update(json.loads(out.read_text())["parts"])
            out.unlink()
        return cls(dict(spent))

    def scaled_to(self, whole: float) -> dict[str, float]:
        """Return the parts so that they add up to a whole, the largest first."""
        total = sum(self.parts.values())
        ordered = sorted(self.parts.items(), key=lambda part: -part[1])
        return {name: spent / total * whole for name, spent in ordered}
