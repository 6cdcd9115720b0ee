"""The election: who votes, when, for whom, by which rules, and what goes wrong."""

from functools import cached_property
from typing import Any

from pydantic import Field, model_validator

from mockportal.domain.instants import Millis
from mockportal.election.ballots import Population, Scrutin
from mockportal.election.calendar import Calendar, Phase
from mockportal.election.capacity import Capacity
from mockportal.election.codes import Challenge, OldCode, Reissue, Reveal, VoteCode
from mockportal.election.declared import Declared, ElectionId, Line, Misfit, Slug
from mockportal.election.faults import Fault
from mockportal.election.franceconnect import FranceConnect
from mockportal.election.people import Persona, Roll
from mockportal.election.personas import check_personas
from mockportal.election.rules import Activation, Captcha, Lockout, Password, Session
from mockportal.election.switches import (
    Count,
    Display,
    Grace,
    Identification,
    Safety,
    Urne,
    Wording,
)


class Election(Declared):
    """Everything one election declares; the default of each number is the portal's."""

    id: ElectionId = Field(description="first segment of every address")
    title: Line = Field(description="in the window title and in messages")
    calendar: Calendar = Calendar()
    electorate: Roll = Roll()
    populations: dict[Slug, Population] = Field(min_length=1, max_length=100)
    scrutins: tuple[Scrutin, ...] = Field(alias="scrutin", min_length=1, max_length=100)
    personas: tuple[Persona, ...] = Field(default=(), alias="persona", max_length=1000)
    faults: tuple[Fault, ...] = Field(default=(), alias="fault", max_length=1000)
    capacity: Capacity = Capacity()
    captcha: Captcha = Captcha()
    lockout: Lockout = Lockout()
    session: Session = Session()
    password: Password = Password()
    activation: Activation = Activation()
    reissue: Reissue = Reissue()
    reveal: Reveal = Reveal()
    vote_code: VoteCode = VoteCode()
    old_code: OldCode = OldCode()
    challenge: Challenge = Challenge()
    grace: Grace = Grace()
    urne: Urne = Urne()
    count: Count = Count()
    identification: Identification = Identification()
    display: Display = Display()
    wording: Wording = Wording()
    safety: Safety = Safety()
    franceconnect: FranceConnect = FranceConnect()

    def phase(self, now: Millis) -> Phase:
        """Tell where the election stands at an instant of its clock."""
        return self.calendar.phase(now)

    def scrutin(self, scrutin_id: str) -> Scrutin | None:
        """Return the scrutin of that id, if there is one."""
        return self._by_id.get(scrutin_id)

    @cached_property
    def _by_id(self) -> dict[str, Scrutin]:
        return {one.id: one for one in self.scrutins}

    @model_validator(mode="before")
    @classmethod
    def _ranked(cls, value: Any) -> Any:
        """Give each persona without a rank its place in the file."""
        people = value.get("persona") if isinstance(value, dict) else None
        if not isinstance(people, list | tuple):
            return value
        ranked = [
            {"rank": place, **one} if isinstance(one, dict) else one
            for place, one in enumerate(people)
        ]
        return {**value, "persona": ranked}

    @model_validator(mode="after")
    def _coherent(self) -> "Election":
        """Refuse an election whose parts do not know each other."""
        _distinct("scrutin", "id", [one.id for one in self.scrutins])
        _distinct("persona", "identifier", [one.local for one in self.personas])
        _distinct("persona", "rank", [one.rank for one in self.personas])
        for name, population in self.populations.items():
            for scrutin_id in population.scrutins:
                if self.scrutin(scrutin_id) is None:
                    raise Misfit(
                        f"scrutin inconnu, {scrutin_id!r}", "populations", name, "scrutins"
                    )
        if not any(one.share for one in self.populations.values()):
            raise Misfit("une part (share) au moins doit dépasser 0", "populations")
        check_personas(self)
        return self


def _distinct(section: str, key: str, values: list[Any]) -> None:
    """Refuse a value given twice."""
    for place, value in enumerate(values):
        if value in values[:place]:
            raise Misfit(f"{value!r} est donné deux fois", section, place, key)
