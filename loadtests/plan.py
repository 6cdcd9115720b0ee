"""What every process of a run must know, as plain values that travel in one message."""

from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from loadtests import repertoire
from loadtests.arrivals import expected
from loadtests.casting import Arrival, Roll, cast, part
from loadtests.guard import Fence, Permission
from loadtests.rush import Rush
from loadtests.rush_files import check
from mockportal.election import Election
from mockportal.electorate import electorate
from scenarios.target import Target, TargetVoter


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
    strange: dict[str, Any] | None = None
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
    def target(self) -> Target | None:
        """The file of a portal that is not this mock."""
        return Target.model_validate(self.strange["target"]) if self.strange else None

    @cached_property
    def electors(self) -> Roll:
        """The roll: derived here as anywhere, or the voters of the target's file."""
        if self.strange:
            return [TargetVoter(**one) for one in self.strange["voters"]]
        return electorate(Election.model_validate(self.election))

    @cached_property
    def parts(self) -> dict[str, repertoire.Part]:
        """The journeys of the mix. Refuses: UnknownJourney."""
        names = [flow.journey for flow in self.rush.journey]
        if self.target:
            return dict(repertoire.parts_there(names, self.target))
        return dict(repertoire.parts(names))

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
        until = self.permission.until if self.permission else None
        plain = asdict(self)
        if until:
            plain["permission"]["until"] = until.isoformat()
        return plain

    @classmethod
    def unpacked(cls, packed: dict[str, Any]) -> "Plan":
        """Return the plan that ``packed`` describes."""
        return cls(
            **packed
            | {
                "permission": _permission(packed.get("permission")),
                "others": tuple(packed.get("others", ())),
            }
        )


def _permission(packed: dict[str, Any] | None) -> Permission | None:
    if packed is None:
        return None
    until = packed["until"]
    return Permission(**packed | {"until": date.fromisoformat(until) if until else None})
