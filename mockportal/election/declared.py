"""What is declared in a file: frozen, complete, nothing unknown."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints


class Declared(BaseModel):
    """The base of everything an election file declares."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        str_max_length=20_000,
        allow_inf_nan=False,
    )


class Misfit(ValueError):
    """Parts of a declaration that do not fit together; ``path`` leads to the one at fault."""

    def __init__(self, reason: str, *path: str | int) -> None:
        super().__init__(reason)
        self.path = path


RESERVED = frozenset(
    {".well-known", "api", "classe", "console", "fi", "healthz", "inbox", "mailpit"}
    | {"metrics", "portail", "readyz", "sms", "static", "unclaimed"}
)
"""Words that no election may take as its id: addresses of the listeners, a box of messages."""


def _unreserved(value: object) -> object:
    """Refuse a reserved word."""
    if isinstance(value, str) and value in RESERVED:
        raise ValueError("Nom réservé")
    return value


ElectionId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9-]{1,32}$"), BeforeValidator(_unreserved)
]
"""The first segment of every address of an election."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""A name that can stand in an address."""

Line = Annotated[str, StringConstraints(pattern=r"^\S([^\x00-\x1f\x7f]*\S)?$", max_length=200)]
"""A text of one line, shown on screen."""

Text = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")]
"""A text that may run over several lines."""

Whole = Annotated[int, Strict()]
"""An integer, written as one."""

Switch = Annotated[bool, Strict()]
"""Yes or no, written as `true` or `false`."""

Share = Annotated[float, Strict(), Field(ge=0, le=1)]
"""A part of a whole."""
