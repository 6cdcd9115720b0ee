"""The page of faults: switches with a sentence on what the class will see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from mockportal.console.keys import STORE
from mockportal.election import CATALOGUE, Fault
from mockportal.election.faults import CHOICES, Setting
from mockportal.trainer import fault_words
from mockportal.trainer.fault_words import Told
from mockportal.trainer.frame import HERE, Pages, standing
from mockportal.usecases import faulting
from mockportal.usecases.overseeing import Overview

PAGES = Pages(HERE / "templates")


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter of a fault, as a form asks for it."""

    key: str
    label: str
    value: Setting
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def number(self) -> bool:
        """Tell whether it is a number."""
        return isinstance(self.value, int | float)


@dataclass(frozen=True, slots=True)
class Switch:
    """One fault: on, set for another time, or off."""

    name: str
    told: Told
    fields: tuple[Field, ...]
    share: float
    who: str
    set: bool
    active: bool


async def show_faults(request: web.Request) -> web.Response:
    """GET /elections/{election}/pannes: faults, as switches."""
    stands = await standing(request)
    listed = await request.app[STORE].ask(stands.world.name, faulting.list_faults)
    known = {fault.name: (fault, active) for fault, _, active in listed}
    groups = [
        (title, [_switch(stands, name, known.get(name)) for name in names])
        for title, names in _grouped()
    ]
    sealed = stands.sealed_at is not None
    return PAGES.answer(
        request, "faults.html", election=stands, here="pannes", groups=groups, sealed=sealed
    )


def _grouped() -> Sequence[tuple[str, Sequence[str]]]:
    """Return every fault there is; those nobody found words for come last."""
    rest = [name for name in CATALOGUE if name not in fault_words.TOLD]
    groups = [(title, tuple(names)) for title, names in fault_words.GROUPS]
    return [*groups, ("Autres", tuple(rest))] if rest else groups


def _switch(stands: Overview, name: str, known: tuple[Fault, bool] | None) -> Switch:
    fault, active = known or (None, False)
    settings = CATALOGUE[name]
    fields = tuple(
        Field(
            key,
            fault_words.SETTINGS.get(key, key),
            fault.setting(key) if fault else default,
            _choices(stands, name, key),
        )
        for key, default in settings.items()
        if key != "share" and not isinstance(default, tuple)
    )
    share = fault.share if fault else float(_number(settings, "share", 1.0))
    who = fault.who if fault else ""
    return Switch(name, fault_words.told(name), fields, share, who, fault is not None, active)


def _number(settings: Mapping[str, Setting], key: str, default: float) -> float:
    found = settings.get(key, default)
    return float(found) if isinstance(found, int | float) else default


def _choices(stands: Overview, name: str, key: str) -> tuple[tuple[str, str], ...]:
    """Return what a parameter may be, where that is known."""
    election = stands.world.election
    match key:
        case "scrutin":
            return (("", "Tous"), *((one.id, one.label) for one in election.scrutins))
        case "provider":
            return (("", "Tous"), *((one, one) for one in election.franceconnect.providers))
    found = CHOICES.get((name, key), ())
    return tuple((one, fault_words.CHOICES.get(one, one)) for one in found)
