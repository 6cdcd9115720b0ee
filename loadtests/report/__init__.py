"""One self-contained page about a run: no network, no script, readable in print."""

from loadtests.report.page import render

__all__ = ["render"]
