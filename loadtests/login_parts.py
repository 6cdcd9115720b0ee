"""Where a login spends its time at the stub, by the sampler of `loadtests.sampled`."""

import json
import os
import signal
import time
from collections import Counter
from pathlib import Path

from loadtests import login_sides
from loadtests.ceiling_breakdown import sampled_command
from loadtests.portal_process import SERVE

_LOOKS_EVERY = 0.05  # seconds


def login_parts(folder: Path, core: int | None, logins: int, at_once: int) -> dict[str, float]:
    """Return seconds by part for logins with screens, the largest first.

    The sampled server is slower: only the shares count.
    """
    folder.mkdir()
    out = folder / "parts.json"
    command = sampled_command(out, SERVE)
    with login_sides.stub(folder, core, command=command) as (side, _):
        side.play(at_once, at_once)
        os.kill(side.pid, signal.SIGUSR1)
        side.play(logins, at_once)
        os.kill(side.pid, signal.SIGUSR2)
        while not out.exists():
            time.sleep(_LOOKS_EVERY)
    return dict(Counter(json.loads(out.read_text())["parts"]).most_common())
