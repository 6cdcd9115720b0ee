"""One voter at the keyboard: thinks, waits, clicks again, gives up, comes back.

Knows neither Locust nor gevent: time and the driver are given.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol

from loadtests.casting import Arrival
from loadtests.figures import Figures
from loadtests.rush import Rush, Spread
from scenarios.seen import Seen, Strayed
from scenarios.steps import (
    Download,
    Follow,
    GoBack,
    Journey,
    Listen,
    Open,
    PressTwice,
    ReadMessage,
    Reload,
    Step,
    Submit,
)


class NoAnswer(Exception):
    """The portal did not answer a click in time, or answered that it cannot."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class OffLimits(Exception):
    """A page led to an address outside the target: nothing was sent."""


class GaveUp(Exception):
    """The voter's patience is over."""


class Clock(Protocol):
    """Seconds since the first arrival was due."""

    def now(self) -> float:
        """Return the present instant of the run."""

    def sleep_until(self, instant: float) -> None:
        """Return at an instant of the run, or at once when it is past."""


class Keyboard(Protocol):
    """A browser whose voter waits ``patience`` seconds for a page."""

    def perform(self, step: Step, patience: float) -> Seen:
        """Do one step. Refuses: Strayed, NoAnswer, OffLimits."""

    def close(self) -> None:
        """Leave."""


_CLICKS = (Open, Follow, Submit, PressTwice, Reload, GoBack, Listen, Download)


def name_of(step: Step) -> str:
    """Return the name that a step has in figures, whatever the page then shows."""
    match step:
        case ReadMessage(kind, channel):
            return f"✉ {kind} by {channel}"
        case Open() if step.lands_on:
            return f"Open → {step.lands_on}"
        case Open():
            return "Open"
        case _ if step.lands_on:
            return f"{type(step).__name__} → {step.lands_on}"
        case Follow(link):
            return f"Follow « {link} »"
        case Submit(button) | PressTwice(button) | Listen(button):
            return f"Submit « {button} »"
        case _:
            return type(step).__name__


def drawn(spread: Spread, random: Random) -> float:
    """Draw a log-normal duration in seconds, cut at the longest."""
    if spread.median == 0:
        return 0.0
    return min(random.lognormvariate(math.log(spread.median), spread.sigma), spread.longest)


@dataclass
class Visit:
    """One arrival: the voter, what they want to do, and how often they came."""

    rush: Rush
    arrival: Arrival
    elector: Any
    tell: Callable[[Any], Journey[Any]]
    figures: Figures
    clock: Clock
    came: int = 0
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(f"{self.rush.seed}:{self.arrival.number}")

    def come(self, keyboard: Keyboard, due: float) -> float | None:
        """Try the journey once; return the instant at which the voter comes back, or None."""
        journey = self.arrival.journey
        now = self.clock.now()
        self.figures.latency("generator\tlateness", due, now - due)
        self.figures.count(f"{'returned' if self.came else 'arrived'}\t{journey}", due)
        self.came += 1
        done = False
        try:
            self._walk(keyboard, due)
            done = True
        except (GaveUp, Strayed):
            pass
        finally:
            keyboard.close()
            end = self.clock.now()
            self.figures.count(f"left\t{journey}", end)
        if done:
            self.figures.count(f"completed\t{journey}", end)
            return None
        return self._comes_back(end)

    def _comes_back(self, now: float) -> float | None:
        patience = self.rush.patience
        if self.came <= patience.times and self.random.random() < patience.returns:
            return now + drawn(patience.returns_after, self.random)
        self.give_up()
        return None

    def give_up(self) -> None:
        """Never come back."""
        self.figures.count(f"lost\t{self.arrival.journey}", self.clock.now())

    def _walk(self, keyboard: Keyboard, due: float) -> None:
        journey = self.tell(self.elector)
        wanted, waited = due, 0.0
        try:
            step = next(journey)
            while True:
                if waited and isinstance(step, _CLICKS):
                    wanted = self._think()
                seen = self._do(keyboard, step, wanted)
                now = self.clock.now()
                waited += 0.0 if isinstance(step, ReadMessage) else now - wanted
                wanted = now
                step = journey.send(seen)
        except StopIteration:
            self.figures.latency(f"journey\t{self.arrival.journey}", due, waited)

    def _think(self) -> float:
        wanted = self.clock.now() + drawn(self.rush.think, self.random)
        self.clock.sleep_until(wanted)
        return wanted

    def _do(self, keyboard: Keyboard, step: Step, wanted: float) -> Seen:
        """Do one step as often as patience lasts. Refuses: GaveUp, Strayed."""
        if isinstance(step, ReadMessage):
            return self._read(keyboard, step, wanted)
        if not isinstance(step, _CLICKS):
            return keyboard.perform(step, self.rush.patience.waits.longest)
        series = f"{self.arrival.journey}\t{name_of(step)}"
        for _ in range(1 + self.rush.patience.reloads):
            if (seen := self._click(keyboard, step, series, wanted)) is not None:
                return seen
        raise GaveUp

    def _click(self, keyboard: Keyboard, step: Step, series: str, wanted: float) -> Seen | None:
        sent = self.clock.now()
        self.figures.count(f"tried\t{series}", sent)
        try:
            seen = keyboard.perform(step, drawn(self.rush.patience.waits, self.random))
        except NoAnswer as silence:
            self.figures.count(f"error\t{series}\t{silence.kind}", sent)
            return None
        except Strayed as strayed:
            self.figures.count(f"error\t{series}\t{_kind(strayed)}", sent)
            raise
        except OffLimits:
            self.figures.count(f"error\t{series}\toff limits", sent)
            raise GaveUp from None
        now = self.clock.now()
        self.figures.latency(f"step\t{series}", wanted, now - wanted, now - sent)
        return seen

    def _read(self, keyboard: Keyboard, step: ReadMessage, wanted: float) -> Seen:
        series = f"{self.arrival.journey}\t{name_of(step)}"
        self.figures.count(f"tried\t{series}", wanted)
        try:
            seen = keyboard.perform(step, self.rush.patience.message)
        except (NoAnswer, Strayed):
            self.figures.count(f"error\t{series}\tno message", wanted)
            raise GaveUp from None
        self.figures.latency(f"message\t{series}", wanted, self.clock.now() - wanted)
        return seen


def _kind(strayed: Strayed) -> str:
    refusal = strayed.seen.refusal if strayed.seen else ""
    return f"refused: {refusal}" if refusal else "strayed"
