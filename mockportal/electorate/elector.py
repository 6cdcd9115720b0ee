"""One elector: what the roll, the notice and the identity providers say of a person."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from mockportal.election.people import Persona, Variant
from mockportal.electorate import places
from mockportal.electorate.accounts import Account
from mockportal.electorate.civil import Civil
from mockportal.electorate.mails import CONTACT, PERSONAL
from mockportal.electorate.naming import Civility, Names

if TYPE_CHECKING:
    from mockportal.electorate.roll import Electorate


@dataclass(frozen=True)
class Elector:
    """A person of the roll; everything is derived from the seed and the rank, when asked."""

    rank: int
    names: Names = field(repr=False)
    population: str
    persona: Persona | None = field(repr=False, compare=False)
    electors: "Electorate" = field(repr=False, compare=False)

    @property
    def civility(self) -> Civility:
        """« M. » or « Mme »."""
        return self.names.civility

    @property
    def given_name(self) -> str:
        """First name, with its accents."""
        return self.names.given_name

    @property
    def family_name(self) -> str:
        """Name in use, with its accents."""
        return self.names.family_name

    @property
    def identifier(self) -> str:
        """Professional address: ASCII, lower case."""
        return self.names.identifier

    @property
    def academy(self) -> str:
        """« Académie de Brumeval »."""
        return self.names.academy

    @property
    def scrutins(self) -> tuple[str, ...]:
        """Ids of the elector's scrutins, in the order they are shown."""
        return self.electors.election.populations[self.population].scrutins

    @property
    def establishment(self) -> str:
        """A fictional school."""
        return places.establishment(self.electors.draws, self.rank)

    @property
    def address(self) -> str:
        """A fictional postal address, by Faker: it may change with that library."""
        return places.address(self.electors.draws, self.rank)

    @cached_property
    def password(self) -> str:
        """The password chosen at activation."""
        told = self.persona.password if self.persona else None
        return told or self.electors.credentials.password(self.rank)

    @cached_property
    def vote_code(self) -> str:
        """The code printed on the voting notice."""
        told = self.persona.vote_code if self.persona else None
        return told or self.electors.credentials.vote_code(self.rank)

    @cached_property
    def numen(self) -> str:
        """The 13 characters of the personal number; academy 99 is fictional."""
        told = self.persona.numen if self.persona else None
        return told or self.electors.credentials.numen(self.rank)

    @cached_property
    def question(self) -> str:
        """The question défi chosen at activation."""
        told = self.persona.question if self.persona else None
        return told or self.electors.credentials.question(self.rank)

    @cached_property
    def secret_answer(self) -> str:
        """The answer to it, as it would be typed."""
        told = self.persona.secret_answer if self.persona else None
        return told or self.electors.credentials.secret_answer(
            self.rank, self.question, self.birthdate.year
        )

    @property
    def phone(self) -> str:
        """Personal mobile number, shared with the ranks 10 000 apart."""
        told = self.persona.phone if self.persona else None
        return told or self.electors.accounts.phone(self.rank)

    @property
    def personal_mail(self) -> str:
        """Address of the personal mailbox, unlike the identifier."""
        told = self.persona.personal_mail if self.persona else None
        return told or self.electors.private_mail(self, PERSONAL)

    @property
    def franceconnect_mail(self) -> str:
        """Contact address held by the identity providers."""
        return self.electors.private_mail(self, CONTACT)

    @property
    def activated(self) -> bool:
        """Whether the account is active before any row says otherwise."""
        if self.persona:
            return self.persona.activated
        share = self.electors.election.electorate.activated_share
        return self.electors.draws.unit(self.rank, "activated") < share

    @property
    def notice(self) -> bool:
        """Whether the elector holds the printed notice."""
        if self.persona:
            return self.persona.notice
        share = self.electors.election.electorate.notice_share
        return self.electors.draws.unit(self.rank, "notice") < share

    @property
    def given_names(self) -> tuple[str, ...]:
        """All given names, as at birth."""
        return self._civil.given_names

    @property
    def birth_name(self) -> str:
        """Family name at birth."""
        return self._civil.birth_name

    @property
    def usage_name(self) -> str:
        """Name in use when it is not the birth name, else nothing."""
        return self._civil.usage_name

    @property
    def birthdate(self) -> date:
        """Day of birth."""
        return self._civil.birthdate

    @property
    def gender(self) -> Literal["female", "male"]:
        """As FranceConnect writes it."""
        return self._civil.gender

    @property
    def birthplace(self) -> str:
        """Five digits of the impossible department 00; nothing when born abroad."""
        return self._civil.birthplace

    @property
    def birthcountry(self) -> str:
        """99100 for France, else a fictional country."""
        return self._civil.birthcountry

    @property
    def social_number(self) -> str:
        """13 digits of an impossible social-security number, without key."""
        return self._civil.social_number

    @property
    def variant(self) -> Variant:
        """How the citizen at FranceConnect differs from the elector."""
        return self.persona.variant if self.persona else "exact"

    @cached_property
    def franceconnect(self) -> tuple[Account, ...]:
        """Accounts at the identity providers."""
        return self.electors.accounts.of(self)

    @cached_property
    def _civil(self) -> Civil:
        civil = self.electors.births.of(self.rank, self.names)
        return civil if self.persona is None else _as_told(civil, self.persona)


def _as_told(drawn: Civil, persona: Persona) -> Civil:
    """Return a civil status with what the election file says of a persona."""
    birth_name = persona.birth_name or persona.family_name
    return drawn._replace(
        given_names=persona.given_names or drawn.given_names,
        birth_name=birth_name,
        usage_name="" if birth_name == persona.family_name else persona.family_name,
        birthdate=persona.birthdate or drawn.birthdate,
        birthplace=persona.birthplace or drawn.birthplace,
        birthcountry="99100" if persona.birthplace else drawn.birthcountry,
    )
