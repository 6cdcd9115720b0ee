"""What browser tests share: which Chromium to start, and how."""

import os
import shutil
from typing import Any

import pytest

QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the Chromium of the machine if there is one, and let it call nobody."""
    args = [*browser_type_launch_args.get("args", []), *QUIET]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        args.append("--no-sandbox")
    installed = os.environ.get("MOCKPORTAL_CHROMIUM") or shutil.which("chromium")
    place = {"executable_path": installed} if installed else {}
    return {**place, **browser_type_launch_args, "args": args}
