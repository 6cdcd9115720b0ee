"""How slow a portal the mock plays: for planners who rehearse a collapse before they meet one."""

from typing import Annotated, Literal

from pydantic import Field

from mockportal.election.declared import Declared, Slug, Whole

Milliseconds = Annotated[float, Field(ge=0, le=600_000)]


class Capacity(Declared):
    """A given system's capacity, for each process of the portal; off as long as it has no servers.

    Requests are served in the order in which they came, by ``servers`` at once.
    """

    servers: Whole = Field(default=0, ge=0, le=10_000, description="served at once; 0: no limit")
    service_ms: Milliseconds = Field(default=100, description="mean service of one request")
    spread: Literal["fixed", "exponential", "log-normal"] = Field(
        default="exponential", description="how services are spread around their mean"
    )
    sigma: float = Field(
        default=0.6, ge=0, le=3, description="of log-normal services: deviation of the logarithm"
    )
    queue: Whole | None = Field(
        default=None, ge=0, description="requests that may wait; more are told that it is busy"
    )
    room: Whole | None = Field(
        default=None, ge=0, description="requests that may wait before newcomers are kept outside"
    )
    steps: dict[Slug, Milliseconds] = Field(
        default={}, max_length=100, description="mean service of single pages, by their path"
    )
