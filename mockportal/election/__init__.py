"""The election file's model: who votes, when, for whom, by which rules, and what goes wrong."""

from mockportal.election.ballots import CandidateList, Population, Scrutin
from mockportal.election.calendar import Calendar, Instants, Phase
from mockportal.election.declared import RESERVED, Declared
from mockportal.election.faults import CATALOGUE, Fault
from mockportal.election.franceconnect import FranceConnect
from mockportal.election.loading import InvalidElection, load, names, parse
from mockportal.election.model import Election
from mockportal.election.people import Persona, Roll
from mockportal.election.slugs import slug

__all__ = [
    "CATALOGUE",
    "RESERVED",
    "Calendar",
    "CandidateList",
    "Declared",
    "Election",
    "Fault",
    "FranceConnect",
    "Instants",
    "InvalidElection",
    "Persona",
    "Phase",
    "Population",
    "Roll",
    "Scrutin",
    "load",
    "names",
    "parse",
    "slug",
]
