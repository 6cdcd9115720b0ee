"""Which Chromium to start, and how: the machine's own if there is one, calling nobody."""

import os
import shutil
from typing import Any

QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
)


TOGETHER = ("--in-process-gpu", "--enable-features=NetworkServiceInProcess2")
"""Without a window, what draws and what fetches need no processes of their own."""

HEADLESS = "chromium-headless-shell"
"""Chromium without what draws windows: a third of the processor time for the same journey."""


def launch_options(*, headed: bool = False) -> dict[str, Any]:
    """Return the options of Playwright's ``launch``."""
    args = [*QUIET, *(() if headed else TOGETHER)]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        args.append("--no-sandbox")
    shell = None if headed else shutil.which(HEADLESS)
    installed = os.environ.get("MOCKPORTAL_CHROMIUM") or shell or shutil.which("chromium")
    return {"args": args, **({"executable_path": installed} if installed else {})}
