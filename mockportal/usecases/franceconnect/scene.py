"""Where every use case of the stub begins: settings, armed faults, who sits there."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, cast

from mockportal.domain.franceconnect import clients, faults
from mockportal.domain.franceconnect.clients import Client
from mockportal.domain.franceconnect.dialects import Dialect, Place
from mockportal.domain.franceconnect.faults import Armed, Moment
from mockportal.domain.franceconnect.providers import PROVIDERS
from mockportal.domain.instants import Millis
from mockportal.election import check
from mockportal.election.franceconnect import FranceConnect, ProviderId
from mockportal.usecases.franceconnect.records import StubRecords
from mockportal.usecases.suffering import NOBODY, spells

NUMBER_BITS = 256


@dataclass(frozen=True, slots=True)
class Here:
    """What the web knows of a request: where it came in, and the machine's own instant."""

    place: Place
    wall: Millis


@dataclass(frozen=True, slots=True)
class Settings:
    """The numbers of the election file, as changed since, and what only a tester sets."""

    rules: FranceConnect
    beta: dict[str, bool] = field(default_factory=dict)
    only: dict[str, tuple[str, ...]] = field(default_factory=dict)
    never: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def title(self, provider: str) -> str:
        """Return the title of a provider, marked as fictional."""
        return self.rules.title(cast(ProviderId, provider))

    def state(self, provider: str) -> str:
        """Return whether a provider is open, closed or hidden; an unknown one is hidden."""
        if provider not in PROVIDERS:
            return "hidden"
        return self.rules.state(cast(ProviderId, provider))

    def without(self, closed: frozenset[str]) -> "Settings":
        """Return these settings with some providers closed by a fault of the election."""
        states: dict[str, str] = {**self.rules.states} | dict.fromkeys(closed, "closed")
        return replace(self, rules=self.rules.model_copy(update={"states": states}))

    def delay(self, provider: str) -> int:
        """Return how long a provider waits before it answers, in milliseconds."""
        return self.rules.slow_ms.get(cast(ProviderId, provider), 0)

    def serves(self, provider: str, client: Client) -> bool:
        """Tell whether a provider and a client accept each other."""
        allowed, denied = self.only.get(provider), self.never.get(provider, ())
        welcome = allowed is None or client.client_id in allowed
        return welcome and client.client_id not in denied and client.may_use(provider)


@dataclass(frozen=True, slots=True)
class Scene:
    """One use case's view of one election's stub."""

    tx: StubRecords
    now: Millis
    here: Here
    settings: Settings
    armed: tuple[Armed, ...]

    @property
    def place(self) -> Place:
        """Return where the stub answers."""
        return self.here.place

    @property
    def rules(self) -> FranceConnect:
        """Return the numbers in force."""
        return self.settings.rules

    @property
    def secret(self) -> bytes:
        """Return the run secret of the election."""
        return self.tx.world.secret


def open_scene(tx: StubRecords, now: Millis, here: Here) -> Scene:
    """Read what every use case needs: one statement."""
    settings, armed = "", []
    for kind, _, body in tx.set_up():
        if kind == "fault":
            armed.append(faults.from_json(json.loads(body)))
        else:
            settings = body
    found = settings_of(tx, settings)
    closed = _closed(tx, now)
    return Scene(tx, now, here, found.without(closed) if closed else found, tuple(armed))


def _closed(tx: StubRecords, now: Millis) -> frozenset[str]:
    """Return the providers that a fault closes, all when it names none; mostly none at no cost."""
    if tx.state.faults == "{}" and not tx.world.election.faults:
        return frozenset()
    on = [spell for spell in spells(tx).get("provider-unavailable", ()) if spell.on(now)]
    for spell in on:
        tx.meet(spell.name, spell.since, NOBODY)
    named = {spell.text("provider") for spell in on}
    return frozenset(PROVIDERS if "" in named else named)


def settings_of(tx: StubRecords, text: str) -> Settings:
    """Return the settings in force, given what a tester changed. Refuses: InvalidFile."""
    world = tx.world
    known: tuple[str, Settings] | None = world.memo.get("fc-settings")
    if known is None or known[0] != text:
        known = world.memo["fc-settings"] = (text, _settings(world.election.franceconnect, text))
    return known[1]


def _settings(declared: FranceConnect, text: str) -> Settings:
    if not text:
        return Settings(declared)
    said = json.loads(text)
    values = {**declared.model_dump(mode="json"), **said.get("rules", {})}
    return Settings(
        check(FranceConnect, values, "franceconnect"),
        said.get("beta", {}),
        {uid: tuple(ids) for uid, ids in said.get("only", {}).items() if ids is not None},
        {uid: tuple(ids) for uid, ids in said.get("never", {}).items()},
    )


def find_client(scene: Scene, client_id: str, dialect: Dialect | None = None) -> Client | None:
    """Return an enabled client of a dialect: the tester's record, else the portal itself."""
    client = recorded_client(scene, client_id)
    if client is None or not client.enabled or dialect not in {None, client.dialect}:
        return None
    return client


def recorded_client(scene: Scene, client_id: str) -> Client | None:
    """Return a client's record, enabled or not."""
    text = scene.tx.document("client", client_id) if client_id else None
    if text is not None:
        return clients.load(text)
    return declared_clients(scene).get(client_id)


def declared_clients(scene: Scene) -> dict[str, Client]:
    """Return the clients that exist without a record: the portal, and those of the file."""
    world, place = scene.tx.world, scene.place
    declared, dialect = scene.rules.clients, Dialect(scene.rules.dialect)
    key = f"fc-clients {place.portal} {dialect}"
    known: tuple[object, dict[str, Client]] | None = world.memo.get(key)
    if known is None or known[0] is not declared:
        portal = clients.portal_client(world.secret, place.portal, world.name, dialect)
        found = {one.client_id: one for one in (portal, *(each.record() for each in declared))}
        known = world.memo[key] = (declared, found)
    return known[1]


def strike(scene: Scene, stage: str, moment: Moment, own: Sequence[str] = ()) -> Armed | None:
    """Return the fault that strikes now, and use it up; ``own`` are those of the transaction."""
    mine = next((name for name in own if faults.STAGE_OF.get(name) == stage), None)
    if mine is not None:
        return Armed("", mine)
    found = faults.first(scene.armed, stage, moment) if scene.armed else None
    return found if found is not None and _used_up(scene, found) else None


def _used_up(scene: Scene, fault: Armed) -> bool:
    """Take one time off a fault; tell whether there was one left to take."""
    before = json.dumps(asdict(fault))
    if fault.times == 0:
        return True
    if fault.times == 1:
        return scene.tx.drop_document("fault", fault.id, before=before)
    after = json.dumps(asdict(replace(fault, times=fault.times - 1)))
    return scene.tx.swap_document("fault", fault.id, after, before=before)


def delay_of(fault: Armed | None) -> int:
    """Return how long a slow fault keeps one waiting, in milliseconds."""
    return fault.delay_ms if fault is not None and fault.name in faults.SLOW else 0


def line(scene: Scene, step: str, **facts: Any) -> str:
    """Return one line of a transaction's diary; never a secret, never an unknown login."""
    told = {"step": step, "at": scene.now, "wall": scene.here.wall, **facts}
    return _encode(told) + "\n"


_encode = json.JSONEncoder(ensure_ascii=False).encode
