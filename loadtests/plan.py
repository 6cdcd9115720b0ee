"""What every process of a run must know, as plain values that travel in one message."""

from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from loadtests import repertoire
from loadtests.arrivals import expected
from loadtests.casting import Arrival, cast, part
from loadtests.guard import Fence, Permission
from loadtests.rush import Rush
from loadtests.rush_files import check
from mockportal.election import Election
from mockportal.electorate import Electorate, electorate


@dataclass(frozen=True)
class Plan:
    """One run: the rush as declared and as fitted, the target and how to reach its levers."""

    run: str
    declared: dict[str, Any]
    fitted: dict[str, float | None]
    election: dict[str, Any]
    url: str
    console: str = ""
    token: str = ""
    captcha: str = ""
    others: tuple[str, ...] = ()
    permission: Permission | None = None
    version: str = "0"
    width: float = field(default=1.0)

    @cached_property
    def rush(self) -> Rush:
        """The rush at the rate, the length and with the seed of this run."""
        seed = self.fitted.get("seed")
        return check(self.declared, "rush").fitted(
            rate=self.fitted.get("rate"),
            scale=self.fitted.get("scale") or 1.0,
            lasts=self.fitted.get("lasts"),
            seed=None if seed is None else int(seed),
        )

    @cached_property
    def electors(self) -> Electorate:
        """The roll, derived here as anywhere."""
        return electorate(Election.model_validate(self.election))

    @cached_property
    def parts(self) -> dict[str, repertoire.Part]:
        """The journeys of the mix."""
        return dict(repertoire.parts(flow.journey for flow in self.rush.journey))

    @property
    def fence(self) -> Fence:
        """Where requests may go: the election, and what belongs to it."""
        return Fence((self.url, *self.others))

    @property
    def agent(self) -> str:
        """Who sends the requests."""
        return f"mockportal-load/{self.version} run={self.run}"

    def arrivals(self, worker: int, workers: int) -> "list[Arrival] | Any":
        """Return the arrivals that one worker of several plays, as they are needed."""
        fits = {name: one.fits for name, one in self.parts.items()}
        return part(cast(self.rush, self.electors, fits), worker, workers)

    def pool(self, workers: int) -> int:
        """Return how many voters one worker can play at once."""
        most = self.rush.generator.pool
        return max(min(round(expected(self.rush) * 1.5 / workers) + 10, most), 1)

    def packed(self) -> dict[str, Any]:
        """Return plain values."""
        return asdict(self)

    @classmethod
    def unpacked(cls, packed: dict[str, Any]) -> "Plan":
        """Return the plan that ``packed`` describes."""
        permission = packed.get("permission")
        return cls(
            **packed
            | {
                "permission": Permission(**permission) if permission else None,
                "others": tuple(packed.get("others", ())),
            }
        )
