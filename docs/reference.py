"""Write the pages of the reference from the code: ``python docs/reference.py``.

A test fails when a page is stale, so that whoever adds an option, a field, a fault, a call or a
journey documents it by running this once.
"""

from collections.abc import Callable
from pathlib import Path

from docs.making import (
    addresses,
    answers,
    calls,
    catalogues,
    diagrams,
    files,
    hands,
    interfaces,
    measures,
)

FOLDER = Path(__file__).parent / "reference"

PAGES: dict[str, Callable[[], str]] = {
    "commands.md": interfaces.commands,
    "environment.md": interfaces.environment,
    "addresses.md": addresses.addresses,
    "control-api.md": calls.control_api,
    "answers.md": answers.answers,
    "pytest-plugin.md": hands.pytest_fixtures,
    "metrics.md": interfaces.metrics,
    "election-file.md": files.election_file,
    "rush-file.md": files.rush_file,
    "target-file.md": files.target_file,
    "faults.md": catalogues.faults,
    "refusals.md": catalogues.refused,
    "journeys.md": catalogues.journeys,
    "attacks.md": catalogues.attacks,
    "measures.md": measures.measures,
    "path.md": diagrams.path,
    "layers.svg": diagrams.layers,
}


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
