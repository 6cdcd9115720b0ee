"""What is declared in a file: frozen, complete, nothing unknown."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints


class Declared(BaseModel):
    """The base of everything an election file declares."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        str_max_length=20_000,
        allow_inf_nan=False,
    )


RESERVED = frozenset(
    {".well-known", "api", "console", "fi", "healthz", "inbox", "mailpit"}
    | {"metrics", "portail", "readyz", "sms", "static"}
)
"""Words that no election may take as its id: they are addresses of the listeners."""


def _unreserved(value: object) -> object:
    """Refuse a reserved word."""
    if isinstance(value, str) and value in RESERVED:
        raise ValueError("Nom réservé.")
    return value


ElectionId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9-]{1,32}$"), BeforeValidator(_unreserved)
]
"""The first segment of every address of an election."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""A name that can stand in an address."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
"""A text of one line, shown on screen."""
