"""The electorate: 1.4 million people who cost nothing until they are looked at."""

from collections.abc import Iterator

from mockportal.election import Election, Persona
from mockportal.electorate.accounts import Accounts
from mockportal.electorate.candidates import invented
from mockportal.electorate.civil import CivilStatus
from mockportal.electorate.credentials import Credentials
from mockportal.electorate.draws import Draws
from mockportal.electorate.elector import Elector
from mockportal.electorate.mails import CONTACT, PERSONAL, POSTAL, Tokens
from mockportal.electorate.naming import Names, Naming
from mockportal.electorate.shares import Shares

_ACADEMY = "Académie fictive"


class Electorate:
    """The electors of one election, by rank; made at once whatever their number."""

    def __init__(self, election: Election) -> None:
        self.election = election
        self._size = election.electorate.size
        self._personas = {one.rank: one for one in election.personas}
        self._told = _addresses(election.personas)
        self.draws = Draws(election.electorate.seed)
        self.naming = Naming(self.draws)
        self.births = CivilStatus(self.draws)
        self.tokens = Tokens(self.draws)
        self.credentials = Credentials(election, self.draws)
        self.accounts = Accounts(self, self.draws)
        self._shares = Shares(
            self._size,
            {name: one.share for name, one in election.populations.items()},
            {one.rank: one.population for one in election.personas},
        )

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Elector]:
        return map(self.__getitem__, range(self._size))

    def __getitem__(self, rank: int) -> Elector:
        if not 0 <= rank < self._size:
            raise IndexError(rank)
        persona = self._personas.get(rank)
        names = _named(persona) if persona else self.naming.of(rank)
        return Elector(rank, names, self._shares.of(rank), persona, self)

    def rank_of(self, identifier: str) -> int | None:
        """Return the rank of a canonical identifier; nobody's is None."""
        told = self._told.get(identifier)
        if told is not None:
            return told if self._personas[told].identifier == identifier else None
        return self._ordinary(self.naming.rank_of(identifier))

    def rank_of_mail(self, address: str) -> int | None:
        """Return whose address it is: identifier, personal, contact or postal mail."""
        told = self._told.get(address)
        if told is not None:
            return told
        rank = self._ordinary(self.tokens.rank_in(address))
        if rank is None:
            return self.rank_of(address)
        _, _, domain = address.partition("@")
        return rank if self.private_mail(self[rank], domain) == address else None

    def rank_of_account(self, provider: str, login: str) -> int | None:
        """Return whose account at a provider has this identifier; nobody's is None."""
        return self.accounts.rank_of(provider, login)

    def private_mail(self, elector: Elector, domain: str) -> str:
        """Return an elector's address in one of the private domains."""
        local = elector.names.local
        token = "" if elector.persona else f".{self.tokens.of(elector.rank)}"
        return f"{local}{token}@{domain}"

    def candidates(self, scrutin_id: str, list_id: str) -> tuple[str, ...]:
        """Return the candidates of a list, in order: declared, else invented; none on sigle."""
        scrutin = self.election.scrutin(scrutin_id)
        chosen = scrutin.list_of(list_id) if scrutin else None
        if scrutin is None or chosen is None or scrutin.kind == "sigle":
            return ()
        return chosen.candidates or invented(self.draws, scrutin, chosen)

    def in_population(self, population: str) -> int:
        """Return how many electors a population has."""
        return self._shares.numbers[population]

    def on_roll(self, scrutin: str) -> int:
        """Return how many electors vote in a scrutin."""
        return sum(
            self._shares.numbers[name]
            for name, one in self.election.populations.items()
            if scrutin in one.scrutins
        )

    def _ordinary(self, rank: int | None) -> int | None:
        """Return a rank of this roll that no persona has taken."""
        if rank is None or rank >= self._size or rank in self._personas:
            return None
        return rank


def _named(persona: Persona) -> Names:
    """Return the names of a persona."""
    return Names(
        civility=persona.civility,
        given_name=persona.given_name,
        family_name=persona.family_name,
        academy=_ACADEMY,
        identifier=persona.identifier,
        local=persona.local,
    )


def _addresses(personas: tuple[Persona, ...]) -> dict[str, int]:
    """Return every address of the personas, with their ranks."""
    told: dict[str, int] = {}
    for one in personas:
        local = one.local
        for address in (
            one.identifier,
            one.personal_mail or f"{local}@{PERSONAL}",
            f"{local}@{CONTACT}",
            f"{local}@{POSTAL}",
        ):
            told.setdefault(address, one.rank)
    return told


def electorate(election: Election) -> Electorate:
    """Return the electors of an election."""
    return Electorate(election)
