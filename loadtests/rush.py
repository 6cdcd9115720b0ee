"""The rush file: who arrives when, to do what, how patiently, and what the portal promises."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from loadtests.objectives import Promise
from loadtests.quantities import Seconds, Share, duration

_MOMENT = r"^(activation|candidates|opening|closing)( [+-] \d+(\.\d+)? (s|min|h))?$"


class Declared(BaseModel):
    """A part of a rush file: no key is ignored, nothing changes after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Level = Annotated[float, Field(ge=0, le=1000, description="multiple of the rush's rate")]
Lasts = Annotated[Seconds, Field(gt=0, le=86_400, description="duration, a day at most")]


class Constant(Declared):
    """Arrivals at one level."""

    shape: Annotated[Literal["constant"], Field(description="names the segment")]
    lasts: Lasts
    level: Level = 1


class Ramp(Declared):
    """Arrivals that grow or shrink in a straight line."""

    shape: Annotated[Literal["ramp"], Field(description="names the segment")]
    lasts: Lasts
    begins: Level
    ends: Level


class Spike(Declared):
    """One smooth bump: from ``level`` up to ``peak`` in the middle, and back."""

    shape: Annotated[Literal["spike"], Field(description="names the segment")]
    lasts: Lasts
    level: Level = 1
    peak: Level


class Decay(Declared):
    """Arrivals that fall exponentially from ``begins`` towards ``ends``."""

    shape: Annotated[Literal["decay"], Field(description="names the segment")]
    lasts: Lasts
    begins: Level
    ends: Level = 0
    halves_every: Lasts


Segment = Annotated[Constant | Ramp | Spike | Decay, Field(discriminator="shape")]


class Spread(Declared):
    """A log-normal duration: half of the draws are below ``median``."""

    median: Annotated[Seconds, Field(ge=0, description="duration that half of the draws exceed")]
    sigma: float = Field(default=0.6, ge=0, le=3, description="standard deviation of the logarithm")
    longest: Annotated[Seconds, Field(gt=0, description="longer draws are cut to it")] = 600.0


def _spread(median: str, sigma: float, longest: str) -> Spread:
    return Spread.model_validate({"median": median, "sigma": sigma, "longest": longest})


class Patience(Declared):
    """How long a voter waits for one page, and what follows."""

    waits: Spread = _spread("30 s", 0.4, "60 s")
    reloads: int = Field(default=2, ge=0, le=50, description="clicks repeated before giving up")
    returns: Share = Field(
        default=0.5, description="share of those who give up and come back later"
    )
    returns_after: Spread = _spread("5 min", 0.7, "1 h")
    times: int = Field(default=2, ge=0, le=20, description="times a voter comes back")
    message: Annotated[Seconds, Field(gt=0, description="how long one waits for a message")] = 120.0


class Flow(Declared):
    """One journey and its part in the mix."""

    journey: str = Field(description="as `mockportal journeys` lists it")
    share: Annotated[Share, Field(description="part of the arrivals; all add up to 100 %")]


class Aim(Declared):
    """Objectives of journeys, of their steps or of messages; names may hold ``*``."""

    journey: str = Field(default="*", description="which journeys are judged")
    step: str | None = Field(default=None, description="which of their steps; none: the whole")
    message: str | None = Field(default=None, description="which messages, instead of steps")
    meets: tuple[Promise, ...] = Field(
        min_length=1, description="promises such as `p95 < 2 s`, `errors < 0.1 %`"
    )


class Abort(Declared):
    """A run that is stopped: the figure stays on the wrong side for a while."""

    unless: Promise = Field(description="the promise to be kept, such as `errors < 20 %`")
    holds: Annotated[Seconds, Field(ge=1, description="broken for so long, the run ends")] = 15.0


class Trouble(Declared):
    """A fault of the election, as in the fault catalogue, put on before the first arrival."""

    model_config = ConfigDict(frozen=True, extra="allow")
    name: str = Field(description="of the catalogue; its parameters stand beside it")


class Generator(Declared):
    """What the load generator itself must hold for the run to count."""

    lateness_p99: Annotated[
        Seconds, Field(description="99 % of the arrivals set out no later than so after their time")
    ] = 0.020
    pool: int = Field(default=4000, ge=1, le=50_000, description="voters at once, per worker")


class Rush(Declared):
    """One load run, declared."""

    title: str = Field(description="what the report is called")
    about: str = Field(default="", description="what the run is about, in a sentence")
    election: str = Field(default="electionspro2022", description="name or file of the election")
    starts_at: str = Field(
        default="opening", pattern=_MOMENT, description="the election's clock at the first arrival"
    )
    ends_at: str | None = Field(
        default=None,
        pattern=_MOMENT,
        description="the same at the last arrival; replaces starts_at",
    )
    size: int | None = Field(default=None, ge=1, le=10_000_000, description="electors")
    settings: dict[str, Any] = Field(default_factory=dict, description="changes to the election")
    seed: int = Field(default=1, ge=0, description="same seed: same arrivals, voters and pauses")
    rate: float = Field(gt=0, le=2000, description="arrivals per second at level 1")
    process: Literal["poisson", "regular"] = Field(
        default="poisson", description="arrivals at random, or evenly spaced"
    )
    segment: tuple[Segment, ...] = Field(min_length=1)
    journey: tuple[Flow, ...] = Field(min_length=1)
    think: Spread = _spread("6 s", 0.6, "60 s")
    patience: Patience = Patience()
    drain: Annotated[
        Seconds, Field(ge=0, le=3600, description="time to finish after the last arrival")
    ] = 60.0
    objective: tuple[Aim, ...] = ()
    abort: tuple[Abort, ...] = ()
    fault: tuple[Trouble, ...] = ()
    generator: Generator = Generator()

    @model_validator(mode="after")
    def _shares_make_a_whole(self) -> Self:
        total = sum(flow.share for flow in self.journey)
        if abs(total - 1) > 1e-6:
            raise ValueError(
                f"the shares of the journeys add up to {total * 100:g} %, not to 100 %"
            )
        return self

    @property
    def lasts(self) -> float:
        """Return the seconds during which voters arrive."""
        return sum(segment.lasts for segment in self.segment)

    @property
    def begins(self) -> tuple[str, float]:
        """Return an instant of the election's calendar, and the seconds from it to the start."""
        name, _, offset = (self.ends_at or self.starts_at).partition(" ")
        sign, _, length = offset.partition(" ")
        seconds = duration(length) * (-1 if sign == "-" else 1) if length else 0.0
        return name, seconds - (self.lasts if self.ends_at else 0.0)

    def fitted(
        self,
        *,
        rate: float | None = None,
        scale: float = 1.0,
        lasts: float | None = None,
        seed: int | None = None,
    ) -> "Rush":
        """Return this rush at another rate, scale or length; segments keep their proportions."""
        stretch = 1.0 if lasts is None else lasts / self.lasts
        segments = tuple(_stretched(segment, stretch) for segment in self.segment)
        return self.model_copy(
            update={
                "rate": (self.rate if rate is None else rate) * scale,
                "segment": segments,
                "seed": self.seed if seed is None else seed,
            }
        )


def _stretched(segment: Constant | Ramp | Spike | Decay, by: float) -> Segment:
    changes = {"lasts": segment.lasts * by}
    if isinstance(segment, Decay):
        changes["halves_every"] = segment.halves_every * by
    return segment.model_copy(update=changes)
