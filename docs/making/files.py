"""The pages of the files that people write, from the models that check them."""

from docs.making import tables
from loadtests.rush import Rush
from mockportal.election import Election
from scenarios.target import Target


def election_file() -> str:
    """Return every field of an election file, section by section."""
    lines = [
        "# Election file",
        "",
        "A TOML file. Each number is a field with its default; its description ends with its",
        "status: attested, derived or assumed, with the key of its source where there is one.",
        "",
    ]
    return tables.page(lines + tables.of_model(Election))


def rush_file() -> str:
    """Return every field of a rush file."""
    lines = [
        "# Rush file",
        "",
        "A TOML file: who arrives when, to do what, how patiently, and what the portal promises.",
        "Durations are written `6 s`, `5 min`, `1 h`, shares `12 %`. `segment`, `journey`,",
        "`objective`, `abort` and `fault` are arrays of tables (`[[segment]]`).",
        "",
    ]
    return tables.page(lines + tables.of_model(Rush))


def target_file() -> str:
    """Return every field of a target file."""
    lines = [
        "# Target file",
        "",
        "A TOML file for a portal that is not this mock: where it is, how it speaks, who may vote",
        "there. `mockportal play`, the browser suite and `mockportal rush` take it as `--target`.",
        "",
    ]
    return tables.page(lines + tables.of_model(Target))
