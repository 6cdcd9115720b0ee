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


def launch_options() -> dict[str, Any]:
    """Return the options of Playwright's ``launch``."""
    args = list(QUIET)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        args.append("--no-sandbox")
    installed = os.environ.get("MOCKPORTAL_CHROMIUM") or shutil.which("chromium")
    return {"args": args, **({"executable_path": installed} if installed else {})}
